/**
 * What an entry of the glossary is, and the check that turns one YAML file into entries or into faults that
 * name their line. Node only: the extension never reads YAML, it reads what `compile.ts` made of it.
 */
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { KINDS, type Kind } from './kinds.ts';
import { RELATIONS, type Relation } from './relations.ts';

export { KINDS, type Kind } from './kinds.ts';

/**
 * How far a surface can be trusted alone:
 * `none` it is always the term; `case` only written in another case it is something else; `common` an ordinary word too;
 * `name` a person, place, company or work too; `tech` several technologies are written so.
 */
export const AMBIGUITIES = ['none', 'case', 'common', 'name', 'tech', 'seldom'] as const;
export type Ambiguity = (typeof AMBIGUITIES)[number];

/** A way to write a term. `case: exact` means that no other case is ever the term. */
export interface Surface {
  text: string;
  ambiguity: Ambiguity;
  case: 'any' | 'exact';
}

/** Another meaning of the term's surfaces, which competes with it: fixed phrases that hold the surface, words near it. */
export interface OtherSense {
  sense: string;
  phrases: string[];
  cues: string[];
}

export const STATUSES = ['active', 'maintenance', 'ended', 'renamed'] as const;
export interface Status {
  is: (typeof STATUSES)[number];
  year?: number;
}

export interface Links {
  home?: string;
  source?: string;
  wikipedia?: string;
  wikipedia_ko?: string;
}

/** One language's text of a card: what it is, and what people use it for. */
export interface Summary {
  is: string;
  for: string;
}

export interface Term extends Record<Relation, string[]> {
  id: string;
  name: string;
  kind: Kind;
  icon?: string;
  surfaces: Surface[];
  /** Fixed phrases in which the surface is the term. */
  phrases: string[];
  /** Words near a surface that speak for the term. */
  cues: string[];
  other: OtherSense[];
  /** Ids of the terms that share a surface with this one; mutual. */
  senses: string[];
  since?: number;
  by?: string;
  status?: Status;
  successor?: string;
  links: Links;
  sources: { since?: string; by?: string; status?: string };
  en: Summary;
  ko: Summary;
  /** Where the entry stands, for messages. */
  at: { file: string; line: number };
}

/** Something wrong in a source file: where it is and what would mend it. Lines count from 1. */
export interface Fault {
  file: string;
  line: number;
  message: string;
}

const LIMITS = { en: { is: 140, for: 280 }, ko: { is: 80, for: 160 } } as const;

/** Words that praise instead of telling. */
const FILLER_EN =
  /\b(powerful|popular|seamless(?:ly)?|robust|cutting-edge|blazing(?:ly)?|world-class|revolutionary|state-of-the-art|effortless(?:ly)?|leading|best-in-class|game-chang\w+|next-generation|feature-rich|rich set|battle-tested|easy-to-use|user-friendly|elegant(?:ly)?)\b/i;
const FILLER_KO = /강력한|강력하|인기 있는|인기있는|인기 많은|손쉽게|손쉬운|최고의|혁신적|완벽한|완벽하게|세계적인|차세대|획기적/;

const ENTRY_KEYS = new Set([
  'id',
  'name',
  'kind',
  'icon',
  'surfaces',
  'phrases',
  'cues',
  'other',
  'senses',
  'since',
  'by',
  'status',
  'successor',
  ...RELATIONS,
  'links',
  'sources',
  'en',
  'ko',
]);
const THIS_YEAR_AT_MOST = 2035;

/** Reads one YAML file of entries. Every fault is collected; an entry with a fault is left out of `terms`. */
export function readTerms(file: string, source: string): { terms: Term[]; faults: Fault[] } {
  const lines = new LineCounter();
  const doc = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const faults: Fault[] = doc.errors.map((e) => ({
    file,
    line: lines.linePos(e.pos[0]).line,
    message: e.message.split('\n')[0] ?? 'not valid YAML',
  }));
  if (faults.length > 0) return { terms: [], faults };
  const terms: Term[] = [];
  const root = doc.contents;
  if (root === null) return { terms, faults };
  if (!isSeq(root)) {
    faults.push({ file, line: 1, message: 'the file must be a list of entries, each starting with "- id:"' });
    return { terms, faults };
  }
  for (const item of root.items) {
    const reader = new EntryReader(file, lines, doc, faults);
    const term = reader.read(item as Node);
    if (term) terms.push(term);
  }
  return { terms, faults };
}

