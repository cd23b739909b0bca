/** One block made ready: folded, split into words, its candidates found and sorted into sure and doubtful ones. */
import { AMBIGUITY_CODE, type Dictionary, EXACT, upperCode } from '../glossary/dictionary.ts';
import { HANGUL, IDEOGRAPH, LETTER, LINE_END, SPACE } from './characters.ts';
import type { Candidate, Finder } from './find.ts';
import { type Folded, sliceUnits } from './fold.ts';
import { isLongByEar, spellingCode } from './sounds.ts';
import type { Block, TextLang } from './types.ts';
import { LONGER_NAME } from './vocabulary.ts';
import type { Words } from './words.ts';

/** One reading of a candidate: the term, how ambiguous the surface is, whether it is written as the surface is. */
export interface Reading {
  term: number;
  /** `known`: sure but for its surroundings. */
  ambiguity: 'known' | 'case' | 'common' | 'name' | 'tech';
  asWritten: boolean;
  /** Technical text too is full of its other sense: `React, made by Facebook`, `how many requests`. */
  seldom: boolean;
}

export interface Found {
  candidate: Candidate;
  /** The term, when no doubt is possible; else −1. */
  sure: number;
  readings: Reading[];
}

export interface Prepared {
  block: Block;
  lang: TextLang;
  text: Folded;
  words: Words;
  found: Found[];
  /** Word index → index into `found` + 1 of the candidate that covers it. */
  owner: Int32Array;
  /** How the block is written. */
  style: { titleCase: boolean; allLower: boolean; allCaps: boolean };
}

const AMBIGUITY_NAMES = ['known', 'case', 'common', 'name', 'tech', 'name'] as const;

/** The block's language by its letters: Korean from 15 % Hangul on, English when nearly all letters are basic Latin. */
function languageOf(text: Folded): TextLang {
  let hangul = 0;
  let basic = 0;
  let foreign = 0;
  for (let i = 0; i < text.length; i++) {
    const kind = text.kinds[i];
    if (kind === HANGUL) hangul++;
    else if (kind === LETTER) {
      if ((text.units[i] as number) < 0x80) basic++;
      else foreign++;
    } else if (kind === IDEOGRAPH) foreign += 2;
  }
  const all = hangul * 2 + basic + foreign;
  if (all === 0) return 'en';
  if (hangul * 2 >= 0.15 * all) return 'ko';
  if (foreign > 0.08 * all) return 'other';
  return 'en';
}

/** Prepares a block. `text` and `words` are buffers of the caller, good until the next block. */
export function prepare(
  dictionary: Dictionary,
  finder: Finder,
  block: Block,
  text: Folded,
  words: Words,
  concepts: boolean,
): Prepared {
  const candidates = finder.find(text, words, block.code === true, concepts);
  const owner = new Int32Array(words.count);
  const style = styleOf(text, words);
  const prepared: Prepared = { block, lang: languageOf(text), text, words, found: [], owner, style };
  for (const candidate of candidates) {
    const readings = readingsOf(dictionary, prepared, candidate);
    if (readings.length === 0) continue;
    const [only] = readings;
    const sure = only !== undefined && readings.every((r) => r.ambiguity === 'known') && readings.length === 1 ? only.term : -1;
    prepared.found.push({ candidate, sure, readings });
    for (let w = candidate.word; w <= candidate.lastWord; w++) owner[w] = prepared.found.length;
  }
  for (const found of prepared.found) if (found.sure >= 0 && isGuarded(prepared, found)) found.sure = -1;
  return prepared;
}

/** A sure name loses its certainty where it seems to be part of something else. */
function isGuarded(prepared: Prepared, found: Found): boolean {
  const { candidate } = found;
  if (candidate.join === 'weak') return true;
  if (isInHeadline(prepared, found)) return true;
  const { words, text } = prepared;
  const next = candidate.lastWord + 1;
  if (
    next < words.count &&
    words.kind[next] === LETTER &&
    words.from[next] === candidate.end + 1 &&
    text.kinds[candidate.end] === SPACE
  ) {
    const word = sliceUnits(text, words.from[next] as number, words.to[next] as number);
    if (LONGER_NAME.has(word) && text.upper[words.from[next] as number] === 1) return true;
  }
  return false;
}

/** Several words in capitals among others in capitals: `MICROSOFT TEAMS WITH A RIVAL` has no name but Microsoft. */
function isInHeadline({ words, text }: Prepared, { candidate: { word, lastWord }, readings }: Found): boolean {
  if (lastWord === word || readings.every((r) => r.asWritten)) return false;
  const inCapitals = (w: number): boolean => {
    if (w < 0 || w >= words.count || words.kind[w] !== LETTER) return false;
    const from = words.from[w] as number;
    const to = words.to[w] as number;
    for (let i = from; i < to; i++) if (text.upper[i] !== 1) return false;
    return to - from > 1;
  };
  for (let w = word; w <= lastWord; w++) if (!inCapitals(w)) return false;
  return inCapitals(word - 1) || inCapitals(lastWord + 1);
}

