/**
 * How a Latin name is joined to what stands directly beside it: free, in a compound (`Redis-backed`, `Ruby/Rails`), weakly
 * (an unknown hyphened word, which may be a longer name), or inside something that is no prose (address, path, identifier).
 */
import { DIGIT, HANGUL, LETTER, LINE_END, SPACE } from './characters.ts';
import { type Folded, sliceUnits } from './fold.ts';

export type Join = 'free' | 'compound' | 'weak' | 'inside';

const unit = (c: string): number => c.charCodeAt(0);
const DOT = unit('.');
const SLASH = unit('/');
const BACKSLASH = unit('\\');
const COLON = unit(':');
const HYPHEN = unit('-');
const AT = unit('@');
const EQUALS = unit('=');
const DOLLAR = unit('$');
const PERCENT = unit('%');
const AMPERSAND = unit('&');
const OPEN = unit('(');
const CLOSE = unit(')');
const TILDE = unit('~');
const PLUS = unit('+');
const HASH = unit('#');
const LESS = unit('<');
const GREATER = unit('>');
const ASTERISK = unit('*');

/** Words that follow a name and a hyphen without making another name of it. */
const AFTER_HYPHEN = new Set(
  `based like style styled compatible native driven powered only specific backed side friendly related first to as and or in for is free level ready agnostic aware flavored
  flavoured enabled inspired heavy centric side-by-side land world esque y ish managed hosted generated compliant capable wide built oriented written produced aligned bound
  server client app apps service services library framework language database cluster code project stack api cli sdk driver plugin module package image container`.split(
    /\s+/,
  ),
);
/** Words that precede a name and a hyphen without making another name of it. */
const BEFORE_HYPHEN = new Set(
  'non pre post multi anti pro ex self cross in vs mini all full the no de re sub super micro hyper intra inter server client early late semi quasi pseudo near un'.split(
    ' ',
  ),
);

/** Judges the units around [start, end) of a folded text. */
export function joinOf(text: Folded, start: number, end: number): Join {
  const { units, kinds, length } = text;
  const before = start > 0 ? (units[start - 1] as number) : 0x20;
  const after = end < length ? (units[end] as number) : 0x20;
  const beforeKind = start > 0 ? kinds[start - 1] : SPACE;
  const afterKind = end < length ? kinds[end] : SPACE;
  const latinStart = kinds[start] !== HANGUL;
  const latinEnd = kinds[end - 1] !== HANGUL;
  let join: Join = 'free';

  if (latinStart && (beforeKind === LETTER || beforeKind === DIGIT)) return 'inside';
  if (beforeKind === 0) {
    const further = start > 1 ? kinds[start - 2] : SPACE;
    const word = further === LETTER || further === DIGIT;
    if (before === DOT && latinStart && (word || (start > 1 && units[start - 2] === DOT))) return 'inside';
    if (before === BACKSLASH || before === AT || before === DOLLAR || before === PERCENT || before === TILDE) return 'inside';
    if (before === EQUALS || before === LESS || before === AMPERSAND) {
      if (latinStart && (word || further === SPACE)) return before === AMPERSAND && further === SPACE ? 'weak' : 'inside';
    }
    if (
      before === OPEN &&
      end < length &&
      after === CLOSE &&
      end - start === 1 &&
      start > 1 &&
      further !== SPACE &&
      further !== LINE_END
    )
      return 'inside'; // Intel(R)
    if (before === HYPHEN && word && isAddress(text, start, end)) return 'inside';
    if (before === COLON && start > 1 && units[start - 2] === COLON) return 'inside';
    if (before === COLON && word && latinStart && isIdentifierChunk(text, start - 2)) return 'inside';
    if (before === SLASH) {
      if (isPath(text, start, end)) return 'inside';
      join = 'compound';
    }
    if (before === PLUS || before === ASTERISK) join = 'compound';
    if (before === HYPHEN && word && latinStart) {
      if (start > 2 && units[start - 2] === HYPHEN) return 'inside';
      // `awesome-vue`, `node-fetch`: a package's own name
      if (!BEFORE_HYPHEN.has(wordBefore(text, start - 1)) && !isUpperAt(text, start)) return 'inside';
      join = 'compound';
    } else if (before === HYPHEN && latinStart && further !== SPACE && further !== LINE_END && start > 1 && further !== HANGUL)
      return 'inside';
    else if (before === HYPHEN && latinStart && start > 1 && units[start - 2] === HYPHEN) return 'inside'; // an option: --docker
  }
  if (afterKind === 0) {
    const further = end + 1 < length ? kinds[end + 1] : SPACE;
    const word = further === LETTER || further === DIGIT;
    if (
      after === DOT &&
      latinEnd &&
      further === LETTER &&
      !(isUpperAt(text, end + 1) && end + 2 < length && kinds[end + 2] === LETTER)
    )
      return 'inside';
    if (after === BACKSLASH || after === AT || after === EQUALS || after === GREATER) {
      if (latinEnd && (word || after === BACKSLASH || after === EQUALS)) return 'inside';
    }
    if (after === COLON && end + 1 < length && (units[end + 1] === COLON || units[end + 1] === SLASH)) return 'inside';
    if (after === COLON && latinEnd && word) return 'inside';
    if (after === OPEN && latinEnd && end + 1 < length && units[end + 1] === CLOSE) return 'inside';
    if (after === SLASH) {
      if (isPath(text, start, end)) return 'inside';
      if (join === 'free') join = 'compound';
    }
    if (after === AMPERSAND || after === HASH) join = 'weak';
    if (after === PLUS && join === 'free') join = word ? 'compound' : 'weak';
    if (after === HYPHEN && latinEnd && word) {
      if (isAddress(text, start, end)) return 'inside';
      const next = wordAfter(text, end + 1);
      // `eslint-plugin-vue`, `spring-boot-starter-web`: two hyphens make a package's name
      if (units[end + 1 + next.length] === HYPHEN && !isUpperAt(text, end + 1) && !/^(?:to|and|or|in|on|as|of|the)$/.test(next))
        return 'inside';
      const fine =
        AFTER_HYPHEN.has(next) || /(?:ed|ing|ish|able|free)$/.test(next) || isUpperAt(text, end + 1) || kinds[end + 1] === DIGIT;
      if (!fine) return 'inside';
      if (join === 'free') join = 'compound';
    }
  }
  return join;
}

