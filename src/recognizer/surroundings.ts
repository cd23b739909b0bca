/**
 * The evidence around a candidate that is the same whatever term it could be: case and position, company, the words beside it,
 * how technical the words around are. Everything here looks at the candidate's own block only.
 */
import type { Dictionary } from '../glossary/dictionary.ts';
import { DIGIT, HANGUL, LETTER, LINE_END, SPACE } from './characters.ts';
import { type Folded, sliceUnits } from './fold.ts';
import { type Gathered, toneOf } from './gathered.ts';
import { isHeadNoun } from './korean.ts';
import { type Found, type Prepared, startsSentence } from './passage.ts';
import type { Features } from './types.ts';
import {
  COMPANY_AFTER,
  COMPANY_BEFORE,
  DETERMINERS,
  GIVEN_NAMES,
  GREETINGS,
  HEAD_NOUNS,
  KIND_WORDS,
  KOREAN_COMPANY,
  KOREAN_PERSON,
  KOREAN_USES,
  LETTER_LABELS,
  LONGER_NAME,
  PARTICIPLES,
  PEOPLE_FROM,
  PERSON_VERBS,
  PLACE_NOUNS,
  PLACED_IN,
  TECH_VERBS,
  TITLES,
  WORKING,
} from './vocabulary.ts';

/** Words each side that count as near. */
export const NEAR = 10;
export const clip = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Evidence that does not depend on the term. */
export function surroundings(dictionary: Dictionary, p: Prepared, index: number, block: Gathered): Features {
  const found = p.found[index] as Found;
  const { candidate } = found;
  const { text, words, style } = p;
  const f: Features = {};
  const hangul = text.kinds[candidate.start] === HANGUL;
  const size = candidate.end - candidate.start;
  if (hangul) f['hangul'] = 1;
  if (size === 1) f['one character'] = 1;
  else if (size === 2) f['two characters'] = 1;
  if (p.lang === 'ko') f['korean text'] = 1;
  // an English word seldom stands in a Korean sentence by chance, in small letters either
  if (p.lang === 'ko' && !hangul) f[text.upper[candidate.start] === 1 ? 'latin in korean text' : 'lower case in korean text'] = 1;

  if (!hangul) casing(f, text, candidate.start, candidate.end, style);
  if (candidate.join === 'weak') f['joined weakly'] = 1;
  if (candidate.join === 'compound') f['joined'] = 1;
  if (candidate.tail !== 'none') f[`tail ${candidate.tail}`] = 1;

  // who writes a capital inside a sentence means the word by the small letters
  if (f['lower case'] && block.capitals.has(candidate.key)) f['written with a capital elsewhere'] = 1;
  const before = wordBeside(p, candidate.word - 1, candidate.start, -1);
  const after = wordBeside(p, candidate.lastWord + 1, candidate.end, 1);
  company(f, dictionary, p, index);
  if (before) wordsBefore(f, p, before);
  if (after) wordsAfter(f, p, after, candidate.end);
  if (asBusiness(p, before, after, candidate)) f['as a business'] = 1;
  if (!hangul) smallWords(f, before, after, text, candidate.start);
  marks(f, text, candidate.start, candidate.end);
  if (size === 1 && hasLetterNear(p, candidate.word)) f['letters in a row'] = 1;
  if (p.lang === 'ko' && (candidate.tail === 'particle' || candidate.tail === 'none'))
    koreanUse(f, p, candidate.end, candidate.lastWord);
  lexicon(f, p, candidate.word, candidate.lastWord, block);
  if (words.count <= candidate.lastWord - candidate.word + 2) f['alone in its block'] = 1;
  if (p.block.heading) f['in a heading'] = 1;
  return f;
}

/** Case and position of a Latin surface. */
function casing(f: Features, text: Folded, start: number, end: number, style: Prepared['style']): void {
  let upper = 0;
  let letters = 0;
  for (let i = start; i < end; i++)
    if (text.kinds[i] === LETTER) {
      letters++;
      if (text.upper[i] === 1) upper++;
    }
  const first = text.upper[start] === 1;
  const atStart = startsSentence(text, start);
  if (style.allLower) f['text in lower case'] = 1;
  if (style.allCaps) f['text in capitals'] = 1;
  else if (letters > 1 && upper === letters) f['capitals'] = 1;
  else if (letters > 1 && upper > 1) f['camel case'] = 1;
  else if (first && style.titleCase) f['title case'] = 1;
  else if (first && atStart) f['capital at start'] = 1;
  else if (first) f['capital inside'] = 1;
  else if (letters > 0 && !style.allLower) f['lower case'] = 1;
}

