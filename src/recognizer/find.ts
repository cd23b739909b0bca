/** Finds the places where a surface stands as a word: longest match, in one pass, boundaries by script. */
import { beginningBit, type Dictionary, LONGEST_BEGINNING, NUMBER } from '../glossary/dictionary.ts';
import { DIGIT, HANGUL, LETTER, LINE_END, SPACE } from './characters.ts';
import { type Folded, sliceUnits } from './fold.ts';
import { HASH_START, hashUnit } from './hash.ts';
import { type Join, joinOf } from './joins.ts';
import { type Tail, tailOf } from './korean.ts';
import { SOUND } from './sounds.ts';
import type { Words } from './words.ts';

/** A place that could be a mention. Positions are folded units; `word`/`lastWord` index the words table. */
export interface Candidate {
  start: number;
  end: number;
  /** First of its surface's entries in the dictionary. */
  key: number;
  word: number;
  lastWord: number;
  /** What follows in the same Korean word. */
  tail: Tail;
  /** How it is joined to its neighbors. */
  join: Join;
  /** Whether a plural s is part of it. */
  plural: boolean;
}

/** Surfaces that start at one place, at most; among more the longest win. */
const MAX_MATCHES = 16;
/** Units of the longest surface: the name of an own term. The compiler's surfaces are shorter. */
const LONGEST_SURFACE = 80;
const PLURAL = 0x73;
const HYPHEN = 0x2d;
/** Units of the longest number: `2021-44228` of a CVE is one. */
const LONGEST_NUMBER = 12;

export class Finder {
  readonly #dictionary: Dictionary;
  readonly #ends = new Uint32Array(MAX_MATCHES);
  readonly #keys = new Uint32Array(MAX_MATCHES);

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * All candidates of a text, in order, not overlapping. In code (`code`) joins are not judged. Without `concepts` a name
   * goes before a longer concept that starts with it: `Apache` in `Apache module`.
   */
  find(text: Folded, words: Words, code: boolean, concepts: boolean): Candidate[] {
    const out: Candidate[] = [];
    let free = 0;
    for (let word = 0; word < words.count; word++) {
      const from = words.from[word] as number;
      if (from < free) continue;
      // names that start with a sign: `.NET`, `@nestjs/core`
      if (from > free && text.kinds[from - 1] === 0 && text.units[from - 1] === 0x2e && !isWordAt(text, from - 2)) {
        const found = this.#longest(text, words, word, from - 1, code, concepts);
        if (found) {
          out.push(found);
          free = found.end;
          continue;
        }
      }
      const found = this.#longest(text, words, word, from, code, concepts);
      if (!found) continue;
      out.push(found);
      free = found.end;
    }
    return out;
  }

  #longest(text: Folded, words: Words, word: number, start: number, code: boolean, concepts: boolean): Candidate | undefined {
    let concept: Candidate | undefined;
    for (let i = this.#match(text, start) - 1; i >= 0; i--) {
      const end = this.#ends[i] as number;
      const accepted = this.#accept(text, start, end, code);
      if (!accepted) continue;
      const candidate: Candidate = {
        start,
        end: accepted.end,
        key: this.#keys[i] as number,
        word,
        lastWord: words.indexAt(accepted.end - 1),
        tail: accepted.tail,
        join: accepted.join,
        plural: accepted.end === end + 1 && text.units[end] === PLURAL,
      };
      if (concepts || !this.#isConcept(candidate.key)) return candidate;
      concept ??= candidate;
    }
    return concept;
  }

