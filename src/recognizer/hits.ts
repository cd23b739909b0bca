/** The cues found in a block, by term: a name looks only at those that can speak for it, and closely only at those near it. */
import type { CueHit } from './cues.ts';

/** One cue of a term in a block, however often it stands there. */
export interface SeenCue {
  key: number;
  /** 0 for the technology, else the number of the other sense. */
  sense: number;
  count: number;
}

export interface TermHits {
  /** In the order of the text. */
  all: CueHit[];
  cues: SeenCue[];
}

const NONE: TermHits = { all: [], cues: [] };

/** The same for all hits of one cue and sense, phrase or not. */
export const cueKey = ({ cue, sense }: CueHit): number => cue + (sense >> 1);

interface Indexed extends TermHits {
  byKey: Map<number, SeenCue>;
}

export class Hits {
  readonly #byTerm = new Map<number, Indexed>();

  constructor(hits: readonly CueHit[]) {
    for (const hit of hits) {
      const of: Indexed = this.#byTerm.get(hit.term) ?? { all: [], cues: [], byKey: new Map() };
      this.#byTerm.set(hit.term, of);
      of.all.push(hit);
      const key = cueKey(hit);
      const seen = of.byKey.get(key);
      if (seen) seen.count++;
      else {
        const cue = { key, sense: hit.sense >> 1, count: 1 };
        of.byKey.set(key, cue);
        of.cues.push(cue);
      }
    }
  }

  of(term: number): TermHits {
    return this.#byTerm.get(term) ?? NONE;
  }

  /** Those of a term that begin at the words `from` to `to`. */
  between(term: number, from: number, to: number): CueHit[] {
    const { all } = this.of(term);
    return all.slice(firstAt(all, from), firstAt(all, to + 1));
  }
}

/** Index of the first hit at a word or after it. */
function firstAt(hits: readonly CueHit[], word: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((hits[mid] as CueHit).word < word) low = mid + 1;
    else high = mid;
  }
  return low;
}
