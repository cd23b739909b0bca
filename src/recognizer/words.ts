/**
 * The words of a folded text: maximal runs of letters and digits, or of Hangul, with what the context lexicon says of
 * each. `AWS람다` is two words, `my_redis` one.
 */
import { DIGIT, HANGUL, LETTER } from './characters.ts';
import type { Folded } from './fold.ts';
import { HASH_START, hashUnit } from './hash.ts';

/** Words in order; only the first `count` rows count. Positions are folded units. */
export class Words {
  count = 0;
  from = new Uint32Array(0);
  to = new Uint32Array(0);
  /** LETTER (letters and digits, at least one letter), DIGIT (digits only) or HANGUL. */
  kind = new Uint8Array(0);
  /** Sum of log odds technical : general, 1/16; 0 for a word that the lexicon does not hold. */
  score = new Int8Array(0);

  /** Index of the last word that starts at or before `at`, −1 before the first. */
  indexAt(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((this.from[mid] as number) <= at) low = mid + 1;
      else high = mid;
    }
    return low - 1;
  }

  #grow(): void {
    const size = Math.max(1024, this.from.length * 2);
    const copy = <T extends Uint32Array | Uint8Array | Int8Array>(into: T, old: T): T => {
      into.set(old);
      return into;
    };
    this.from = copy(new Uint32Array(size), this.from);
    this.to = copy(new Uint32Array(size), this.to);
    this.kind = copy(new Uint8Array(size), this.kind);
    this.score = copy(new Int8Array(size), this.score);
  }

  /** Splits a text; the lexicon tables may be empty. */
  split(text: Folded, lexiconEn: Uint16Array, lexiconKo: Uint16Array): void {
    const { units, kinds, length } = text;
    let count = 0;
    let i = 0;
    while (i < length) {
      const kind = kinds[i];
      if (kind !== LETTER && kind !== DIGIT && kind !== HANGUL) {
        i++;
        continue;
      }
      if (count === this.from.length) this.#grow();
      const from = i;
      if (kind === HANGUL) {
        this.score[count] = 0;
        let hash = HASH_START;
        // the longest prefix that the lexicon holds is the stem: particles fall away by themselves
        while (i < length && kinds[i] === HANGUL) {
          hash = hashUnit(hash, units[i] as number);
          i++;
          if (i - from >= 2 && i - from <= 8) {
            const found = lookUp(lexiconKo, hash >>> 0);
            if (found !== 0) this.score[count] = found;
          }
        }
        this.kind[count] = HANGUL;
      } else {
        let hash = HASH_START;
        let letters = false;
        while (i < length && (kinds[i] === LETTER || kinds[i] === DIGIT)) {
          hash = hashUnit(hash, units[i] as number);
          if (kinds[i] === LETTER) letters = true;
          i++;
        }
        this.kind[count] = letters ? LETTER : DIGIT;
        this.score[count] = letters ? lookUp(lexiconEn, hash >>> 0) : 0;
      }
      this.from[count] = from;
      this.to[count] = i;
      count++;
    }
    this.count = count;
  }
}

/** A slot holds 12 bits of the hash and a score of 4 bits; a step is worth so much of 1/16 log odds: ±7 steps are ±3.9. */
const STEP = 9;

/** Score of a word's hash in an open-addressing table (size a power of two), 0 if absent. */
function lookUp(table: Uint16Array, hash: number): number {
  const mask = table.length - 1;
  if (mask < 0) return 0;
  const fingerprint = hash >>> 20;
  let at = (hash ^ (hash >>> 11)) & mask;
  for (let step = 0; step < 16; step++) {
    const slot = table[at] as number;
    if (slot === 0) return 0;
    if (slot >>> 4 === fingerprint) return ((slot & 0xf) - 8) * STEP;
    at = (at + 1) & mask;
  }
  return 0;
}

/** Makes the table: hash → score in 1/16 of log odds. Colliding fingerprints keep the first (the strongest should come first). */
export function buildLexicon(scores: readonly (readonly [number, number])[], size: number): Uint16Array {
  const table = new Uint16Array(size);
  const mask = size - 1;
  for (const [hash, score] of scores) {
    const fingerprint = hash >>> 20;
    const steps = Math.max(-7, Math.min(7, Math.round(score / STEP)));
    if (steps === 0) continue;
    let at = (hash ^ (hash >>> 11)) & mask;
    for (let step = 0; step < 16; step++) {
      const slot = table[at] as number;
      if (slot === 0) {
        table[at] = (fingerprint << 4) | (steps + 8);
        break;
      }
      if (slot >>> 4 === fingerprint) break;
      at = (at + 1) & mask;
    }
  }
  return table;
}
