/**
 * The compiled dictionary: what the recognizer knows, as packed tables that are ready the moment their bytes are.
 * Layout: u32 length of a JSON head, the head (term ids, section table, weights), then the sections, each 4-aligned.
 */

/**
 * Surfaces are found by hash: 32 bits of the folded text, sorted, and a bit set of all their beginnings, so that a walk over
 * a text stops where no surface goes on. A quarter of the size of a trie, and nothing to unpack.
 */
export const LONGEST_BEGINNING = 8;

/** Stands in a folded surface for any number: `RFC {n}` is found in `RFC 9110`, `CVE-{n}` in `CVE-2021-44228`. No text has this unit. */
export const NUMBER = '\u0001';

/** Where a beginning's hash stands in a bit set of so many bits (a power of two). */
export const beginningBit = (hash: number, bits: number): number => ((hash ^ (hash >>> 15)) & (bits - 1)) >>> 0;

/** The upper-case pattern of a surface's first 32 folded units, in 16 bits. */
export const upperCode = (bits: number): number => ((bits ^ (bits >>> 16)) & 0xffff) >>> 0;

/** Codes of the ambiguities in `entryAmbiguity`, in the order of the schema's list; + EXACT when the case is binding. */
export const AMBIGUITY_CODE = { none: 0, case: 1, common: 2, name: 3, tech: 4, seldom: 5 } as const;
export const EXACT = 8;

/** What a cue speaks for: the technology (cue or phrase), or its other sense k. */
export const TECH_CUE = 0;
export const TECH_PHRASE = 1;
export const otherCue = (sense: number): number => 2 + 2 * sense;
export const otherPhrase = (sense: number): number => 3 + 2 * sense;

/**
 * A cue of one term in 32 bits: the upper 24 of its hash, and the sense. With some 80 cues a term, a word of a text is
 * mistaken for one about once in 200,000 times.
 */
export const cueCode = (hash: number, sense: number): number => ((hash & 0xffffff00) | sense) >>> 0;

export interface Dictionary {
  /** Term number → id, sorted. */
  ids: string[];
  /** Term number → 1 for a concept. */
  concept: Uint8Array;
  /** Term number → 1 where a fixed phrase of another sense can hold even a sure surface. */
  vetoable: Uint8Array;
  /** Bit set of the hashes of all surfaces' first 1 … LONGEST_BEGINNING units. */
  beginnings: Uint8Array;
  /** Hash of each entry's folded surface by sound, sorted: a surface that is written several ways, or shared, has several entries. */
  entryKey: Uint32Array;
  entryTerm: Uint16Array;
  entryAmbiguity: Uint8Array;
  /** How the surface is written: `spellingCode` where it is all Hangul, else `upperCode`. */
  entryPattern: Uint16Array;
  /**
   * Units of the folded surface. By the hash alone a stretch of a text after a name is mistaken for a surface about once in 50,000 names;
   * with the length too, once in two million.
   */
  entryLength: Uint8Array;
  /** How ordinary the surface is in general text against technical text, in 1/8 of log odds: as the surface writes it, in another case. */
  ordinaryExact: Int8Array;
  ordinaryOther: Int8Array;
  /** Term t has the cues cueFirst[t] … cueFirst[t+1]-1: codes of `cueCode`, sorted. */
  cueFirst: Uint32Array;
  cues: Uint32Array;
  /** Neighbors of each term, both directions. */
  graphFirst: Uint32Array;
  graphTo: Uint16Array;
  /** The context lexicon: two open-addressing tables of `recognizer/words.ts`. */
  lexiconEn: Uint16Array;
  lexiconKo: Uint16Array;
  weights: Record<string, number>;
}

type Section = Uint8Array | Int8Array | Uint16Array | Uint32Array;
const ARRAYS = { u8: Uint8Array, i8: Int8Array, u16: Uint16Array, u32: Uint32Array } as const;
type ArrayName = keyof typeof ARRAYS;

interface Head {
  ids: string[];
  weights: Record<string, number>;
  sections: Record<string, [ArrayName, number, number]>;
}

/** Puts named tables and the head behind one another. */
export function packDictionary(ids: string[], weights: Record<string, number>, sections: Record<string, Section>): Uint8Array {
  const table: Head['sections'] = {};
  let offset = 0;
  for (const [name, section] of Object.entries(sections)) {
    const type = (Object.keys(ARRAYS) as ArrayName[]).find((a) => section instanceof ARRAYS[a]) ?? 'u8';
    table[name] = [type, offset, section.length];
    offset += Math.ceil(section.byteLength / 4) * 4;
  }
  const head = new TextEncoder().encode(JSON.stringify({ ids, weights, sections: table } satisfies Head));
  const base = 4 + Math.ceil(head.length / 4) * 4;
  const bytes = new Uint8Array(base + offset);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.fill(0x20, 4, base);
  bytes.set(head, 4);
  for (const [name, section] of Object.entries(sections))
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), base + (table[name]?.[1] ?? 0));
  return bytes;
}

/**
 * Opens a packed dictionary. The tables are views on `data`, nothing is copied. Little-endian machines only, as every
 * browser's.
 * @throws Error when the bytes are no dictionary
 */
export function openDictionary(data: ArrayBuffer): Dictionary {
  const length = data.byteLength >= 4 ? new DataView(data).getUint32(0, true) : 0;
  if (length === 0 || 4 + length > data.byteLength) throw new Error('the dictionary is cut short or is no dictionary');
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))) as Head;
  const base = 4 + Math.ceil(length / 4) * 4;
  function section<A extends ArrayName>(name: string, type: A): InstanceType<(typeof ARRAYS)[A]> {
    const found = head.sections[name];
    if (!found || found[0] !== type) throw new Error(`the dictionary has no section ${name}`);
    return new ARRAYS[type](data, base + found[1], found[2]) as InstanceType<(typeof ARRAYS)[A]>;
  }
  return {
    ids: head.ids,
    weights: head.weights,
    concept: section('concept', 'u8'),
    vetoable: section('vetoable', 'u8'),
    beginnings: section('beginnings', 'u8'),
    entryKey: section('entryKey', 'u32'),
    entryTerm: section('entryTerm', 'u16'),
    entryAmbiguity: section('entryAmbiguity', 'u8'),
    entryPattern: section('entryPattern', 'u16'),
    entryLength: section('entryLength', 'u8'),
    ordinaryExact: section('ordinaryExact', 'i8'),
    ordinaryOther: section('ordinaryOther', 'i8'),
    cueFirst: section('cueFirst', 'u32'),
    cues: section('cues', 'u32'),
    graphFirst: section('graphFirst', 'u32'),
    graphTo: section('graphTo', 'u16'),
    lexiconEn: section('lexiconEn', 'u16'),
    lexiconKo: section('lexiconKo', 'u16'),
  };
}
