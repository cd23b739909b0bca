/** Finds cues and phrases of the candidates' terms in a block: words and short phrases, by hash. */
import type { Dictionary } from '../glossary/dictionary.ts';
import { DIGIT, HANGUL, LETTER, LINE_END } from './characters.ts';
import type { Folded } from './fold.ts';
import { HASH_START, hashUnit } from './hash.ts';
import { isHeadNoun, tailOf } from './korean.ts';
import { sliceUnits } from './find.ts';
import type { Words } from './words.ts';

/** A cue in the text: where it stands, in folded units and words, and what it speaks for. */
export interface CueHit {
  term: number;
  /** Code of `dictionary.ts`: technology's cue or phrase, or other sense's. */
  sense: number;
  /** Which cue: two hits of one cue count once. */
  cue: number;
  start: number;
  end: number;
  word: number;
}

/** Words in a cue, at most; longer phrases are not found. */
const MAX_WORDS = 6;
const INFLECTIONS = new Set(['s', 'es', 'ed', 'd', 'ing', 'er', 'ers', "'s", 'ly', 'n']);

/** Finds hits for the wanted terms only. */
export function findCues(dictionary: Dictionary, text: Folded, words: Words, wanted: ReadonlySet<number>): CueHit[] {
  const hits: CueHit[] = [];
  const { units, kinds, length } = text;
  for (let word = 0; word < words.count; word++) {
    const from = words.from[word] as number;
    let hash = HASH_START;
    // a cue may start with a sign: `.vimrc`, `@Autowired`
    if (from > 0 && kinds[from - 1] === 0 && (units[from - 1] === 0x2e || units[from - 1] === 0x40)) {
      let signed = hashUnit(HASH_START, units[from - 1] as number);
      const to = words.to[word] as number;
      for (let at = from; at < to; at++) signed = hashUnit(signed, units[at] as number);
      probe(dictionary, hits, wanted, signed >>> 0, from - 1, to, word);
    }
    let last = word;
    for (let at = from; at < length; at++) {
      const kind = kinds[at];
      if (kind === LINE_END) break;
      hash = hashUnit(hash, units[at] as number);
      if (kind !== LETTER && kind !== DIGIT && kind !== HANGUL) {
        // signs at a cue's end: `C++`, `C#`
        if (kind === 0 && (units[at] === 0x2b || units[at] === 0x23)) probe(dictionary, hits, wanted, hash >>> 0, from, at + 1, word);
        if (at - from > 48) break;
        continue;
      }
      while (last + 1 < words.count && (words.from[last + 1] as number) <= at) last++;
      if (last - word >= MAX_WORDS) break;
      const to = words.to[last] as number;
      const left = to - at - 1;
      if (kind === HANGUL) {
        // one syllable is a cue only as a word of its own, more may start a longer word
        if (at - from >= 1 || left === 0 || (left <= 2 && at === from)) {
          if (lookUpCue(dictionary, hash >>> 0) >= 0) {
            const tail = left === 0 ? 'none' : tailOf(sliceUnits(text, at + 1, to));
            if (left === 0 || tail !== 'unknown' || (at - from >= 1 && (at - from >= 2 || isHeadNoun(sliceUnits(text, at + 1, to)))))
              probe(dictionary, hits, wanted, hash >>> 0, from, at + 1, word);
          }
        }
      } else if (left === 0 || (left <= 3 && at - from >= 2 && INFLECTIONS.has(sliceUnits(text, at + 1, to))))
        probe(dictionary, hits, wanted, hash >>> 0, from, at + 1, word);
    }
  }
  return hits;
}

function lookUpCue(dictionary: Dictionary, hash: number): number {
  const { cueHash } = dictionary;
  let low = 0;
  let high = cueHash.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((cueHash[mid] as number) < hash) low = mid + 1;
    else high = mid;
  }
  return cueHash[low] === hash ? low : -1;
}

function probe(dictionary: Dictionary, hits: CueHit[], wanted: ReadonlySet<number>, hash: number, start: number, end: number, word: number): void {
  const cue = lookUpCue(dictionary, hash);
  if (cue < 0) return;
  const last = dictionary.cueFirst[cue + 1] as number;
  for (let i = dictionary.cueFirst[cue] as number; i < last; i++) {
    const term = dictionary.cueTerm[i] as number;
    if (wanted.has(term)) hits.push({ term, sense: dictionary.cueSense[i] as number, cue, start, end, word });
  }
}