  /** Whether a surface is written for concepts only. */
  #isConcept(key: number): boolean {
    const { entryKey, entryTerm, concept } = this.#dictionary;
    for (let e = key; entryKey[e] === entryKey[key]; e++) if (concept[entryTerm[e] as number] !== 1) return false;
    return true;
  }

  /** Fills ends and keys with the surfaces that start here, shortest first; returns how many. */
  #match(text: Folded, start: number): number {
    const { beginnings, entryLength } = this.#dictionary;
    const bits = beginnings.length * 8;
    const { units, kinds, length } = text;
    const most = Math.min(length, start + LONGEST_SURFACE);
    let hash = HASH_START;
    let count = 0;
    for (let at = start; at < most; at++) {
      if (kinds[at] === DIGIT && at > start && kinds[at - 1] !== DIGIT) count = this.#matchNumber(text, start, at, hash, count);
      hash = hashUnit(hash, SOUND[units[at] as number] as number);
      if (at - start < LONGEST_BEGINNING) {
        const bit = beginningBit(hash, bits);
        if (((beginnings[bit >> 3] as number) & (1 << (bit & 7))) === 0) return count;
      }
      const kind = kinds[at];
      if (kind === LINE_END) return count;
      if (kind === SPACE) continue;
      // a surface may end inside a word only before a particle, a plural or a version
      const next = at + 1 < length ? kinds[at + 1] : SPACE;
      if (kind === LETTER && next === LETTER && units[at + 1] !== PLURAL) continue;
      if (kind === DIGIT && (next === DIGIT || next === LETTER)) continue;
      const key = this.#lookUp(hash >>> 0);
      if (key >= 0 && entryLength[key] === at + 1 - start) count = this.#push(count, at + 1, key);
    }
    return count;
  }

  /** A surface that ends in any number: what stands before it has this hash. */
  #matchNumber({ units, kinds, length }: Folded, start: number, at: number, hash: number, count: number): number {
    const key = this.#lookUp(hashUnit(hash, NUMBER.charCodeAt(0)) >>> 0);
    if (key < 0 || this.#dictionary.entryLength[key] !== at + 1 - start) return count;
    let end = at;
    while (
      end < length &&
      end - at < LONGEST_NUMBER &&
      (kinds[end] === DIGIT || (units[end] === HYPHEN && kinds[end + 1] === DIGIT))
    )
      end++;
    return kinds[end] === DIGIT ? count : this.#push(count, end, key);
  }

  /** First entry with this hash, −1 if there is none. */
  #lookUp(hash: number): number {
    const { entryKey } = this.#dictionary;
    let low = 0;
    let high = entryKey.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((entryKey[mid] as number) < hash) low = mid + 1;
      else high = mid;
    }
    return entryKey[low] === hash ? low : -1;
  }

  #push(count: number, end: number, key: number): number {
    const at = count < MAX_MATCHES ? count : MAX_MATCHES - 1;
    this.#ends[at] = end;
    this.#keys[at] = key;
    return at + 1;
  }

  /** Whether a match may end here, and what follows it. */
  #accept(text: Folded, start: number, end: number, code: boolean): { end: number; tail: Tail; join: Join } | undefined {
    const { units, kinds, length } = text;
    const last = kinds[end - 1];
    let to = end;
    let tail: Tail = 'none';
    if (last === HANGUL) {
      if (end < length && kinds[end] === HANGUL) {
        let stop = end;
        while (stop < length && kinds[stop] === HANGUL) stop++;
        tail = tailOf(sliceUnits(text, end, stop));
        if (tail === 'unknown' && !this.#startsSurface(text, end)) return undefined;
      }
    } else if (end < length) {
      const next = kinds[end];
      if (next === LETTER) {
        // a plural written together belongs to the name: `Dockerfiles`
        if (last !== LETTER || end - start < 4 || units[end] !== PLURAL || isLatinAt(text, end + 1)) return undefined;
        to = end + 1;
      } else if (next === DIGIT && last !== DIGIT) {
        // so does a version written together: `Python3`, `Vue3`
        let stop = end;
        while (stop < length && kinds[stop] === DIGIT) stop++;
        if (last !== LETTER || end - start < 3 || stop - end > 2 || isLatinAt(text, stop)) return undefined;
        to = stop;
      } else if (next === DIGIT) return undefined;
      // `Angular 2` is no name in `Angular 2.0`
      else if (last === DIGIT && units[end] === 0x2e && end + 1 < length && kinds[end + 1] === DIGIT) return undefined;
      if (to < length && kinds[to] === HANGUL) {
        let stop = to;
        while (stop < length && kinds[stop] === HANGUL) stop++;
        tail = tailOf(sliceUnits(text, to, stop));
      }
    }
    const join = code ? 'free' : joinOf(text, start, to);
    return join === 'inside' ? undefined : { end: to, tail, join };
  }

  /** Whether another Hangul surface starts here and ends at the word's end or before a particle: `자바스프링`. */
  #startsSurface(text: Folded, start: number): boolean {
    const ends = [...this.#ends];
    const keys = [...this.#keys];
    const count = this.#match(text, start);
    let found = false;
    for (let i = 0; i < count && !found; i++) {
      const end = this.#ends[i] as number;
      let stop = end;
      while (stop < text.length && text.kinds[stop] === HANGUL) stop++;
      found = end - start >= 2 && tailOf(sliceUnits(text, end, stop)) !== 'unknown';
    }
    this.#ends.set(ends);
    this.#keys.set(keys);
    return found;
  }
}

function isWordAt(text: Folded, at: number): boolean {
  if (at < 0) return false;
  const kind = text.kinds[at];
  return kind === LETTER || kind === DIGIT || kind === HANGUL;
}

function isLatinAt(text: Folded, at: number): boolean {
  if (at >= text.length) return false;
  const kind = text.kinds[at];
  return kind === LETTER || kind === DIGIT;
}
