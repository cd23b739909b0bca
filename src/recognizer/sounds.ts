/**
 * Korean transliterations are spelled by ear: ㅐ and ㅔ sound alike (젠킨스, 잰킨스), ㅈ, ㅉ and ㅊ swallow a glide (쟈바스크립트), ㅅ is doubled
 * (써버). Surfaces are looked up by sound; a short one must be spelled as the glossary has it, since 대비안 is no Debian.
 */
import { HANGUL, SPACE } from './characters.ts';
import type { Folded } from './fold.ts';
import { HASH_START, hashUnit } from './hash.ts';

const FIRST = 0xac00;
const FIRSTS = 19;
const VOWELS = 21;
const TAILS = 28;
/** Numbers in the Unicode order of vowels and first consonants: ㅐ→ㅔ, ㅒ→ㅖ, ㅙ and ㅞ→ㅚ; then ㅑ→ㅏ, ㅕ→ㅓ, ㅛ→ㅗ, ㅠ→ㅜ, ㅖ→ㅔ after ㅈㅉㅊ; ㅆ→ㅅ. */
const VOWEL: Readonly<Record<number, number>> = { 1: 5, 3: 7, 10: 11, 15: 11 };
const AFTER_AFFRICATE: Readonly<Record<number, number>> = { 2: 0, 6: 4, 12: 8, 17: 13, 7: 5 };
const AFFRICATES: ReadonlySet<number> = new Set([12, 13, 14]);
const DOUBLE_S = 10;
const PLAIN_S = 9;

/** Syllables of a surface from which on another spelling of the same sound is taken for it. */
const LEAST_SYLLABLES = 4;

function soundTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) table[unit] = unit;
  let at = FIRST;
  for (let first = 0; first < FIRSTS; first++)
    for (let vowel = 0; vowel < VOWELS; vowel++) {
      const alike = VOWEL[vowel] ?? vowel;
      const heard = AFFRICATES.has(first) ? (AFTER_AFFRICATE[alike] ?? alike) : alike;
      const sound = FIRST + ((first === DOUBLE_S ? PLAIN_S : first) * VOWELS + heard) * TAILS;
      for (let tail = 0; tail < TAILS; tail++) table[at++] = sound + tail;
    }
  return table;
}

/** UTF-16 unit → the unit that stands for its sound; itself unless it is a syllable with a look-alike. */
export const SOUND: Uint16Array = soundTable();

/** Hash of a folded surface by sound, unsigned. */
export function hashSound(text: string): number {
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) hash = hashUnit(hash, SOUND[text.charCodeAt(i)] as number);
  return hash >>> 0;
}

/** The spelling of an all-Hangul piece of folded units in 16 bits, spaces apart; −1 when it holds anything else. */
export function spellingCode({ units, kinds }: Pick<Folded, 'units' | 'kinds'>, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) {
    if (kinds[i] === SPACE) continue;
    if (kinds[i] !== HANGUL) return -1;
    hash = hashUnit(hash, units[i] as number);
  }
  return ((hash ^ (hash >>> 16)) & 0xffff) >>> 0;
}

/** Whether a piece of folded units is long enough to be known by its sound alone. */
export function isLongByEar({ kinds }: Pick<Folded, 'kinds'>, start: number, end: number): boolean {
  let syllables = 0;
  for (let i = start; i < end; i++) if (kinds[i] === HANGUL) syllables++;
  return syllables >= LEAST_SYLLABLES;
}