function isUpperAt(text: Folded, at: number): boolean {
  return text.upper[at] === 1;
}

function wordBefore(text: Folded, end: number): string {
  let from = end;
  while (from > 0 && (text.kinds[from - 1] === LETTER || text.kinds[from - 1] === DIGIT)) from--;
  return sliceUnits(text, from, end);
}

function wordAfter(text: Folded, from: number): string {
  let end = from;
  while (end < text.length && (text.kinds[end] === LETTER || text.kinds[end] === DIGIT)) end++;
  return sliceUnits(text, from, end);
}

/** The run without blanks and Hangul around a place; at most 200 units each way. */
function chunk(text: Folded, start: number, end: number): [number, number] {
  let from = start;
  while (from > 0 && start - from < 200 && isChunk(text, from - 1)) from--;
  let to = end;
  while (to < text.length && to - end < 200 && isChunk(text, to)) to++;
  return [from, to];
}

function isChunk(text: Folded, at: number): boolean {
  const kind = text.kinds[at];
  return kind !== SPACE && kind !== LINE_END && kind !== HANGUL;
}

/** Whether the run around holds a scheme, a host with a path or a mail address. */
function isAddress(text: Folded, start: number, end: number): boolean {
  const [from, to] = chunk(text, start, end);
  return /:\/\/|^www\.|@|[a-z0-9-]+\.[a-z]{2,}\/|\/.*\//.test(sliceUnits(text, from, to));
}

/** Addresses, file paths and routes, as against `Ruby/Rails` and `TCP/IP`. */
function isPath(text: Folded, start: number, end: number): boolean {
  let [from, to] = chunk(text, start, end);
  // the run ends at Hangul: in `자바/코틀린`, `서버/Redis` the slash stands between words and not at an end of a path
  if (from > 0 && text.kinds[from - 1] === HANGUL && text.units[from] === SLASH && !startsWithSlash(text, from)) from++;
  if (to < text.length && text.kinds[to] === HANGUL && text.units[to - 1] === SLASH) to--;
  const whole = sliceUnits(text, from, to);
  if (/:\/\/|^[("'[]*(?:\.{0,2}|~)\/|\\|@|\/$|\?\w+=/.test(whole)) return true;
  // a host before the first slash
  if (/^[("'[]*(?:[a-z0-9-]+\.)+[a-z]{2,}\//.test(whole)) return true;
  // a file's ending after the last slash
  if (/\/[^/]*\.[a-z]{1,5}[)"'\],.:;]*$/.test(whole) && !/\.js[)"'\],.:;]*$/.test(whole)) return true;
  // owner/name in small letters, three parts or more: a path
  const parts = whole.split('/');
  let upper = false;
  for (let i = from; i < to; i++) if (text.upper[i] === 1) upper = true;
  return !upper && (parts.length >= 4 || whole.includes('-'));
}

/** Whether the run without blanks, Hangul and all, that holds a place begins with a slash: `/홈/도커`. Looks at most 200 units back. */
function startsWithSlash(text: Folded, at: number): boolean {
  let from = at;
  while (from > 0 && at - from < 200 && text.kinds[from - 1] !== SPACE && text.kinds[from - 1] !== LINE_END) from--;
  return text.units[from] === SLASH;
}

/** Whether the word that ends at `last` is an identifier-like prefix (`key:value`, `http:`). */
function isIdentifierChunk(text: Folded, last: number): boolean {
  const word = wordBefore(text, last + 1);
  return /^(?:https?|ftp|git|ssh|file|mailto|docker|npm|gem|pip)$/.test(word);
}