/** Whether another single letter stands near: `A, B and C`. The articles and pronouns of one letter do not count. */
function hasLetterNear({ text, words }: Prepared, word: number): boolean {
  for (let w = Math.max(0, word - 3); w <= Math.min(words.count - 1, word + 3); w++) {
    if (w === word || words.kind[w] !== LETTER || (words.to[w] as number) - (words.from[w] as number) !== 1) continue;
    const from = words.from[w] as number;
    if (text.upper[from] === 1 && text.units[from] !== 0x69 && !(text.units[from] === 0x61 && startsSentence(text, from)))
      return true;
  }
  return false;
}

/** A word directly beside a candidate: one blank between, nothing else. */
interface Beside {
  index: number;
  text: string;
  capital: boolean;
  kind: number;
  /** Index into found + 1, when it belongs to another candidate. */
  owner: number;
  atStart: boolean;
}

function wordBeside(p: Prepared, index: number, edge: number, side: 1 | -1): Beside | undefined {
  const { words, text } = p;
  if (index < 0 || index >= words.count) return undefined;
  const from = words.from[index] as number;
  const to = words.to[index] as number;
  const gap = side === 1 ? from - edge : edge - to;
  if (gap < 0 || gap > 1 || (gap === 1 && text.kinds[side === 1 ? edge : to] !== SPACE)) return undefined;
  return {
    index,
    text: sliceUnits(text, from, to),
    capital: text.upper[from] === 1,
    kind: words.kind[index] as number,
    owner: p.owner[index] as number,
    atStart: startsSentence(text, from),
  };
}

/** Names in a list with it, and names directly beside it. */
function company(f: Features, dictionary: Dictionary, p: Prepared, index: number): void {
  const { text } = p;
  const me = (p.found[index] as Found).candidate;
  let list = 0;
  let beside = 0;
  for (const step of [-1, 1]) {
    const other = p.found[index + step];
    if (!other) continue;
    const [from, to] = step < 0 ? [other.candidate.end, me.start] : [me.end, other.candidate.start];
    if (to - from > 12) continue;
    const gap = sliceUnits(text, from, to);
    const weight = other.sure < 0 ? 0.4 : dictionary.concept[other.sure] === 1 ? 0.5 : 1;
    if (
      /^(?:[가-힣]{0,2})(?: ?[,/·&+|、] ?(?:and |or |및 )?| (?:and|or|&|vs\.?|및|또는|그리고|혹은|→) |[와과랑] |하고 |이나 |나 )$/.test(
        gap,
      )
    )
      list += weight;
    else if (gap === ' ') beside += weight;
    else if (/^ ?[()（] ?$/.test(gap)) f['gloss'] = Math.max(f['gloss'] ?? 0, weight);
  }
  if (list > 0) f['list company'] = list;
  if (beside > 0) f['beside a name'] = beside;
}

function wordsBefore(f: Features, p: Prepared, before: Beside): void {
  const { text: word } = before;
  if (before.owner > 0) return;
  if (before.kind === HANGUL) {
    if (isHeadNoun(word)) f['head noun before'] = 1;
    if (KOREAN_PERSON.has(word)) f['person'] = 1;
    return;
  }
  if (before.kind === DIGIT) {
    f['number before'] = 1;
    return;
  }
  if (f['one character'] && LETTER_LABELS.has(word)) f['label before'] = 1;
  else if (DETERMINERS.has(word)) f['determiner before'] = 1;
  else if (TITLES.has(word)) f['person'] = 1;
  else if (GREETINGS.has(word) && !f['lower case']) f['greeted'] = 1;
  else if (GIVEN_NAMES.has(word) && before.capital) f['person'] = 1;
  else if (TECH_VERBS.has(word)) {
    f['use word before'] = 1;
    const further = wordBeside(p, before.index - 1, p.words.from[before.index] as number, -1);
    if (further && word === 'in' && PLACED_IN.has(further.text)) f['place'] = 1;
    if (further && PARTICIPLES.has(further.text) && /^(?:in|with|on|to|for|using|by|into)$/.test(word))
      f['participle before'] = 1;
  } else if (KIND_WORDS.has(word) || HEAD_NOUNS.has(word)) f['head noun before'] = 1;
  else if (before.capital && !before.atStart && !p.style.titleCase && word.length > 1)
    f[(p.words.score[before.index] as number) > 0 ? 'technical capital word before' : 'strange capital word before'] = 1;
}

