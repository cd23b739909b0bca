/** What kind of character each UTF-16 unit is, as one table: the recognizer asks this for every unit of every text. */

const OTHER = 0;
/** A letter of an alphabet (Latin, Greek, Cyrillic …) or `_`, which joins identifiers. */
export const LETTER = 1;
export const DIGIT = 2;
export const HANGUL = 3;
export const SPACE = 4;
/** U+000A: ends a line; nothing is matched across it. */
export const LINE_END = 5;
/** Kana and Han. */
export const IDEOGRAPH = 6;

export type CharacterClass = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const RANGES: readonly (readonly [number, number, CharacterClass])[] = [
  [0x30, 0x39, DIGIT],
  [0x41, 0x5a, LETTER],
  [0x5f, 0x5f, LETTER],
  [0x61, 0x7a, LETTER],
  [0xaa, 0xaa, LETTER],
  [0xb5, 0xb5, LETTER],
  [0xc0, 0x2af, LETTER],
  [0x300, 0x36f, LETTER], // combining marks stay with their letter
  [0x370, 0x52f, LETTER],
  [0x531, 0x587, LETTER],
  [0x5d0, 0x5ea, LETTER],
  [0x620, 0x64a, LETTER],
  [0x900, 0xdff, LETTER],
  [0xe01, 0xe4e, LETTER],
  [0x10a0, 0x10ff, LETTER],
  [0x1100, 0x11ff, HANGUL],
  [0x1e00, 0x1fff, LETTER],
  [0x3040, 0x30ff, IDEOGRAPH],
  [0x3131, 0x318e, HANGUL],
  [0x3400, 0x9fff, IDEOGRAPH],
  [0xac00, 0xd7a3, HANGUL],
  [0xf900, 0xfaff, IDEOGRAPH],
  [0x2000, 0x200a, SPACE],
  [0x2028, 0x2029, SPACE],
  [0x09, 0x09, SPACE],
  [0x0b, 0x0d, SPACE],
  [0x20, 0x20, SPACE],
  [0xa0, 0xa0, SPACE],
  [0x1680, 0x1680, SPACE],
  [0x202f, 0x202f, SPACE],
  [0x205f, 0x205f, SPACE],
  [0x3000, 0x3000, SPACE],
  [0x0a, 0x0a, LINE_END],
];

function classTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const [from, to, kind] of RANGES) table.fill(kind, from, to + 1);
  table[0xd7] = OTHER; // × and ÷ stand among the letters
  table[0xf7] = OTHER;
  return table;
}

/** UTF-16 unit → class. */
export const CLASS: Uint8Array = classTable();
