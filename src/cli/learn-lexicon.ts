/**
 * `npm run learn:lexicon -- CORPUS_DIR`: counts technical and general text (`{tech,general}-{en,ko}.jsonl.gz`, lines of
 * {"text"}) and writes numbers only: the context lexicon and how ordinary each doubtful surface is. No text is kept.
 */
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { MODEL_DIR, readGlossary } from '../glossary/compile.ts';
import { openDictionary } from '../glossary/dictionary.ts';
import { pack, surfaceKeys } from '../glossary/pack.ts';
import { HANGUL, LETTER } from '../recognizer/characters.ts';
import { Finder } from '../recognizer/find.ts';
import { Folder, sliceUnits } from '../recognizer/fold.ts';
import { hashText } from '../recognizer/hash.ts';
import { stemOf } from '../recognizer/korean.ts';
import { prepare } from '../recognizer/passage.ts';
import { hashSound } from '../recognizer/sounds.ts';
import { buildLexicon, Words } from '../recognizer/words.ts';

/** A word must be seen in so many paragraphs; so many words are kept per language; slots of the table. */
const SEEN = 12;
const KEPT = 24_000;
const SLOTS = 1 << 15;
/** Added to each count, so that a rare word says little. */
const SMOOTHING = 3;
/**
 * Scores (1/16 of log odds) of the words listed by hand: what a corpus of news and documentation has too few of. A word that
 * the corpus knows moves half the way.
 */
const BY_HAND = { everyday: -56, technical: 48 };

const dir = process.argv[2];
if (dir === undefined) {
  console.error('usage: learn-lexicon CORPUS_DIR');
  process.exit(2);
}

const terms = readGlossary(true);
const empty = new Uint16Array(0);
const packed = pack(terms, { weights: {}, ordinary: {}, lexiconEn: empty, lexiconKo: empty });
const dictionary = openDictionary(packed.buffer as ArrayBuffer);
const finder = new Finder(dictionary);
const folder = new Folder();
const words = new Words();
/** First entry of each surface → the surface, and those that sound alike. */
const keys = new Map<number, string[]>();
for (const key of surfaceKeys(terms).keys()) {
  const first = dictionary.entryKey.indexOf(hashSound(key));
  keys.set(first, [...(keys.get(first) ?? []), key]);
}

interface Counts {
  paragraphs: number;
  words: number;
  /** Word → paragraphs that have it. */
  seen: Map<string, number>;
  /** Key → [as written, in another case]. */
  surfaces: Map<number, [number, number]>;
}
const newCounts = (): Counts => ({ paragraphs: 0, words: 0, seen: new Map(), surfaces: new Map() });

/** A word list of the model folder: words between blanks, `#` lines are heads. */
function handWritten(name: string): string[] {
  const file = join(MODEL_DIR, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(/\s+/))
    .filter((word) => word.length >= 2);
}

async function count(file: string, lang: 'en' | 'ko', into: Counts): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const { text } = JSON.parse(line) as { text: string };
    for (const paragraph of text.split('\n')) {
      if (paragraph.length < 20) continue;
      const folded = folder.fold(paragraph);
      words.split(folded, empty, empty);
      into.paragraphs++;
      into.words += words.count;
      const here = new Set<string>();
      for (let w = 0; w < words.count; w++) {
        const from = words.from[w] as number;
        const to = words.to[w] as number;
        if (words.kind[w] === HANGUL && to - from >= 2)
          here.add(stemOf(sliceUnits(folded, from, Math.min(to, from + 10))).slice(0, 8));
        else if (words.kind[w] === LETTER && lang === 'en' && to - from >= 2 && to - from <= 24)
          here.add(sliceUnits(folded, from, to));
      }
      for (const word of here) into.seen.set(word, (into.seen.get(word) ?? 0) + 1);
      for (const found of prepare(dictionary, finder, { id: 0, text: paragraph }, folded, words, true).found) {
        if (found.sure >= 0) continue;
        const pair = into.surfaces.get(found.candidate.key) ?? [0, 0];
        pair[found.readings.some((r) => r.asWritten) ? 0 : 1]++;
        into.surfaces.set(found.candidate.key, pair);
      }
    }
  }
}

const ordinary: Record<string, [number, number]> = {};
const totals = { tech: newCounts(), general: newCounts() };
for (const lang of ['en', 'ko'] as const) {
  const tech = newCounts();
  const general = newCounts();
  await count(join(dir, `tech-${lang}.jsonl.gz`), lang, tech);
  await count(join(dir, `general-${lang}.jsonl.gz`), lang, general);
  const scores: [string, number][] = [];
  for (const word of new Set([...tech.seen.keys(), ...general.seen.keys()])) {
    const t = tech.seen.get(word) ?? 0;
    const g = general.seen.get(word) ?? 0;
    if (t + g < SEEN) continue;
    const odds = Math.log((t + SMOOTHING) / tech.paragraphs) - Math.log((g + SMOOTHING) / general.paragraphs);
    const score = Math.max(-127, Math.min(127, Math.round(odds * 16)));
    if (Math.abs(score) >= 6) scores.push([word, score]);
  }
  const known = new Map(scores);
  for (const [list, hand] of Object.entries(BY_HAND))
    for (const word of handWritten(`${list}-${lang}.txt`)) {
      const counted = known.get(word);
      known.set(word, counted === undefined ? hand : Math.round((counted + hand) / 2));
    }
  const ranked = [...known].filter(([, score]) => Math.abs(score) >= 6);
  ranked.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || (a[0] < b[0] ? -1 : 1));
  const table = buildLexicon(
    ranked.slice(0, KEPT).map(([word, score]) => [hashText(word), score]),
    SLOTS,
  );
  writeFileSync(join(MODEL_DIR, `lexicon-${lang}.bin`), new Uint8Array(table.buffer));
  console.log(
    `${lang}: ${tech.paragraphs} technical and ${general.paragraphs} general paragraphs, ${ranked.length} words, ${Math.min(ranked.length, KEPT)} kept`,
  );
  for (const [all, one] of [
    [totals.tech, tech],
    [totals.general, general],
  ] as const) {
    all.words += one.words;
    for (const [key, [a, b]] of one.surfaces) {
      const pair = all.surfaces.get(key) ?? [0, 0];
      all.surfaces.set(key, [pair[0] + a, pair[1] + b]);
    }
  }
}
for (const key of [...new Set([...totals.tech.surfaces.keys(), ...totals.general.surfaces.keys()])].sort((a, b) => a - b)) {
  const t = totals.tech.surfaces.get(key) ?? [0, 0];
  const g = totals.general.surfaces.get(key) ?? [0, 0];
  const odds = (i: 0 | 1) =>
    Math.round(8 * (Math.log((g[i] + 1) / totals.general.words) - Math.log((t[i] + 1) / totals.tech.words)));
  for (const text of keys.get(key) ?? []) ordinary[text] = [odds(0), odds(1)];
}
writeFileSync(
  join(MODEL_DIR, 'ordinary.json'),
  `{\n${Object.entries(ordinary)
    .map(([k, v]) => `${JSON.stringify(k)}: [${v[0]}, ${v[1]}]`)
    .join(',\n')}\n}\n`,
);
console.log(`${Object.keys(ordinary).length} doubtful surfaces counted`);