function wordsAfter(f: Features, p: Prepared, after: Beside, end: number): void {
  const { text: word } = after;
  if (after.owner > 0) return;
  if (after.kind === HANGUL) {
    // the particle of this very word is judged as its tail
    if (p.text.kinds[end] !== SPACE) return;
    if (KOREAN_PERSON.has(word)) f['person'] = 1;
    else if (isHeadNoun(word)) f['head noun after'] = 1;
    return;
  }
  if (after.kind === DIGIT || /^v\d/.test(word)) {
    f['number after'] = 1;
    return;
  }
  if (LONGER_NAME.has(word) && after.capital) f['longer name after'] = 1;
  else if (HEAD_NOUNS.has(word)) f['head noun after'] = 1;
  else if (PLACE_NOUNS.has(word)) f['place'] = 1;
  else if (PERSON_VERBS.has(word)) f['person verb after'] = 1;
  else if (
    (word === 'from' || word === 'in') &&
    PEOPLE_FROM.has(wordBeside(p, after.index + 1, p.words.to[after.index] as number, 1)?.text ?? '')
  )
    f['person verb after'] = 1;
  // `React quickly`, `we rust slowly`: a verb
  else if (word.length > 4 && word.endsWith('ly') && !after.capital) f['adverb after'] = 1;
  // a word that no corpus knows is a surname rather than a part of a product's name
  else if (after.capital && !p.style.titleCase)
    f[(p.words.score[after.index] as number) > 0 ? 'technical capital word after' : 'strange capital word after'] = 1;
  else if (
    /^(?:is|was|has|can|does|will|would|makes?|gives?|lets?|doesn|isn|supports?|handles?|uses?|runs?|comes?|ships?|provides?|offers?|needs?|works?|itself)$/.test(
      word,
    )
  )
    f['verb after'] = 1;
  else if (/^(?:of|to|the|a|an|my|your|his|her|it|them|us|me|you|out|off|up|down|away|back|ahead|through|into|over)$/.test(word))
    f['function word after'] = 1;
}

/** Whether what stands beside says a company, not its platform: `engineers at X`, `X's CEO`, `X에 입사`. */
function asBusiness(
  p: Prepared,
  before: Beside | undefined,
  after: Beside | undefined,
  { end, lastWord }: Found['candidate'],
): boolean {
  const { text, words } = p;
  if (before) {
    if (COMPANY_BEFORE.has(before.text)) return true;
    if (before.text === 'at' || before.text === 'for') {
      const worker = wordBeside(p, before.index - 1, words.from[before.index] as number, -1);
      if (worker && WORKING.has(worker.text)) return true;
    }
  }
  if (after && COMPANY_AFTER.has(after.text)) return true;
  // `X's CEO`: the s is a word of its own
  if (text.units[end] === 0x27 && text.units[end + 1] === 0x73) {
    const owned = wordBeside(p, lastWord + 2, end + 2, 1);
    if (owned && COMPANY_AFTER.has(owned.text)) return true;
  }
  const next = text.kinds[end] === HANGUL ? lastWord + 2 : lastWord + 1;
  for (let w = next; w <= next + 1 && w < words.count; w++) {
    if (words.kind[w] !== HANGUL) return false;
    const word = sliceUnits(text, words.from[w] as number, words.to[w] as number);
    if (KOREAN_COMPANY.some((start) => word.startsWith(start))) return true;
  }
  return false;
}

/** Small words that tell a verb, a noun or a place from a name, by the case of the candidate. */
const SMALL_BEFORE = new Set(
  'to in on with for from of by at and or the a an my our your we i you it they can will would not is was are be as than into like using via use used'.split(
    ' ',
  ),
);
const SMALL_AFTER = new Set(
  'to in on with for from of by at and or the a an my our your we i you it is was are has can will would as than sure that this who so but when while because not'.split(
    ' ',
  ),
);

