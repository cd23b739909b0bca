/** Makes the packed dictionary out of the entries: surfaces by hash, cues by hash, the graph, the learnt numbers. */
import { Folder, foldText } from '../recognizer/fold.ts';
import { HASH_START, hashText, hashUnit } from '../recognizer/hash.ts';
import { hashSound, SOUND, spellingCode } from '../recognizer/sounds.ts';
import {
  AMBIGUITY_CODE,
  beginningBit,
  cueCode,
  EXACT,
  LONGEST_BEGINNING,
  NUMBER,
  otherCue,
  otherPhrase,
  packDictionary,
  TECH_CUE,
  TECH_PHRASE,
  upperCode,
} from './dictionary.ts';
import { RELATIONS } from './relations.ts';
import type { Surface, Term } from './schema.ts';

/** What was learnt from text, as the files in `src/recognizer/model` hold it. */
export interface Learnt {
  weights: Record<string, number>;
  /** Folded surface → [as the surface writes it, in another case], in 1/8 of log odds (general : technical). */
  ordinary: Record<string, [number, number]>;
  lexiconEn: Uint16Array;
  lexiconKo: Uint16Array;
}

interface Entry {
  term: number;
  surface: Surface;
  upper: number;
}

/** A surface and the ways in which the same letters are written with other spaces: joined, hyphenated, Korean spacing. */
export function spacings(text: string): string[] {
  const out = new Set([text]);
  const parts = text.split(' ');
  if (parts.length === 1) return [...out];
  const hangul = /[가-힣]/.test(text);
  if (hangul && parts.length <= 4) {
    // every gap with or without its space
    for (let bits = 0; bits < 1 << (parts.length - 1); bits++) {
      let joined = parts[0] ?? '';
      for (let i = 1; i < parts.length; i++) joined += ((bits >> (i - 1)) & 1 ? '' : ' ') + (parts[i] ?? '');
      out.add(joined);
    }
  } else {
    const joined = parts.join('');
    // a short joined form (`GoLang` is listed, `InDesign`-like accidents are not) would find ordinary words
    if (joined.length >= 6) out.add(joined);
    out.add(parts.join('-'));
  }
  return [...out];
}

function upperBits(text: string): number {
  let bits = 0;
  let at = 0;
  for (const unit of text) {
    if (at >= 32) break;
    if (unit !== unit.toLowerCase()) bits |= 1 << at;
    at += unit.length;
  }
  return bits >>> 0;
}

/** A surface as it is looked for: folded, `{n}` as the unit that stands for any number. */
export const surfaceKey = (text: string): string => foldText(text).replace('{n}', NUMBER);

/** Surfaces by folded key, with their entries. */
export function surfaceKeys(terms: readonly Term[]): Map<string, Entry[]> {
  const keys = new Map<string, Entry[]>();
  const add = (text: string, surface: Surface, term: number) => {
    const key = surfaceKey(text);
    const entries = keys.get(key) ?? [];
    const upper = upperBits(text);
    if (!entries.some((e) => e.term === term && e.upper === upper)) entries.push({ term, surface, upper });
    keys.set(key, entries);
  };
  terms.forEach((term, number) => {
    for (const surface of term.surfaces) add(surface.text, surface, number);
    // what is written in the entry goes before what is derived: `FastAPI` is sure though `Fast API` is not
    const written = new Set(term.surfaces.map((s) => surfaceKey(s.text)));
    for (const surface of term.surfaces)
      for (const text of spacings(surface.text)) if (!written.has(surfaceKey(text))) add(text, surface, number);
  });
  return keys;
}

