/** Finds cues and phrases of the candidates' terms in a block: words and short phrases, by hash. */
import type { Dictionary } from '../glossary/dictionary.ts';
import { DIGIT, HANGUL, LETTER, LINE_END } from './characters.ts';
import { type Folded, sliceUnits } from './fold.ts';
import { HASH_START, hashUnit } from './hash.ts';
import { isHeadNoun, tailOf } from './korean.ts';
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
export const MOST_WORDS = 6;
const INFLECTIONS = new Set(['s', 'es', 'ed', 'd', 'ing', 'er', 'ers', "'s", 'ly', 'n']);

/** Nearly every word is no cue of the wanted terms, and a table of this size says so at one look: 4 of 5 slots are empty for some dozens of terms. */
const SLOT_BITS = 14;
/** In which search a slot was last filled: nothing has to be cleared between two. */
const FILLED = new Uint32Array(1 << SLOT_BITS);
let searches = 0;

interface Search {
  dictionary: Dictionary;
  hits: CueHit[];
  wanted: ReadonlySet<number>;
  /** Number of the search; `FILLED` holds it at the slot of each cue of the wanted terms. */
  number: number;
}

/** Starts a search: fills the slots of all cues of the wanted terms. */
function searchFor(dictionary: Dictionary, wanted: ReadonlySet<number>): Search {
  const { cues, cueFirst } = dictionary;
  if (searches === 0xffffffff) {
    FILLED.fill(0);
    searches = 0;
  }
  const number = ++searches;
  for (const term of wanted) {
    const stop = cueFirst[term + 1] as number;
    for (let at = cueFirst[term] as number; at < stop; at++) FILLED[(cues[at] as number) >>> (32 - SLOT_BITS)] = number;
  }
  return { dictionary, hits: [], wanted, number };
}

/** Finds hits for the wanted terms only. */
export function findCues(dictionary: Dictionary, text: Folded, words: Words, wanted: ReadonlySet<number>): CueHit[] {
  const search = searchFor(dictionary, wanted);
  const { hits, number } = search;
  const { units, kinds, length } = text;
  for (let word = 0; word < words.count; word++) {
    const from = words.from[word] as number;
    let hash = HASH_START;
    // a cue may start with a sign: `.vimrc`, `@Autowired`
    if (from > 0 && kinds[from - 1] === 0 && (units[from - 1] === 0x2e || units[from - 1] === 0x40)) {
      let signed = hashUnit(HASH_START, units[from - 1] as number);
      const to = words.to[word] as number;
      for (let at = from; at < to; at++) signed = hashUnit(signed, units[at] as number);
      probe(search, signed >>> 0, from - 1, to, word);
    }
    let last = word;
    for (let at = from; at < length; at++) {
      const kind = kinds[at];
      if (kind === LINE_END) break;
      hash = hashUnit(hash, units[at] as number);
      if (kind !== LETTER && kind !== DIGIT && kind !== HANGUL) {
        // signs at a cue's end: `C++`, `C#`
        if (kind === 0 && (units[at] === 0x2b || units[at] === 0x23)) probe(search, hash >>> 0, from, at + 1, word);
        if (at - from > 48) break;
        continue;
      }
      while (last + 1 < words.count && (words.from[last + 1] as number) <= at) last++;
      if (last - word >= MOST_WORDS) break;
      if (FILLED[hash >>> (32 - SLOT_BITS)] !== number) continue;
      const to = words.to[last] as number;
      const left = to - at - 1;
      if (kind === HANGUL) {
        // one syllable is a cue only as a word of its own, more may start a longer word
        if (at - from >= 1 || left === 0 || (left <= 2 && at === from)) {
          const known = hits.length;
          probe(search, hash >>> 0, from, at + 1, word);
          // two syllables may begin another word: `신화` in `신화창조` is fine, in `신화에서` too, in `신화랑군` not
          if (hits.length > known && left > 0 && at - from < 2) {
            const rest = sliceUnits(text, at + 1, to);
            if (tailOf(rest) === 'unknown' && !(at - from >= 1 && isHeadNoun(rest))) hits.length = known;
          }
        }
      } else if (left === 0 || (left <= 3 && at - from >= 2 && INFLECTIONS.has(sliceUnits(text, at + 1, to))))
        probe(search, hash >>> 0, from, at + 1, word);
    }
  }
  return hits;
}

/** Adds a hit for every wanted term that has this cue. */
function probe(search: Search, hash: number, start: number, end: number, word: number): void {
  if (FILLED[hash >>> (32 - SLOT_BITS)] !== search.number) return;
  const { dictionary, hits, wanted } = search;
  const from = (hash & 0xffffff00) >>> 0;
  for (const term of wanted) {
    const { cues, cueFirst } = dictionary;
    const stop = cueFirst[term + 1] as number;
    let low = cueFirst[term] as number;
    let high = stop;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((cues[mid] as number) < from) low = mid + 1;
      else high = mid;
    }
    for (; low < stop && ((cues[low] as number) & 0xffffff00) >>> 0 === from; low++)
      hits.push({ term, sense: (cues[low] as number) & 0xff, cue: from, start, end, word });
  }
}