class EntryReader {
  #failed = false;
  constructor(
    readonly file: string,
    readonly lines: LineCounter,
    readonly doc: Document.Parsed,
    readonly faults: Fault[],
  ) {}

  #line(node: unknown): number {
    const range = (node as Node | undefined)?.range;
    return range ? this.lines.linePos(range[0]).line : 1;
  }

  #fault(node: unknown, message: string): undefined {
    this.#failed = true;
    this.faults.push({ file: this.file, line: this.#line(node), message });
    return undefined;
  }

  read(node: Node): Term | undefined {
    if (!isMap(node)) return this.#fault(node, 'an entry must be a map that starts with "id:"');
    const fields = new Map<string, Node | null>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!ENTRY_KEYS.has(key)) {
        this.#fault(pair.key, `unknown field "${key}"; fields are ${[...ENTRY_KEYS].join(', ')}`);
        continue;
      }
      fields.set(key, pair.value as Node | null);
    }
    const get = (key: string) => fields.get(key) ?? undefined;
    const id = this.#string(get('id') ?? node, 'id', get('id') === undefined);
    if (id !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
      this.#fault(get('id'), `id "${id}" must be kebab-case: small letters, digits and single hyphens`);
    const name = this.#string(get('name') ?? node, 'name', get('name') === undefined);
    const kind = this.#oneOf(get('kind') ?? node, 'kind', KINDS);
    const term: Term = {
      id: id ?? '',
      name: name ?? '',
      kind: kind ?? 'concept',
      surfaces: this.#surfaces(get('surfaces') ?? node, get('surfaces') === undefined),
      phrases: this.#strings(get('phrases'), 'phrases'),
      cues: this.#strings(get('cues'), 'cues'),
      other: this.#others(get('other')),
      senses: this.#strings(get('senses'), 'senses'),
      written_in: this.#strings(get('written_in'), 'written_in'),
      part_of: this.#strings(get('part_of'), 'part_of'),
      runs_on: this.#strings(get('runs_on'), 'runs_on'),
      alternative_to: this.#strings(get('alternative_to'), 'alternative_to'),
      related: this.#strings(get('related'), 'related'),
      links: this.#links(get('links')),
      sources: this.#record(get('sources'), 'sources', ['since', 'by', 'status']),
      en: this.#summary(get('en') ?? node, 'en', get('en') === undefined),
      ko: this.#summary(get('ko') ?? node, 'ko', get('ko') === undefined),
      at: { file: this.file, line: this.#line(node) },
    };
    const icon = get('icon');
    if (icon) term.icon = this.#string(icon, 'icon') ?? '';
    const since = get('since');
    if (since) {
      const year = this.#year(since, 'since');
      if (year !== undefined) term.since = year;
    }
    const by = get('by');
    if (by) term.by = this.#string(by, 'by') ?? '';
    const successor = get('successor');
    if (successor) term.successor = this.#string(successor, 'successor') ?? '';
    const status = get('status');
    if (status) {
      const read = this.#status(status);
      if (read) term.status = read;
    }
    for (const fact of ['since', 'by', 'status'] as const)
      if (term[fact] !== undefined && !term.sources[fact])
        this.#fault(get(fact), `"${fact}" needs its source: sources: { ${fact}: "page, date" }; without one leave the field out`);
    if (term.successor && term.status?.is !== 'ended' && term.status?.is !== 'renamed' && term.status?.is !== 'maintenance')
      this.#fault(get('successor'), '"successor" needs a status of maintenance, ended or renamed');
    this.#checkAmbiguity(term, get('surfaces') ?? node);
    this.#checkYears(term, get('ko') ?? node);
    return this.#failed ? undefined : term;
  }

  #checkAmbiguity(term: Term, node: Node): void {
    const worst = term.surfaces.filter((s) => s.ambiguity !== 'none' && s.ambiguity !== 'case');
    if (worst.length > 0 && term.cues.length < 3)
      this.#fault(node, `"${worst[0]?.text}" is ambiguous (${worst[0]?.ambiguity}): give at least three cues`);
    if (worst.some((s) => s.ambiguity !== 'tech') && term.other.length === 0)
      this.#fault(node, `"${worst[0]?.text}" is ambiguous (${worst[0]?.ambiguity}): name its other senses under "other"`);
  }

  /** A year that one language tells and the other does not is a disagreement. */
  #checkYears(term: Term, node: Node): void {
    const years = (s: Summary) =>
      [...`${s.is} ${s.for}`.matchAll(/(?<!\d)(19[5-9]\d|20[0-3]\d)(?!\d)/g)]
        .map((m) => m[1])
        .sort()
        .join(' ');
    if (years(term.en) !== years(term.ko))
      this.#fault(
        node,
        `the two languages name different years (en: ${years(term.en) || 'none'}; ko: ${years(term.ko) || 'none'})`,
      );
  }

  #string(node: Node, field: string, absent = false): string | undefined {
    if (absent) return this.#fault(node, `"${field}" is missing`);
    if (!isScalar(node)) return this.#fault(node, `"${field}" must be text`);
    const value = node.value;
    if (typeof value === 'number' || typeof value === 'boolean' || value === null)
      return this.#fault(node, `"${field}" must be text: put quotes around ${String(node.source ?? value)}`);
    if (typeof value !== 'string' || value.trim() !== value || value === '')
      return this.#fault(node, `"${field}" must be text without blanks at its ends`);
    return value;
  }

  #strings(node: Node | undefined, field: string): string[] {
    if (node === undefined) return [];
    if (!isSeq(node)) {
      this.#fault(node, `"${field}" must be a list: [a, b]`);
      return [];
    }
    const out: string[] = [];
    for (const item of node.items) {
      const text = this.#string(item as Node, field);
      if (text === undefined) continue;
      if (out.includes(text)) this.#fault(item, `"${text}" stands twice in "${field}"`);
      out.push(text);
    }
    return out;
  }

  #oneOf<T extends string>(node: Node, field: string, allowed: readonly T[]): T | undefined {
    const value = isScalar(node) ? node.value : undefined;
    const found = allowed.find((a) => a === value);
    if (found === undefined) return this.#fault(node, `"${field}" must be one of ${allowed.join(', ')}`);
    return found;
  }

  #year(node: Node, field: string): number | undefined {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1940 || value > THIS_YEAR_AT_MOST)
      return this.#fault(node, `"${field}" must be a year such as 2009`);
    return value;
  }

  #record<K extends string>(node: Node | undefined, field: string, keys: readonly K[]): Partial<Record<K, string>> {
    const out: Partial<Record<K, string>> = {};
    if (node === undefined) return out;
    if (!isMap(node)) {
      this.#fault(node, `"${field}" must be a map of ${keys.join(', ')}`);
      return out;
    }
    for (const pair of node.items) {
      const key = keys.find((k) => isScalar(pair.key) && pair.key.value === k);
      if (key === undefined) {
        this.#fault(pair.key, `"${field}" knows only ${keys.join(', ')}`);
        continue;
      }
      const value = this.#string(pair.value as Node, `${field}.${key}`);
      if (value !== undefined) out[key] = value;
    }
    return out;
  }

  #links(node: Node | undefined): Links {
    const links = this.#record(node, 'links', ['home', 'source', 'wikipedia', 'wikipedia_ko'] as const);
    if (links.home !== undefined && !/^https?:\/\/[^\s"<>]+$/.test(links.home))
      this.#fault(node, `links.home "${links.home}" must be a web address`);
    if (links.source !== undefined && !/^(?:[\w.-]+\/[\w.-]+|https:\/\/[^\s"<>]+)$/.test(links.source))
      this.#fault(node, `links.source "${links.source}" must be owner/name on GitHub or a web address`);
    for (const key of ['wikipedia', 'wikipedia_ko'] as const)
      if (links[key]?.includes('://') || links[key]?.includes(' '))
        this.#fault(node, `links.${key} must be the article's title with underscores, not an address`);
    return links;
  }

  #surfaces(node: Node, absent: boolean): Surface[] {
    if (absent) {
      this.#fault(node, '"surfaces" is missing');
      return [];
    }
    if (!isSeq(node) || node.items.length === 0) {
      this.#fault(node, '"surfaces" must be a list with at least one way to write the term');
      return [];
    }
    const out: Surface[] = [];
    for (const item of node.items as Node[]) {
      let surface: Surface | undefined;
      if (isMap(item)) {
        const read = this.#record(item, 'surfaces', ['text', 'ambiguity', 'case'] as const);
        const ambiguity = AMBIGUITIES.find((a) => a === (read.ambiguity ?? 'none'));
        const rule = (['any', 'exact'] as const).find((c) => c === (read.case ?? 'any'));
        if (read.text === undefined) this.#fault(item, 'a surface needs "text"');
        else if (!ambiguity) this.#fault(item, `ambiguity of "${read.text}" must be one of ${AMBIGUITIES.join(', ')}`);
        else if (!rule) this.#fault(item, `case of "${read.text}" must be any or exact`);
        else surface = { text: read.text, ambiguity, case: rule };
      } else {
        const text = this.#string(item, 'surfaces');
        if (text !== undefined) surface = { text, ambiguity: 'none', case: 'any' };
      }
      if (!surface) continue;
      const { text } = surface;
      if (/[{}]/.test(text) && !/^[^{}]+\{n\}$/.test(text))
        this.#fault(item, `surface "${text}": {n} stands for a number, and only at the end`);
      if (!/[\p{L}\p{N}]/u.test(text)) this.#fault(item, `surface "${text}" has no letter or digit`);
      if (/[가-힣]$/.test(text) && text.length < 2 && surface.ambiguity === 'none')
        this.#fault(item, `surface "${text}" is a single syllable: it cannot be sure`);
      if (out.some((s) => s.text === text)) this.#fault(item, `surface "${text}" stands twice in this entry`);
      out.push(surface);
    }
    return out;
  }

  #others(node: Node | undefined): OtherSense[] {
    if (node === undefined) return [];
    if (!isSeq(node)) {
      this.#fault(node, '"other" must be a list of { sense, phrases, cues }');
      return [];
    }
    const out: OtherSense[] = [];
    for (const item of node.items as Node[]) {
      if (!isMap(item)) {
        this.#fault(item, 'another sense must be a map of sense, phrases, cues');
        continue;
      }
      const fields = new Map<string, Node>();
      for (const pair of item.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        if (key !== 'sense' && key !== 'phrases' && key !== 'cues')
          this.#fault(pair.key, 'another sense knows only sense, phrases, cues');
        fields.set(key, pair.value as Node);
      }
      const sense = this.#string(fields.get('sense') ?? item, 'sense', !fields.has('sense'));
      const phrases = this.#strings(fields.get('phrases'), 'phrases');
      const cues = this.#strings(fields.get('cues'), 'cues');
      if (phrases.length + cues.length === 0) this.#fault(item, `sense "${sense}" needs phrases or cues`);
      if (sense !== undefined) out.push({ sense, phrases, cues });
    }
    return out;
  }

  #status(node: Node): Status | undefined {
    if (!isMap(node)) return this.#fault(node, '"status" must be { is: active } or { is: ended, year: 2021 }');
    const is = this.#oneOf((node.get('is', true) as Node | undefined) ?? node, 'status.is', STATUSES);
    const year = node.get('year', true) as Node | undefined;
    const read = year ? this.#year(year, 'status.year') : undefined;
    if (is === undefined) return undefined;
    return read === undefined ? { is } : { is, year: read };
  }

  #summary(node: Node, lang: 'en' | 'ko', absent: boolean): Summary {
    if (absent) {
      this.#fault(node, `"${lang}" is missing: every entry has both languages`);
      return { is: '', for: '' };
    }
    const read = this.#record(node, lang, ['is', 'for'] as const);
    for (const part of ['is', 'for'] as const) {
      const text = read[part];
      if (text === undefined) {
        this.#fault(node, `"${lang}.${part}" is missing`);
        continue;
      }
      const limit = LIMITS[lang][part];
      if (text.length > limit) this.#fault(node, `"${lang}.${part}" has ${text.length} characters; ${limit} is the limit`);
      if (!/[.!?]$/.test(text)) this.#fault(node, `"${lang}.${part}" must end as a sentence does`);
      const filler = (lang === 'en' ? FILLER_EN : FILLER_KO).exec(text);
      if (filler) this.#fault(node, `"${lang}.${part}" says "${filler[0]}": say what it does instead`);
      if (lang === 'ko' && !/[가-힣]/.test(text)) this.#fault(node, `"ko.${part}" is not Korean`);
    }
    return { is: read.is ?? '', for: read.for ?? '' };
  }
}