/** The bit set of all keys' beginnings: eight bits or more a beginning, so that few others pass. */
function beginningsOf(keys: Iterable<string>): Uint8Array {
  const hashes = new Set<number>();
  for (const key of keys) {
    let hash = HASH_START;
    for (let i = 0; i < Math.min(key.length, LONGEST_BEGINNING); i++) {
      hash = hashUnit(hash, SOUND[key.charCodeAt(i)] as number);
      hashes.add(hash >>> 0);
    }
  }
  let bits = 1024;
  while (bits < hashes.size * 8) bits *= 2;
  const set = new Uint8Array(bits / 8);
  for (const hash of hashes) {
    const bit = beginningBit(hash, bits);
    set[bit >> 3] = (set[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return set;
}

const bySound = (key: string): string => String.fromCharCode(...[...key].map((unit) => SOUND[unit.charCodeAt(0)] ?? 0));

/** Each term's neighbors in both directions, by number. */
function graph(terms: readonly Term[]): Set<number>[] {
  const number = new Map(terms.map((t, i) => [t.id, i]));
  const out = terms.map(() => new Set<number>());
  terms.forEach((term, from) => {
    for (const id of [...RELATIONS.flatMap((r) => term[r]), ...(term.successor ? [term.successor] : [])]) {
      const to = number.get(id);
      if (to === undefined || to === from) continue;
      out[from]?.add(to);
      out[to]?.add(from);
    }
  });
  return out;
}

const byte = (value: number): number => Math.max(-127, Math.min(127, Math.round(value)));

/** A cue as it is looked for: folded, without signs at its end but those of `C++` and `C#`. */
const cueKey = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}+#]+$/u, '');

/** `terms` sorted by id. The same input gives the same bytes. */
export function pack(terms: readonly Term[], learnt: Learnt): Uint8Array {
  const keys = surfaceKeys(terms);
  const folder = new Folder();
  /** Surfaces that sound alike share their hash. */
  const byHash = new Map<number, string[]>();
  for (const key of keys.keys()) {
    const hash = hashSound(key);
    const same = byHash.get(hash) ?? [];
    if (same[0] !== undefined && bySound(same[0]) !== bySound(key))
      throw new Error(`surfaces "${key}" and "${same[0]}" have the same hash: write one of them another way`);
    byHash.set(hash, [...same, key]);
  }
  const entryKey: number[] = [];
  const entryTerm: number[] = [];
  const entryAmbiguity: number[] = [];
  const entryPattern: number[] = [];
  const entryLength: number[] = [];
  const ordinaryExact: number[] = [];
  const ordinaryOther: number[] = [];
  for (const hash of [...byHash.keys()].sort((a, b) => a - b)) {
    for (const key of byHash.get(hash) ?? []) {
      const [exact, other] = learnt.ordinary[key] ?? [0, 0];
      const folded = folder.fold(key);
      const spelling = spellingCode(folded, 0, folded.length);
      for (const { term, surface, upper } of keys.get(key) ?? []) {
        entryKey.push(hash);
        entryTerm.push(term);
        entryAmbiguity.push(AMBIGUITY_CODE[surface.ambiguity] + (surface.case === 'exact' ? EXACT : 0));
        entryPattern.push(spelling < 0 ? upperCode(upper) : spelling);
        entryLength.push(key.length);
        ordinaryExact.push(byte(exact));
        ordinaryOther.push(byte(other));
      }
    }
  }

  const cueFirst: number[] = [];
  const cues: number[] = [];
  for (const term of terms) {
    cueFirst.push(cues.length);
    const own = new Set<number>();
    const add = (text: string, sense: number) => own.add(cueCode(hashText(cueKey(text)), sense));
    if (term.other.length > 0 || term.surfaces.some((s) => s.ambiguity !== 'none')) {
      for (const cue of term.cues) add(cue, TECH_CUE);
      for (const phrase of term.phrases) add(phrase, TECH_PHRASE);
      term.other.slice(0, 120).forEach((other, k) => {
        for (const cue of other.cues) add(cue, otherCue(k));
        for (const phrase of other.phrases) add(phrase, otherPhrase(k));
      });
    }
    cues.push(...[...own].sort((a, b) => a - b));
  }
  cueFirst.push(cues.length);

  const neighbors = graph(terms);
  const graphFirst: number[] = [];
  const graphTo: number[] = [];
  for (const set of neighbors) {
    graphFirst.push(graphTo.length);
    graphTo.push(...[...set].sort((a, b) => a - b));
  }
  graphFirst.push(graphTo.length);

  return packDictionary(
    terms.map((t) => t.id),
    learnt.weights,
    {
      concept: Uint8Array.from(terms, (t) => (t.kind === 'concept' ? 1 : 0)),
      vetoable: Uint8Array.from(terms, (t) => (t.other.some((o) => o.phrases.length > 0) ? 1 : 0)),
      beginnings: beginningsOf(keys.keys()),
      entryKey: Uint32Array.from(entryKey),
      entryTerm: Uint16Array.from(entryTerm),
      entryAmbiguity: Uint8Array.from(entryAmbiguity),
      entryPattern: Uint16Array.from(entryPattern),
      entryLength: Uint8Array.from(entryLength),
      ordinaryExact: Int8Array.from(ordinaryExact),
      ordinaryOther: Int8Array.from(ordinaryOther),
      cueFirst: Uint32Array.from(cueFirst),
      cues: Uint32Array.from(cues),
      graphFirst: Uint32Array.from(graphFirst),
      graphTo: Uint16Array.from(graphTo),
      lexiconEn: learnt.lexiconEn,
      lexiconKo: learnt.lexiconKo,
    },
  );
}