/** The small words directly beside, apart for lower-case candidates: `to react` is a verb, `to React` rather not. */
function smallWords(f: Features, before: Beside | undefined, after: Beside | undefined, text: Folded, start: number): void {
  const lower = text.kinds[start] === LETTER && text.upper[start] !== 1 ? ', lower' : '';
  if (before && SMALL_BEFORE.has(before.text)) f[`before: ${before.text}${lower}`] = 1;
  if (after && SMALL_AFTER.has(after.text)) f[`after: ${after.text}${lower}`] = 1;
}

/** Signs directly around: quotes, possessive, hashtag, versions with a dot. */
function marks(f: Features, text: Folded, start: number, end: number): void {
  const before = start > 0 ? (text.units[start - 1] as number) : 0;
  const after = end < text.length ? (text.units[end] as number) : 0;
  // `Koa, our new colleague`, `Deno, the goalkeeper, …`
  if (
    after === 0x2c &&
    /^, (?:the|our|my|his|her|their|a|an|who|whose|aged|\d)/.test(sliceUnits(text, end, Math.min(text.length, end + 9)))
  )
    f['apposition'] = 1;
  if (before === 0x23) f['hashtag'] = 1;
  if (after === 0x27 && text.units[end + 1] === 0x73) f['possessive'] = 1;
  if (
    (before === 0x22 || before === 0x201c || before === 0x300a || before === 0x300c) &&
    (after === 0x22 || after === 0x201d || after === 0x300b || after === 0x300d)
  )
    f['in quotes'] = 1;
  if (before === 0x27 && start > 1 && text.kinds[start - 2] === LETTER) f['after an apostrophe'] = 1;
  if (after === 0x28) f['bracket after'] = 1;
  if (before === 0xfffc || after === 0xfffc || text.units[end + 1] === 0xfffc) f['code beside'] = 1;
}

/** Korean patterns of use: `X로 작성`, `X를 도입`, `X 기반`. */
function koreanUse(f: Features, p: Prepared, end: number, lastWord: number): void {
  const { text, words } = p;
  const next = text.kinds[end] === HANGUL ? lastWord + 2 : lastWord + 1;
  for (let w = next; w <= next + 1 && w < words.count; w++) {
    if (words.kind[w] !== HANGUL) continue;
    const from = words.from[w] as number;
    for (let i = from - 1; i >= end; i--) if (text.kinds[i] === LINE_END || text.units[i] === 0x2e) return;
    const word = sliceUnits(text, from, words.to[w] as number);
    if (KOREAN_USES.some((use) => word.startsWith(use))) {
      f['korean use after'] = w === next ? 1 : 0.6;
      return;
    }
  }
}

/** How technical the words around are, by the context lexicon. */
function lexicon(f: Features, p: Prepared, word: number, lastWord: number, block: Gathered): void {
  const { words, owner } = p;
  let sum = 0;
  let weights = 0;
  let least = 0;
  let most = 0;
  for (let w = Math.max(0, word - NEAR); w < Math.min(words.count, lastWord + NEAR + 1); w++) {
    if (w >= word && w <= lastWord) continue;
    const score = words.score[w] as number;
    if (score === 0) continue;
    const value = clip(score / 16, -4, 4);
    const distance = w < word ? word - w : w - lastWord;
    const weight = 1 / (1 + 0.15 * distance);
    if (owner[w] === 0) {
      sum += weight * value;
      weights += weight;
    }
    if (value < least) least = value;
    if (value > most) most = value;
  }
  f['words near'] = sum / (weights + 2);
  f['most ordinary word'] = least / 2;
  f['most technical word'] = most / 2;
  const left = word > 0 ? clip((words.score[word - 1] as number) / 16, -4, 4) : 0;
  const right = lastWord + 1 < words.count ? clip((words.score[lastWord + 1] as number) / 16, -4, 4) : 0;
  f['word left'] = left / 2;
  f['word right'] = right / 2;
  const [all, scored] = block.tone;
  const [mine, mineScored] = toneOf(p, word, lastWord + 1);
  f['words of the block'] = (all - mine) / (scored - mineScored + 4);
}
