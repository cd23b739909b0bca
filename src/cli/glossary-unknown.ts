/**
 * `npm run glossary:unknown -- CORPUS_DIR [N]`: the names that technical text (`tech-{en,ko}.jsonl.gz`) has most often where technologies stand,
 * and the glossary lacks: beside a known name in a list or a pair, and unlike a word of general text. Prints counts of texts; keeps none.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { annotateText } from './annotate.ts';
import { loadNames, loadRecognizer } from './compiled.ts';

const dir = process.argv[2];
const most = Number(process.argv[3] ?? 100);
if (dir === undefined) {
  console.error('usage: glossary:unknown CORPUS_DIR [N]');
  process.exit(2);
}

/** What stands between two names of a list. */
const BETWEEN = String.raw`(?:, |, and |, or | and | or | & |/| vs\.? | 또는 |[와과] |[이]?나 |[이]?랑 |하고 )`;
const NAME = String.raw`[A-Za-z][A-Za-z0-9.+#-]{1,30}[A-Za-z0-9+#]`;
const AFTER = new RegExp(`^${BETWEEN}(${NAME})`);
const BEFORE = new RegExp(`(?<![A-Za-z0-9./@_-])(${NAME})${BETWEEN}$`);
/** Longer than any name with what joins it to the next. UTF-16 units. */
const AROUND = 48;

function textsOf(name: string): string[] {
  const lines = gunzipSync(readFileSync(join(dir as string, `${name}.jsonl.gz`)))
    .toString('utf8')
    .split('\n');
  return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { text: string }).text);
}

/** Words of general text: what is often written small there is none of ours. */
const ordinary = new Map<string, number>();
for (const text of [...textsOf('general-en'), ...textsOf('general-ko')])
  for (const [word] of text.matchAll(/(?<![A-Za-z])[a-z][a-z-]+/g)) ordinary.set(word, (ordinary.get(word) ?? 0) + 1);

const recognizer = loadRecognizer();
const known = new Set([...loadNames().values()].flatMap(({ name, surfaces }) => [name, ...surfaces]).map((s) => s.toLowerCase()));
const found = new Map<string, { texts: number; ways: Map<string, number> }>();
for (const text of [...textsOf('tech-en'), ...textsOf('tech-ko')]) {
  const mentions = annotateText(recognizer, text, { confidence: 'usual', concepts: true });
  const here = new Map<string, string>();
  for (const { start, end, confidence } of mentions) {
    if (confidence < 1) continue;
    const names = [
      AFTER.exec(text.slice(end, end + AROUND))?.[1],
      BEFORE.exec(text.slice(Math.max(0, start - AROUND), start))?.[1],
    ];
    for (const name of names) {
      const small = name?.toLowerCase() ?? '';
      if (name === undefined || known.has(small) || (ordinary.get(small) ?? 0) > 2) continue;
      here.set(small, name);
    }
  }
  // what is marked elsewhere in the text is known by context
  const marked = new Set(mentions.map(({ start, end }) => text.slice(start, end).toLowerCase()));
  for (const [small, name] of here) {
    if (marked.has(small)) continue;
    const one = found.get(small) ?? { texts: 0, ways: new Map() };
    one.texts++;
    one.ways.set(name, (one.ways.get(name) ?? 0) + 1);
    found.set(small, one);
  }
}
for (const { texts, ways } of [...found.values()].sort((a, b) => b.texts - a.texts).slice(0, most)) {
  const [way] = [...ways].sort((a, b) => b[1] - a[1])[0] ?? [''];
  console.log(`${texts}\t${way}`);
}
