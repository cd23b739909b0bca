/**
 * `npm run learn -- [--posts TEXTS GOLD]… [--ambiguous FILE]… [--general CORPUS_DIR]`: learns the weights of the evidence from
 * labelled text: the project's own passages, and further sets by path. Writes `model/weights.json`; prints cross-validated
 * figures by passage and by term. The same input gives the same weights.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_DIR, readGlossary, readLearnt } from '../glossary/compile.ts';
import { openDictionary } from '../glossary/dictionary.ts';
import { pack } from '../glossary/pack.ts';
import { isTestRow, readPassages } from '../glossary/passages.ts';
import { FLOORS, probability, score } from '../recognizer/decide.ts';
import { noEvidence } from '../recognizer/evidence.ts';
import { type Explained, Recognizer } from '../recognizer/recognize.ts';
import type { Features } from '../recognizer/types.ts';
import { annotateText, textBlocks } from './annotate.ts';
import { generalTexts } from './general-texts.ts';
import { fitLogistic, type Row } from './logistic.ts';

const ROOT = join(import.meta.dirname, '../..');
const argv = process.argv.slice(2);
const terms = readGlossary(true);
const learnt = readLearnt();

/** A labelled place: where, whether it is a technology, and which (undefined: any reading counts). */
interface Label {
  start: number;
  end: number;
  tech: boolean;
  term?: string;
}
interface Text {
  id: string;
  set: string;
  lang: string;
  text: string;
  labels: Label[];
  /** Whether what is not labelled is no technology (posts labelled whole). */
  whole: boolean;
}

const norm = (s: string) =>
  s
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.\-‐‑–—_'’`]/g, '');
const termByName = new Map<string, string>();
for (const t of terms)
  for (const n of [...t.surfaces.filter((s) => s.ambiguity === 'none').map((s) => s.text), t.name]) termByName.set(norm(n), t.id);

function lines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((l) => l.trim() !== '')
    .map((l) => JSON.parse(l) as T);
}

interface Gold {
  id: string;
  lang?: string;
  text?: string;
  focus_spans?: { start: number; end: number; tech: boolean; concept?: boolean }[];
  mentions: { start: number; end: number; entity: string; class: string; alt?: [number, number][] }[];
}

function labelsOf(gold: Gold): Label[] {
  const out: Label[] = [];
  for (const m of gold.mentions)
    for (const [start, end] of [[m.start, m.end] as const, ...(m.alt ?? [])]) {
      const term = termByName.get(norm(m.entity));
      if (m.class === 'name') out.push(term === undefined ? { start, end, tech: true } : { start, end, tech: true, term });
    }
  return out;
}

function readSets(): Text[] {
  const out: Text[] = [];
  const dir = join(ROOT, 'test/quality/passages');
  for (const file of readdirSync(dir).sort())
    for (const p of readPassages(file, readFileSync(join(dir, file), 'utf8')).passages)
      out.push({
        id: p.id,
        set: isTestRow(p) ? 'test rows' : file.startsWith('apart') ? 'apart' : 'passages',
        lang: p.lang,
        text: p.text,
        labels: p.focuses,
        whole: false,
      });
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--ambiguous')
      for (const g of lines<Gold>(argv[i + 1] ?? ''))
        out.push({ id: g.id, set: 'ambiguous', lang: g.lang ?? 'en', text: g.text ?? '', labels: labelsOf(g), whole: true });
    if (argv[i] === '--posts') {
      const gold = new Map(lines<Gold>(argv[i + 2] ?? '').map((g) => [g.id, g]));
      for (const t of lines<{ id: string; lang: string; text: string }>(argv[i + 1] ?? '')) {
        const g = gold.get(t.id);
        if (g) out.push({ id: t.id, set: 'posts', lang: t.lang, text: t.text, labels: labelsOf(g), whole: true });
      }
    }
  }
  const corpus = argv.indexOf('--general');
  if (corpus >= 0)
    for (const lang of ['en', 'ko'])
      for (const t of generalTexts(argv[corpus + 1] ?? '', lang).learnable.slice(0, GENERAL.texts))
        out.push({ id: t.id, set: 'general', lang, text: t.text.slice(0, GENERAL.units), labels: [], whole: true });
  return out;
}

/** People write whole posts without capitals: a part of the English passages is learnt from in that form too. */
function inSmallLetters(texts: readonly Text[]): Text[] {
  return texts
    .filter(
      (t) => t.set === 'passages' && t.lang === 'en' && hash(t.text) % 4 === 1 && t.text.toLowerCase().length === t.text.length,
    )
    .map((t) => ({ ...t, id: `${t.id} small`, set: 'small letters', text: t.text.toLowerCase() }));
}

