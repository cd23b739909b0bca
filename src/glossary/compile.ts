/**
 * The compiler: YAML entries → dictionary for the recognizer, cards and icons in shards for the background.
 * Node only. The same input gives the same bytes.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as simpleIcons from 'simple-icons';
import svgpath from 'svgpath';
import type { Card, DirectoryEntry, Icon, Neighbor } from './card.ts';
import { checkGlossary } from './check.ts';
import { type Learnt, pack } from './pack.ts';
import { type Fault, readTerms, type Term } from './schema.ts';

/** A shard is at most this many bytes, so that a hover never reads much. */
const SHARD_BYTES = 64 * 1024;
const NEIGHBORS_SHOWN = 6;
const ROOT = join(import.meta.dirname, '../..');
export const TERMS_DIR = join(ROOT, 'src/glossary/terms');
export const NUMBERS_FILE = join(ROOT, 'src/glossary/term-numbers.txt');
export const MODEL_DIR = join(ROOT, 'src/recognizer/model');

export class GlossaryError extends Error {
  constructor(readonly faults: Fault[]) {
    super(
      `the glossary has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.map((f) => `  ${f.file}:${f.line}: ${f.message}`).join('\n')}`,
    );
    this.name = 'GlossaryError';
  }
}

/** All files of entries with their faults, in the order of their names. */
export function readTermFiles(): { terms: Term[]; faults: Fault[] } {
  const terms: Term[] = [];
  const faults: Fault[] = [];
  for (const file of readdirSync(TERMS_DIR)
    .filter((f) => f.endsWith('.yaml'))
    .sort()) {
    const read = readTerms(`src/glossary/terms/${file}`, readFileSync(join(TERMS_DIR, file), 'utf8'));
    terms.push(...read.terms);
    faults.push(...read.faults);
  }
  return { terms, faults };
}

/** Reads all entries, sorted by id. With `draft`, entries with faults are left out instead of refused. @throws GlossaryError */
export function readGlossary(draft = process.env['TERMLIGHT_DRAFT'] === '1'): Term[] {
  const { terms, faults } = readTermFiles();
  terms.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!draft) {
    faults.push(...checkGlossary(terms), ...unnumbered(terms));
    if (faults.length > 0) throw new GlossaryError(faults);
    return terms;
  }
  return terms.filter((t, i) => t.id !== terms[i + 1]?.id);
}

/** Terms without a stable number. */
function unnumbered(terms: readonly Term[]): Fault[] {
  const numbered = new Set(readNumbers());
  return terms
    .filter((t) => !numbered.has(t.id))
    .map((t) => ({
      ...t.at,
      message: `${t.id} has no number yet: run "npm run glossary:number", which adds it to src/glossary/term-numbers.txt`,
    }));
}

