/**
 * `npm run bench:growth -- CORPUS_DIR`: how the recognizer's speed and memory change with the size of the glossary, on the real terms and
 * synthetic ones beside them: 1,000, 5,000 and 20,000 in all. Interleaved in one run; medians.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { annotateText } from '../../src/cli/annotate.ts';
import { readGlossary, readLearnt } from '../../src/glossary/compile.ts';
import { pack, spacings } from '../../src/glossary/pack.ts';
import type { Term } from '../../src/glossary/schema.ts';
import { createRecognizer } from '../../src/recognizer/recognize.ts';
import { hashSound } from '../../src/recognizer/sounds.ts';

const SIZES = [1000, 5000, 20_000];
const UNITS = 4_000_000;
const ROUNDS = 5;
/** Of ten synthetic terms, so many are ambiguous, with so many cues each: as in the first 876. */
const AMBIGUOUS = 5;
const CUES = 130;
const dir = process.argv[2];
if (dir === undefined) {
  console.error('usage: bench:growth CORPUS_DIR (with tech-en.jsonl.gz, tech-ko.jsonl.gz, general-…)');
  process.exit(2);
}

/** Mulberry32: the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const LATIN =
  'ba be bi bo ca co da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se so ta te ti to va ve vi za ze'.split(
    ' ',
  );
const HANGUL = [
  ...'가나다라마바사아자카타파하거너더러머버서어저커터퍼허고노도로모보소오조코토포호구누두루무부수우주쿠투푸후기니디리미비시이지키티피히',
];

/** Synthetic terms: pronounceable names of the lengths of real ones, with Hangul forms, cues and neighbors. */
function synthetic(count: number, words: readonly string[]): Term[] {
  const next = random(20_261_122);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const name = (syllables: readonly string[], least: number) =>
    Array.from({ length: least + Math.floor(next() * 3) }, () => pick(syllables)).join('');
  /** By hash: two of 60,000 made names may share one, which the compiler refuses. */
  const taken = new Set<number>();
  const fresh = (syllables: readonly string[], least: number, before = ''): string => {
    for (;;) {
      const made = before + name(syllables, least);
      const hashes = spacings(made).map(hashSound);
      if (hashes.some((hash) => taken.has(hash))) continue;
      for (const hash of hashes) taken.add(hash);
      return made;
    }
  };
  return Array.from({ length: count }, (_, i): Term => {
    const ambiguous = i % 10 < AMBIGUOUS;
    const latin = fresh(LATIN, 3);
    const surface = (text: string) => ({
      text,
      ambiguity: ambiguous ? ('common' as const) : ('none' as const),
      case: 'any' as const,
    });
    const cues = ambiguous ? Array.from({ length: CUES / 2 }, () => pick(words)) : [];
    return {
      id: `zz-${String(i).padStart(5, '0')}`,
      name: latin,
      kind: 'tool',
      surfaces: [surface(latin), { ...surface(fresh(LATIN, 2, `${latin} `)), ambiguity: 'none' }, surface(fresh(HANGUL, 4))],
      phrases: [],
      cues,
      other: ambiguous ? [{ sense: 'another', phrases: [], cues: Array.from({ length: CUES / 2 }, () => pick(words)) }] : [],
      senses: [],
      written_in: [],
      part_of: [],
      runs_on: [],
      alternative_to: [],
      related: i > 2 ? [`zz-${String(i - 1).padStart(5, '0')}`, `zz-${String(i - 2).padStart(5, '0')}`] : [],
      links: {},
      sources: {},
      en: { is: '', for: '' },
      ko: { is: '', for: '' },
      at: { file: 'synthetic', line: i },
    };
  });
}

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

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const texts = await readTexts();
const units = texts.reduce((sum, text) => sum + text.length, 0);
const words = [
  ...new Set(
    texts
      .slice(0, 300)
      .join(' ')
      .toLowerCase()
      .match(/[a-z]{4,}|[가-힣]{2,}/g) ?? [],
  ),
];
const real = readGlossary();
const learnt = readLearnt();
const invented = synthetic(Math.max(...SIZES) - real.length, words);
const rigs = SIZES.map((size) => {
  const bytes = pack([...real, ...invented.slice(0, size - real.length)], learnt).buffer as ArrayBuffer;
  const ready: number[] = [];
  for (let i = 0; i < 7; i++) {
    const from = performance.now();
    annotateText(createRecognizer(bytes.slice(0)), 'Redis', { confidence: 'usual', concepts: false });
    ready.push(performance.now() - from);
  }
  // twice: the first leaves what finalizers held
  globalThis.gc?.();
  globalThis.gc?.();
  const before = process.memoryUsage();
  const recognizer = createRecognizer(bytes.slice(0));
  annotateText(recognizer, texts.slice(0, 20).join('\n').slice(0, 64_000), { confidence: 'usual', concepts: false });
  globalThis.gc?.();
  const after = process.memoryUsage();
  const held = after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
  return { size, bytes: bytes.byteLength, ready: median(ready), held, recognizer, times: [] as number[] };
});
for (let round = 0; round < ROUNDS; round++)
  for (const rig of rigs) {
    const from = performance.now();
    for (const text of texts) annotateText(rig.recognizer, text, { confidence: 'usual', concepts: false });
    rig.times.push(performance.now() - from);
  }
console.log(
  `${texts.length} texts, ${(units / 1e6).toFixed(1)} M units; median of ${ROUNDS}${globalThis.gc ? '' : ' (run with --expose-gc for a settled heap)'}`,
);
console.log('| terms | dictionary | ready | held | throughput | against the smallest |\n| --- | --- | --- | --- | --- | --- |');
const floor = median(rigs[0]?.times ?? []);
for (const rig of rigs) {
  const time = median(rig.times);
  console.log(
    `| ${rig.size.toLocaleString('en')} | ${(rig.bytes / 1024).toFixed(0)} KB | ${rig.ready.toFixed(1)} ms | ${(rig.held / 1e6).toFixed(1)} MB | ${(units / time / 1000).toFixed(2)} M units/s | ${(floor / time).toFixed(2)} |`,
  );
}
