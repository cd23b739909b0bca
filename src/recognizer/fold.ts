/**
 * Folding: one spelling for what readers see as the same text. Width, case, white space, soft hyphens, zero-width
 * characters and decomposed Hangul disappear; every folded unit knows where it came from.
 */
import { CLASS, LETTER, SPACE } from './characters.ts';

/**
 * A folded text. `from[i]`–`to[i]` is the place of folded unit `i` in the original, in UTF-16 units. Two units of nothing stand after it:
 * who looks one unit or two ahead must not see what an earlier text left in the buffer.
 */
export interface Folded {
  /** Folded units; only the first `length` count. */
  units: Uint16Array;
  length: number;
  from: Uint32Array;
  to: Uint32Array;
  /** 1 where the original unit was an upper-case letter. */
  upper: Uint8Array;
  /** Class of each folded unit. */
  kinds: Uint8Array;
}

/** Units of nothing after a text. */
const AHEAD = 2;
/** Beyond it no letter has two cases (wide ones have a row of their own), and no unit is a space. */
const LAST_WITH_CASE = 0x2fff;
const LAST_SPACE = 0x3000;
const DROP = 0xffff;
const L_FIRST = 0x1100;
const L_LAST = 0x1112;
const V_FIRST = 0x1161;
const V_LAST = 0x1175;
const T_FIRST = 0x11a8;
const T_LAST = 0x11c2;

/** Folds single units that stand for another: lower case, plain width, plain quotes and hyphens. `DROP`: invisible. */
function foldTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) table[unit] = unit;
  for (let unit = 0; unit <= LAST_WITH_CASE; unit++) {
    if (CLASS[unit] !== LETTER) continue;
    // 'İ'.toLowerCase() is two units; its first is the letter, and one unit is enough to compare
    table[unit] = String.fromCharCode(unit).toLowerCase().charCodeAt(0);
  }
  for (let unit = 0xff01; unit <= 0xff5e; unit++) table[unit] = table[unit - 0xfee0] ?? unit;
  for (let unit = 0; unit <= LAST_SPACE; unit++) if (CLASS[unit] === SPACE) table[unit] = 0x20;
  for (const quote of [0x2018, 0x2019, 0x02bc, 0xff07]) table[quote] = 0x27;
  for (const hyphen of [0x2010, 0x2011, 0xff0d]) table[hyphen] = 0x2d;
  for (const drop of [
    0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfeff,
  ])
    table[drop] = DROP;
  for (let selector = 0xfe00; selector <= 0xfe0f; selector++) table[selector] = DROP;
  return table;
}

const FOLD = foldTable();

/** Folds texts into buffers that are used again: a folded text is good until the next call. */
export class Folder {
  #size = 0;
  #folded: Folded = {
    units: new Uint16Array(0),
    length: 0,
    from: new Uint32Array(0),
    to: new Uint32Array(0),
    upper: new Uint8Array(0),
    kinds: new Uint8Array(0),
  };

  fold(text: string): Folded {
    if (text.length + AHEAD > this.#size) this.#grow(text.length + AHEAD);
    const folded = this.#folded;
    const { units, from, to, upper, kinds } = folded;
    let out = 0;
    let i = 0;
    while (i < text.length) {
      const unit = text.charCodeAt(i);
      const plain = FOLD[unit] as number;
      const start = i++;
      if (plain === DROP) continue;
      if (plain === 0x20) {
        if (out > 0 && units[out - 1] === 0x20) {
          to[out - 1] = i;
          continue;
        }
        units[out] = 0x20;
        kinds[out] = SPACE;
        upper[out] = 0;
      } else if (unit >= L_FIRST && unit <= L_LAST) {
        const composed = composeHangul(text, start);
        units[out] = composed.unit;
        kinds[out] = CLASS[composed.unit] as number;
        upper[out] = 0;
        i = composed.end;
      } else {
        units[out] = plain;
        kinds[out] = CLASS[plain] as number;
        upper[out] = plain !== unit && kinds[out] === LETTER && isUpper(unit) ? 1 : 0;
      }
      from[out] = start;
      to[out] = i;
      out++;
    }
    folded.length = out;
    units.fill(0, out, out + AHEAD);
    kinds.fill(0, out, out + AHEAD);
    upper.fill(0, out, out + AHEAD);
    return folded;
  }

  #grow(length: number): void {
    const size = Math.max(length, this.#size * 2, 1024);
    this.#size = size;
    this.#folded = {
      units: new Uint16Array(size),
      length: 0,
      from: new Uint32Array(size),
      to: new Uint32Array(size),
      upper: new Uint8Array(size),
      kinds: new Uint8Array(size),
    };
  }
}

/** Of the full-width units that fold to letters, small ones and `＿` are not upper case. */
function isUpper(unit: number): boolean {
  return unit < 0xff00 || (unit >= 0xff21 && unit <= 0xff3a);
}

/** Puts a leading consonant, a vowel and an optional final consonant together, passing over invisible units between them. */
function composeHangul(text: string, start: number): { unit: number; end: number } {
  const lead = text.charCodeAt(start) - L_FIRST;
  let at = skipInvisible(text, start + 1);
  const vowel = text.charCodeAt(at);
  if (!(vowel >= V_FIRST && vowel <= V_LAST)) return { unit: text.charCodeAt(start), end: start + 1 };
  let end = at + 1;
  let tail = 0;
  at = skipInvisible(text, end);
  const final = text.charCodeAt(at);
  if (final >= T_FIRST && final <= T_LAST) {
    tail = final - T_FIRST + 1;
    end = at + 1;
  }
  return { unit: 0xac00 + (lead * 21 + (vowel - V_FIRST)) * 28 + tail, end };
}

function skipInvisible(text: string, at: number): number {
  while (at < text.length && FOLD[text.charCodeAt(at)] === DROP) at++;
  return at;
}

/** Nothing of it is kept between two short strings, and 14 KB of buffers for each of thousands would be most of the work. */
const SHORT = new Folder();

/** Folds a short string, such as a surface of the glossary or a cue. */
export function foldText(text: string): string {
  const folded = SHORT.fold(text);
  return sliceUnits(folded, 0, folded.length).trim();
}

/** A piece of folded text as a string. */
export function sliceUnits(text: Folded, from: number, to: number): string {
  let out = '';
  for (let i = from; i < to; i++) out += String.fromCharCode(text.units[i] as number);
  return out;
}