/** The numbers learnt from text, as they stand in `src/recognizer/model`. */
export function readLearnt(): Learnt {
  const json = <T>(name: string): T => JSON.parse(readFileSync(join(MODEL_DIR, name), 'utf8')) as T;
  const table = (name: string) => {
    const bytes = readFileSync(join(MODEL_DIR, name));
    return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  return {
    weights: json<Record<string, number>>('weights.json'),
    ordinary: json<Learnt['ordinary']>('ordinary.json'),
    lexiconEn: table('lexicon-en.bin'),
    lexiconKo: table('lexicon-ko.bin'),
  };
}

/** Stable numbers of terms: a term's number is its line in the file, counted from 0. Lines are added at the end, never changed. */
export function readNumbers(): string[] {
  return readFileSync(NUMBERS_FILE, 'utf8').split('\n').filter(Boolean);
}

/** The icon of a term: the one it names, or the one of simple-icons whose name is the term's. */
function iconOf(term: Term): Icon | undefined {
  const wanted = term.icon ?? term.name;
  if (wanted === 'none') return undefined;
  const icon = ICONS.get(iconKey(wanted)) ?? (term.icon === undefined ? ICONS.get(iconKey(term.id)) : undefined);
  // two decimals are a hundredth of 24 units: not to be seen, and a fifth of the icons' weight in the package
  return icon && { path: svgpath(icon.path).round(2).toString(), color: `#${icon.hex.toLowerCase()}` };
}

const iconKey = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll('+', 'plus')
    .replaceAll('#', 'sharp')
    .replaceAll('.', 'dot')
    .replace(/[^a-z0-9]/g, '');
const ICONS = new Map<string, simpleIcons.SimpleIcon>();
for (const icon of Object.values(simpleIcons)) {
  if (typeof icon !== 'object' || !('slug' in icon)) continue;
  ICONS.set(icon.slug, icon);
  if (!ICONS.has(iconKey(icon.title))) ICONS.set(iconKey(icon.title), icon);
}

const address = {
  source: (s: string) => (s.startsWith('http') ? s : `https://github.com/${s}`),
  wikipedia: (lang: string, title: string) =>
    `https://${lang}.wikipedia.org/wiki/${encodeURIComponent(title).replaceAll('%2F', '/').replaceAll('%3A', ':')}`,
};

function linksOf(term: Term, lang: 'en' | 'ko'): Card['links'] {
  const { home, source, wikipedia, wikipedia_ko } = term.links;
  const links: Card['links'] = [];
  if (home) links.push({ kind: 'home', url: home });
  if (source) links.push({ kind: 'source', url: address.source(source) });
  if (lang === 'ko' && wikipedia_ko) links.push({ kind: 'wikipedia', url: address.wikipedia('ko', wikipedia_ko) });
  else if (wikipedia) links.push({ kind: 'wikipedia', url: address.wikipedia('en', wikipedia) });
  return links;
}

/** Neighbors with the inverse relations derived: successor first, then typed ones, then the rest. At most six. */
function neighborsOf(term: Term, terms: readonly Term[], byId: Map<string, Term>): Neighbor[] {
  const out = new Map<string, Neighbor>();
  const add = (id: string, relation: Neighbor['relation']) => {
    const found = byId.get(id);
    if (found && id !== term.id && !out.has(id)) out.set(id, { id, name: found.name, relation });
  };
  const inverse = (field: 'alternative_to' | 'part_of' | 'related' | 'successor') =>
    terms.filter((t) => (field === 'successor' ? t.successor === term.id : t[field].includes(term.id))).map((t) => t.id);
  if (term.successor) add(term.successor, 'successor');
  for (const id of term.part_of) add(id, 'part_of');
  for (const id of term.alternative_to) add(id, 'alternative_to');
  for (const id of term.runs_on) add(id, 'runs_on');
  for (const id of term.related) add(id, 'related');
  for (const id of term.written_in) add(id, 'written_in');
  for (const id of inverse('alternative_to')) add(id, 'alternative_to');
  for (const id of inverse('successor')) add(id, 'predecessor');
  for (const id of inverse('part_of')) add(id, 'has_part');
  for (const id of inverse('related')) add(id, 'related');
  return [...out.values()].slice(0, NEIGHBORS_SHOWN);
}

/** The card of a term, without its icon. */
function cardOf(term: Term, lang: 'en' | 'ko', terms: readonly Term[], byId: Map<string, Term>): Card {
  const card: Card = {
    id: term.id,
    lang,
    name: term.name,
    kind: term.kind,
    is: term[lang].is,
    for: term[lang].for,
    neighbors: neighborsOf(term, terms, byId),
    links: linksOf(term, lang),
  };
  if (term.since !== undefined) card.since = term.since;
  if (term.by !== undefined) card.by = term.by;
  if (term.status !== undefined) card.status = term.status;
  const writtenIn = term.written_in.map((id) => byId.get(id)?.name).filter((name) => name !== undefined);
  if (writtenIn.length > 0) card.writtenIn = writtenIn;
  return card;
}

/** Cuts sorted [id, value] pairs into JSON objects of at most 64 KB; returns file names with their first ids. */
function writeShards(dir: string, name: string, pairs: readonly [string, unknown][]): [string, string][] {
  const index: [string, string][] = [];
  let shard: string[] = [];
  let bytes = 2;
  const flush = () => {
    if (shard.length > 0) writeFileSync(join(dir, index.at(-1)?.[1] ?? ''), `{${shard.join(',')}}`);
    shard = [];
    bytes = 2;
  };
  for (const [id, value] of pairs) {
    const entry = `${JSON.stringify(id)}:${JSON.stringify(value)}`;
    const size = Buffer.byteLength(entry) + 1;
    if (shard.length === 0 || bytes + size > SHARD_BYTES) {
      flush();
      index.push([id, `${name}-${String(index.length).padStart(2, '0')}.json`]);
    }
    shard.push(entry);
    bytes += size;
  }
  flush();
  return index;
}

export interface CompileReport {
  terms: number;
  surfaces: number;
  icons: number;
  /** Bytes of dictionary and model. */
  dictionary: number;
}

/** Compiles the glossary into `outDir`, which is emptied first. @throws GlossaryError with every fault's file and line */
export function compileGlossary(outDir: string, terms: readonly Term[] = readGlossary()): CompileReport {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const byId = new Map(terms.map((t) => [t.id, t]));
  const dictionary = pack(terms, readLearnt());
  writeFileSync(join(outDir, 'dictionary.bin'), dictionary);
  const icons = terms
    .map((t): [string, Icon | undefined] => [t.id, iconOf(t)])
    .filter((pair): pair is [string, Icon] => pair[1] !== undefined);
  const index = {
    en: writeShards(
      outDir,
      'en',
      terms.map((t) => [t.id, cardOf(t, 'en', terms, byId)]),
    ),
    ko: writeShards(
      outDir,
      'ko',
      terms.map((t) => [t.id, cardOf(t, 'ko', terms, byId)]),
    ),
    icons: writeShards(outDir, 'icons', icons),
  };
  // for the command line only, so not among the files that the extension ships
  const names = Object.fromEntries(
    terms.map((t) => {
      // a renamed product is the same thing under its new name
      const renamed = t.status?.is === 'renamed' && t.successor ? byId.get(t.successor)?.name : undefined;
      return [t.id, { name: t.name, surfaces: written(t), ...(renamed && { renamed }) }];
    }),
  );
  mkdirSync(join(outDir, '../..'), { recursive: true });
  writeFileSync(join(outDir, '../../names.json'), JSON.stringify(names));
  writeFileSync(join(outDir, 'index.json'), JSON.stringify(index));
  writeFileSync(join(outDir, 'numbers.json'), JSON.stringify(readNumbers()));
  const directory: DirectoryEntry[] = terms.map((t) => [
    t.id,
    t.name,
    t.kind,
    [...new Set(written(t))].filter((s) => s !== t.name),
  ]);
  writeFileSync(join(outDir, 'directory.json'), JSON.stringify(directory));
  return {
    terms: terms.length,
    surfaces: terms.reduce((sum, t) => sum + t.surfaces.length, 0),
    icons: icons.length,
    dictionary: dictionary.length,
  };
}

/** How a term is written, for people: a pattern is none of it. */
function written(term: Term): string[] {
  return term.surfaces.map((s) => s.text).filter((text) => !text.includes('{n}'));
}