/**
 * Weight of a row by its set: the passages' cues were written beside them; who wrote those `apart` had not seen the entries, and the other
 * sets are as readers' posts are.
 */
const WEIGHT: Record<string, number> = {
  passages: 0.6,
  apart: 1.5,
  ambiguous: 2.5,
  posts: 1.5,
  general: 0.5,
  'small letters': 0.4,
};
/** General texts per language, and how much of each: every name in them is taken for none of ours. */
const GENERAL = { texts: 400, units: 4000 };
/**
 * Weights that are set, not learnt: the labelled texts hold too few pages that name something of their own, and such a page is to be
 * believed. The declaration itself is as good as certain; elsewhere on the page strong evidence may overrule it.
 */
const SET: Readonly<Record<string, number>> = { 'declared as an own name': -6, "page: the page's own name": -3.5 };
/** Of ten cues, so many are hidden in the passages' second copy. */
const HIDDEN = 6;

export interface Sample {
  text: Text;
  explained: Explained;
  label: boolean;
  weight: number;
  /** A copy with hidden cues: for learning only. */
  hidden: boolean;
}

const dictionary = openDictionary(pack(terms, learnt).buffer as ArrayBuffer);
/** As `annotate --jsonl` writes them. */
const names = new Map(terms.map((t) => [t.id, { name: t.name, aliases: t.surfaces.map((s) => s.text) }]));
const conceptIds = new Set(terms.filter((t) => t.kind === 'concept').map((t) => t.id));

/** Opens every doubtful reading of every text under the given weights. */
function open(texts: readonly Text[], weights: Record<string, number>, hideCues = false): Sample[] {
  const given = { ...dictionary, weights };
  const recognizer = hideCues
    ? new Recognizer(given, (block, hit) => hash(`${block.text} ${hit.cue}`) % 10 >= HIDDEN)
    : new Recognizer(given);
  const out: Sample[] = [];
  for (const text of texts) {
    const { blocks, starts } = textBlocks(text.text);
    recognizer.recognize(blocks, noEvidence(), { confidence: 'usual', concepts: true }, (e) => {
      const start = e.start + (starts[e.block] ?? 0);
      const end = e.end + (starts[e.block] ?? 0);
      const label = text.labels.find((l) => l.start < end && start < l.end);
      if (!label && !text.whole) return;
      const exact = label?.tech === true && (label.start === start && label.end === end ? true : !text.whole);
      const right = exact && (label.term === undefined || label.term === e.term);
      // sets that label names only do not judge a concept's reading
      if (conceptIds.has(e.term) && text.whole) return;
      out.push({ text, explained: e, label: right, weight: e.open ? (WEIGHT[text.set] ?? 1) : 0, hidden: hideCues });
    });
  }
  return out;
}

/** Every sample twice: with what its block says, and with what the page says under first local weights. */
function openAll(texts: readonly Text[]): Sample[] {
  const own = texts.filter((t) => t.set === 'passages');
  const first = [...open(texts, {}), ...open(own, {}, true)];
  const local = fitLogistic(
    first.map((s) => asRow(s.explained.local, s)),
    LOCAL,
  );
  const weights = { ...local, 'page: local': 1 };
  return [...open(texts, weights), ...open(own, weights, true)];
}

const asRow = (f: Features, s: Sample): Row => ({ features: f, label: s.label ? 1 : 0, weight: s.weight });

/** Learns local weights, then page weights on local scores that were made without the row's own fold. */
function learn(samples: readonly Sample[], folds: number): Record<string, number> {
  const rows = samples.map((s) => asRow(s.explained.local, s));
  const foldOf = samples.map((s) => hash(s.text.id) % folds);
  const local = fitLogistic(rows, LOCAL);
  const heldOut = new Float64Array(samples.length);
  for (let fold = 0; fold < folds; fold++) {
    const part = fitLogistic(
      rows.filter((_, i) => foldOf[i] !== fold),
      LOCAL,
      local,
    );
    samples.forEach((s, i) => {
      if (foldOf[i] === fold) heldOut[i] = dot(s.explained.local, part);
    });
  }
  const page = fitLogistic(
    samples.map((s, i) => asRow({ ...s.explained.page, local: heldOut[i] ?? 0 }, s)),
    PAGE,
  );
  const weights: Record<string, number> = { ...local };
  for (const [name, value] of Object.entries(page)) weights[`page: ${name}`] = value;
  return weights;
}

/** Decides samples again under other weights. */
function decideAgain(samples: readonly Sample[], weights: Record<string, number>): Sample[] {
  return samples.map((s) => {
    const page = { ...s.explained.page, local: dot(s.explained.local, weights) };
    const confidence = probability(score(page, weights, 'page: '));
    return { ...s, explained: { ...s.explained, confidence, taken: s.explained.open && confidence >= FLOORS.usual } };
  });
}