function readingsOf(dictionary: Dictionary, { text, style, lang }: Prepared, candidate: Candidate): Reading[] {
  const out: Reading[] = [];
  let upper = 0;
  for (let i = candidate.start; i < candidate.end && i - candidate.start < 32; i++)
    if (text.upper[i] === 1) upper |= 1 << (i - candidate.start);
  const spelling = spellingCode(text, candidate.start, candidate.end);
  const pattern = spelling < 0 ? upperCode(upper) : spelling;
  const hash = dictionary.entryKey[candidate.key];
  for (let e = candidate.key; dictionary.entryKey[e] === hash; e++) {
    const term = dictionary.entryTerm[e] as number;
    const asWritten = dictionary.entryPattern[e] === pattern;
    const code = (dictionary.entryAmbiguity[e] as number) & 7;
    const exact = ((dictionary.entryAmbiguity[e] as number) & EXACT) !== 0;
    // a short Hangul surface that only sounds alike is another word
    if (spelling >= 0 && !asWritten && !isLongByEar(text, candidate.start, candidate.end)) continue;
    // in a Korean sentence `go로` is no English verb, and who writes without capitals writes `edge` so too
    const small = upper === 0 && (lang === 'ko' || (style.allLower && candidate.end - candidate.start > 1));
    if (exact && !asWritten && !small) continue;
    // a `case` surface is sure as it is written, unless everything is in capitals
    // `atoms`, `rails`: a plural of a doubtful name is nearly always the ordinary word
    if (candidate.plural && code > AMBIGUITY_CODE.case && code !== AMBIGUITY_CODE.tech) continue;
    const known =
      (code === AMBIGUITY_CODE.none && (asWritten || !exact)) || (code === AMBIGUITY_CODE.case && asWritten && !style.allCaps);
    const reading: Reading = {
      term,
      ambiguity: known ? 'known' : code === AMBIGUITY_CODE.none ? 'case' : (AMBIGUITY_NAMES[code] ?? 'common'),
      asWritten,
      seldom: code === AMBIGUITY_CODE.seldom,
    };
    const same = out.findIndex((r) => r.term === term);
    if (same < 0) out.push(reading);
    else if (rank(reading) > rank(out[same] as Reading)) out[same] = reading;
  }
  return out;
}

/** Of several ways in which one term is written, the one that tells most. */
function rank(reading: Reading): number {
  return (reading.ambiguity === 'known' ? 2 : 0) + (reading.asWritten ? 1 : 0);
}

/** Whether a text is in title case, without capitals, or in capitals alone: then capitals tell nothing. */
function styleOf(text: Folded, words: Words): Prepared['style'] {
  let long = 0;
  let capital = 0;
  let letters = 0;
  let upper = 0;
  for (let w = 0; w < words.count; w++) {
    if (words.kind[w] !== LETTER) continue;
    const from = words.from[w] as number;
    const to = words.to[w] as number;
    for (let i = from; i < to; i++) {
      if (text.kinds[i] === LETTER) {
        letters++;
        if (text.upper[i] === 1) upper++;
      }
    }
    if (to - from >= 4) {
      long++;
      if (text.upper[from] === 1) capital++;
    }
  }
  return {
    titleCase: long >= 3 && capital >= 0.75 * long,
    allLower: letters >= 12 && upper === 0,
    allCaps: letters >= 8 && upper >= 0.8 * letters,
  };
}

/** Whether a place starts a sentence, a line or a list item (opening marks passed over). */
export function startsSentence(text: Folded, at: number): boolean {
  let i = at - 1;
  while (i >= 0) {
    const kind = text.kinds[i];
    if (kind === LINE_END) return true;
    if (kind === SPACE) {
      i--;
      continue;
    }
    const unit = text.units[i] as number;
    // . ! ? : … and the marks of lists
    if (unit === 0x2e || unit === 0x21 || unit === 0x3f || unit === 0x3a || unit === 0x2026 || unit === 0x2022 || unit === 0x2014)
      return true;
    // quotes and brackets open a sentence only where one could start
    if (unit === 0x22 || unit === 0x201c || unit === 0x2018 || unit === 0x28 || unit === 0x5b || unit === 0x2a || unit === 0x2d) {
      i--;
      continue;
    }
    return false;
  }
  return true;
}
