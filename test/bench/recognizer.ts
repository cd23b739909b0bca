/**
 * `npm run bench:recognizer -- CORPUS_DIR`: the recognizer's throughput against a bare token map over the same surfaces, in one
 * run, interleaved; how long the dictionary takes to be ready; heap. One call a text, single thread.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { annotateText } from '../../src/cli/annotate.ts';
import { bytesOf, COMPILED_DIR, ensureCompiled, loadNames } from '../../src/cli/compiled.ts';
import { createRecognizer } from '../../src/recognizer/recognize.ts';

const UNITS = 10_000_000;
const ROUNDS = 5;
const dir = process.argv[2];
if (dir === undefined) {
  console.error('usage: bench:recognizer CORPUS_DIR (with tech-en.jsonl.gz, tech-ko.jsonl.gz, general-…)');
  process.exit(2);
}

/** Distinct texts of all four files in turn, up to so many units. */
async function readTexts(): Promise<string[]> {
  const texts: string[] = [];
  for (const name of ['tech-en', 'tech-ko', 'general-en', 'general-ko']) {
    let units = 0;
    for await (const line of createInterface({
      input: createReadStream(join(dir ?? '', `${name}.jsonl.gz`)).pipe(createGunzip()),
    })) {
      const { text } = JSON.parse(line) as { text: string };
      texts.push(text);
      units += text.length;
      if (units >= UNITS / 4) break;
    }
  }
  return texts;
}

/** The floor: split into words, look one to four words up in a map of the surfaces. No boundaries, no senses. */
function tokenMap(surfaces: readonly string[]): (text: string) => number {
  const map = new Map(surfaces.map((s) => [s.toLowerCase(), s]));
  return (text) => {
    const tokens = text.toLowerCase().match(/[\p{L}\p{N}.+#]+/gu) ?? [];
    let found = 0;
    for (let i = 0; i < tokens.length; i++) {
      let name = tokens[i] ?? '';
      if (map.has(name)) found++;
      for (let j = i + 1; j < Math.min(i + 4, tokens.length); j++) {
        name += ` ${tokens[j]}`;
        if (map.has(name)) found++;
      }
    }
    return found;
  };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

ensureCompiled();
const texts = await readTexts();
const units = texts.reduce((sum, text) => sum + text.length, 0);
const ready: number[] = [];
for (let i = 0; i < 9; i++) {
  const bytes = bytesOf(join(COMPILED_DIR, 'dictionary.bin'));
  const from = performance.now();
  createRecognizer(bytes).recognize(
    [{ id: 0, text: 'Redis' }],
    { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] },
    { confidence: 'usual', concepts: false },
  );
  ready.push(performance.now() - from);
}
/** What a recognizer holds once it has worked: made and used with nothing else new in memory, garbage taken away before both looks. */
globalThis.gc?.();
const before = process.memoryUsage();
const recognizer = createRecognizer(bytesOf(join(COMPILED_DIR, 'dictionary.bin')));
annotateText(recognizer, texts.slice(0, 20).join('\n').slice(0, 64_000), { confidence: 'usual', concepts: false });
globalThis.gc?.();
const after = process.memoryUsage();
const bare = tokenMap([...loadNames().values()].flatMap((t) => t.surfaces));
const times = { recognizer: [] as number[], bare: [] as number[] };
let mentions = 0;
for (let round = 0; round < ROUNDS; round++) {
  let from = performance.now();
  mentions = 0;
  for (const text of texts) mentions += annotateText(recognizer, text, { confidence: 'usual', concepts: false }).length;
  times.recognizer.push(performance.now() - from);
  from = performance.now();
  for (const text of texts) bare(text);
  times.bare.push(performance.now() - from);
}
const [ours, floor] = [median(times.recognizer), median(times.bare)];
console.log(`${texts.length} texts, ${(units / 1e6).toFixed(1)} M units, ${mentions} mentions; median of ${ROUNDS}`);
console.log(
  `recognizer ${ours.toFixed(0)} ms (${(units / ours / 1000).toFixed(1)} M units/s), bare token map ${floor.toFixed(0)} ms (${(units / floor / 1000).toFixed(1)} M units/s)`,
);
console.log(`throughput ratio ${(floor / ours).toFixed(2)}`);
console.log(`dictionary ready in ${median(ready).toFixed(1)} ms (first ${ready[0]?.toFixed(1)} ms)`);
console.log(
  `heap ${((after.heapUsed - before.heapUsed) / 1e6).toFixed(1)} MB, buffers ${((after.arrayBuffers - before.arrayBuffers) / 1e6).toFixed(1)} MB${globalThis.gc ? '' : ' (run with --expose-gc for a settled heap)'}`,
);
