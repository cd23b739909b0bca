/**
 * What all decisions of a block share, gathered once. Did each doubtful name look through the whole block, a page that repeats a name
 * and its cues would hold the background for minutes; so the time to read a block grows with its length only.
 */
import type { Dictionary } from '../glossary/dictionary.ts';
import { LINE_END, SPACE } from './characters.ts';
import type { Hits } from './hits.ts';
import { type Found, type Prepared, startsSentence } from './passage.ts';

export class Gathered {
  /** Terms that are surely named: names, and concepts apart. */
  readonly names = new Set<number>();
  readonly concepts = new Set<number>();
  /** Surfaces (first entries) that are somewhere written with a capital inside a sentence. */
  readonly capitals = new Set<number>();
  /** Sum of the words' scores, clipped, and how many words have one. */
  readonly tone: readonly [number, number];
  readonly #p: Prepared;
  #sentences: Uint32Array | undefined;

  /** Made when it is settled which names are sure. */
  constructor(
    dictionary: Dictionary,
    p: Prepared,
    readonly hits: Hits,
  ) {
    this.#p = p;
    for (const { sure, candidate } of p.found) {
      if (sure >= 0) (dictionary.concept[sure] === 1 ? this.concepts : this.names).add(sure);
      if (p.text.upper[candidate.start] === 1 && !startsSentence(p.text, candidate.start)) this.capitals.add(candidate.key);
    }
    this.tone = toneOf(p, 0, p.words.count);
  }

  /** Indices of the names found within so many words of the one at `index`, itself left out. */
  near(index: number, words: number): number[] {
    const { found } = this.#p;
    const { word } = (found[index] as Found).candidate;
    let from = index;
    while (from > 0 && word - (found[from - 1] as Found).candidate.word <= words) from--;
    const out: number[] = [];
    for (let i = from; i < found.length && (found[i] as Found).candidate.word - word <= words; i++) if (i !== index) out.push(i);
    return out;
  }

  /** Whether no sentence ends between two places (folded units). */
  sameSentence(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
    const from = Math.min(a.end, b.end);
    const to = Math.max(a.start, b.start);
    this.#sentences ??= sentenceEnds(this.#p);
    return from >= to || this.#sentences[from] === this.#sentences[to];
  }
}

/** How technical the words `from` to `to` (exclusive) are: sum and count of those that the lexicon holds. */
export function toneOf({ words }: Prepared, from: number, to: number): [number, number] {
  let sum = 0;
  let count = 0;
  for (let w = from; w < to; w++) {
    const score = words.score[w] as number;
    if (score === 0) continue;
    sum += Math.max(-4, Math.min(4, score / 16));
    count++;
  }
  return [sum, count];
}

/** How many sentences end before each unit. */
function sentenceEnds({ text: { units, kinds, length } }: Prepared): Uint32Array {
  const ends = new Uint32Array(length + 1);
  for (let i = 0; i < length; i++) {
    const unit = units[i];
    const end = kinds[i] === LINE_END || ((unit === 0x2e || unit === 0x21 || unit === 0x3f) && kinds[i + 1] === SPACE);
    ends[i + 1] = (ends[i] as number) + (end ? 1 : 0);
  }
  return ends;
}
