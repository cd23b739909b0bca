/** The search of the glossary: over names and all other ways to write them, fast enough to answer every key. */
import type { DirectoryEntry } from '../glossary/card.ts';
import type { Kind } from '../glossary/kinds.ts';
import { Folder, sliceUnits } from '../recognizer/fold.ts';

/** How a term fits, the best first: written so, begins so, another writing begins so, a word of it does, somewhere inside. */
const EXACT = 0;
const NAME_BEGINS = 1;
const SURFACE_BEGINS = 2;
const WORD_BEGINS = 3;
const INSIDE = 4;
/** Only when spaces and hyphens are left out: `springboot`. */
const RUN_TOGETHER = 5;
const NO_FIT = 6;
const MOST_LENGTH = 1023;
const MOST_TERMS = 2 ** 20;

const LETTER = /[\p{L}\p{N}]/u;

const folder = new Folder();

/** One spelling for what readers see as the same, as the recognizer has it. */
export function fold(text: string): string {
  const folded = folder.fold(text);
  return sliceUnits(folded, 0, folded.length).trim();
}

const runTogether = (folded: string): string => folded.replace(/[\s._-]/g, '');

interface Indexed {
  entry: DirectoryEntry;
  /** All ways to write it, the name first, each between line breaks: one look for each term that does not fit. */
  writings: string;
  together: string;
  /** Of the name. */
  length: number;
}

export interface Found {
  /** How many there are of the kind asked for. */
  total: number;
  /** How many there are of each kind. */
  counts: ReadonlyMap<Kind, number>;
  /** The first of them, the best first. */
  first(most: number): DirectoryEntry[];
}

export class Search {
  readonly #terms: Indexed[];

  constructor(entries: readonly DirectoryEntry[]) {
    const { compare } = new Intl.Collator(['en', 'ko'], { sensitivity: 'base', numeric: true });
    this.#terms = [...entries]
      .sort((a, b) => compare(a[1], b[1]) || (a[0] < b[0] ? -1 : 1))
      .map((entry) => {
        const writings = [entry[1], ...entry[3]].map(fold);
        const together = writings.map(runTogether);
        return {
          entry,
          writings: `\n${writings.join('\n')}\n`,
          together: together.join('\n'),
          length: Math.min(writings[0]?.length ?? 0, MOST_LENGTH),
        };
      });
  }

  /** The terms that fit; with an empty query all, by name. */
  find(query: string, kind?: Kind): Found {
    const wanted = fold(query);
    // `c++` without its marks would be `c`, which is half the glossary
    const together = /^[\p{L}\p{N}\s._-]+$/u.test(wanted) ? runTogether(wanted) : '';
    const counts = new Map<Kind, number>();
    const keys: number[] = [];
    const terms = this.#terms;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as Indexed;
      const fit = wanted === '' ? EXACT : fitOf(term, wanted, together);
      if (fit === NO_FIT) continue;
      const own = term.entry[2];
      counts.set(own, (counts.get(own) ?? 0) + 1);
      if (kind !== undefined && own !== kind) continue;
      // one number to sort by: the fit, the shorter name, the alphabet
      const length = wanted === '' ? 0 : term.length;
      keys.push((fit * (MOST_LENGTH + 1) + length) * MOST_TERMS + i);
    }
    const sorted = Float64Array.from(keys).sort();
    return {
      total: sorted.length,
      counts,
      first: (most) => Array.from(sorted.subarray(0, most), (key) => (terms[key % MOST_TERMS] as Indexed).entry),
    };
  }
}

/** The other writing by which a term was found, where its name does not show it. */
export function writingFound([, name, , surfaces]: DirectoryEntry, query: string): string | undefined {
  const wanted = fold(query);
  if (wanted === '' || fold(name).includes(wanted)) return undefined;
  const folded = surfaces.map(fold);
  const at = [folded.indexOf(wanted), folded.findIndex((s) => s.startsWith(wanted)), folded.findIndex((s) => s.includes(wanted))];
  const found = at.find((index) => index >= 0);
  return found === undefined ? undefined : surfaces[found];
}

function fitOf({ writings, together }: Indexed, wanted: string, wantedTogether: string): number {
  const first = writings.indexOf(wanted);
  if (first < 0) return wantedTogether !== '' && together.includes(wantedTogether) ? RUN_TOGETHER : NO_FIT;
  if (writings.includes(`\n${wanted}\n`)) return EXACT;
  if (first === 1) return NAME_BEGINS;
  if (writings.includes(`\n${wanted}`)) return SURFACE_BEGINS;
  for (let at = first; at >= 0; at = writings.indexOf(wanted, at + 1))
    if (!LETTER.test(writings[at - 1] as string)) return WORD_BEGINS;
  return INSIDE;
}