const LOCAL = { l2: 2, rounds: 60 };
const PAGE = { l2: 2, rounds: 60 };
const dot = (f: Features, w: Record<string, number>) =>
  Object.entries(f).reduce((sum, [name, value]) => sum + value * (w[name] ?? 0), 0);
function hash(s: string): number {
  let h = 7;
  for (let i = 0; i < s.length; i++) h = (Math.imul(h, 31) + s.charCodeAt(i)) >>> 0;
  return h;
}

/** Figures of the decisions on opened texts: of the judged places, how many technologies were hit, how many others alarmed. */
function judge(all: readonly Sample[], title: string): void {
  const samples = all.filter((s) => !s.hidden);
  const places = new Map<string, { tech: boolean; hit: boolean; lang: string; set: string }>();
  for (const s of samples) {
    const key = `${s.text.id} ${s.explained.block} ${s.explained.start}`;
    const place = places.get(key) ?? { tech: false, hit: false, lang: s.text.lang, set: s.text.set };
    if (s.label) place.tech = true;
    if (s.explained.taken) place.hit = true;
    places.set(key, place);
  }
  const groups = new Map<string, { tech: number; hit: number; other: number; alarm: number }>();
  for (const p of places.values())
    for (const key of [p.set, `${p.set} ${p.lang}`]) {
      const g = groups.get(key) ?? { tech: 0, hit: 0, other: 0, alarm: 0 };
      if (p.tech) {
        g.tech++;
        if (p.hit) g.hit++;
      } else {
        g.other++;
        if (p.hit) g.alarm++;
      }
      groups.set(key, g);
    }
  console.log(title);
  for (const [key, g] of [...groups].sort())
    console.log(
      `  ${key.padEnd(16)} hit ${((100 * g.hit) / g.tech).toFixed(1)} (${g.tech})  alarm ${((100 * g.alarm) / g.other).toFixed(1)} (${g.other})`,
    );
}

const texts = readSets();
const rounded = (w: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(w)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, Math.round(v * 1000) / 1000]),
  );
/** `--predictions FILE`: mentions of the ambiguous passages under weights that never saw their term, for scoring from outside. */
const predictions = argv.includes('--predictions') ? (argv[argv.indexOf('--predictions') + 1] ?? '') : '';
if (predictions !== '') writeFileSync(predictions, '');
function writePredictions(of: readonly Text[], weights: Record<string, number>): void {
  if (predictions === '') return;
  const recognizer = new Recognizer({ ...dictionary, weights });
  for (const { id, text } of of) {
    const mentions = annotateText(recognizer, text, { confidence: 'usual', concepts: false });
    appendFileSync(predictions, `${JSON.stringify({ id, mentions: mentions.map((m) => ({ ...m, ...names.get(m.term) })) })}\n`);
  }
}

const onlyByTerm = argv.includes('--by-term');
const learning = [...texts.filter((t) => t.set !== 'test rows'), ...inSmallLetters(texts)];
const samples = openAll(learning);
if (argv.includes('--cross')) {
  const folds = 5;
  const focus = (t: Text) =>
    t.set === 'posts'
      ? t.id
      : t.set === 'ambiguous'
        ? t.id.replace(/-\d+$/, '').replace(/^amb-/, '')
        : (t.labels.find((l) => l.term)?.term ?? t.id);
  for (const [title, key] of [
    ['by passage', (t: Text) => t.id],
    ['by term', focus],
  ] as const) {
    if (onlyByTerm && title !== 'by term') continue;
    const judged: Sample[] = [];
    for (let fold = 0; fold < folds; fold++) {
      const inFold = (t: Text) => hash(key(t)) % folds === fold;
      const weights = rounded({
        ...learn(
          samples.filter((s) => !inFold(s.text)),
          3,
        ),
        ...SET,
      });
      judged.push(
        ...decideAgain(
          samples.filter((s) => inFold(s.text)),
          weights,
        ),
      );
      if (title === 'by term')
        writePredictions(
          texts.filter((t) => t.set === 'ambiguous' && inFold(t)),
          weights,
        );
    }
    judge(judged, `cross-validated ${title}:`);
  }
}
const weights = rounded({ ...learn(samples, 5), ...SET });
judge(open(texts, weights), 'learnt on all of it:');
if (!existsSync(MODEL_DIR)) throw new Error(`${MODEL_DIR} is missing`);
if (!argv.includes('--dry')) writeFileSync(join(MODEL_DIR, 'weights.json'), `${JSON.stringify(weights, null, 2)}\n`);
console.log(`${Object.keys(weights).length} weights from ${texts.length} texts, ${samples.length} readings`);
