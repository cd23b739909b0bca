/** Why a doubtful name is this term: the places of its block that a reader would point at. */
import type { Dictionary } from '../glossary/dictionary.ts';
import { TECH_CUE, TECH_PHRASE } from '../glossary/dictionary.ts';
import { areRelated } from './features.ts';
import { sliceUnits } from './fold.ts';
import type { Gathered } from './gathered.ts';
import type { Found, Prepared, Reading } from './passage.ts';

/** More than three reasons persuade nobody better. */
const MOST = 3;
/** A reason farther away than this is none that a reader sees. Words. */
const FAR = 30;

interface Place {
  start: number;
  end: number;
  word: number;
}

/**
 * Names and cues that speak for a reading, the nearest first, each word once; offsets are UTF-16 units of the block's text.
 * Names that the glossary relates to the term go before cues.
 */
export function placesFor(
  dictionary: Dictionary,
  p: Prepared,
  index: number,
  reading: Reading,
  block: Gathered,
): [number, number][] {
  const me = (p.found[index] as Found).candidate;
  const apart = (place: Place) => place.end <= me.start || place.start >= me.end;
  const near = (a: Place, b: Place) => Math.abs(a.word - me.word) - Math.abs(b.word - me.word);
  const names: Place[] = [];
  for (const i of block.near(index, FAR)) {
    const { sure, candidate } = p.found[i] as Found;
    if (sure >= 0 && sure !== reading.term && areRelated(dictionary, reading.term, sure)) names.push(candidate);
  }
  const words = block.hits
    .between(reading.term, me.word - FAR, me.word + FAR)
    .filter(({ sense }) => sense === TECH_CUE || sense === TECH_PHRASE)
    .map(({ start, end, word }): Place => ({ start, end, word }));
  const seen = new Set<string>();
  const out: [number, number][] = [];
  for (const place of [...names.sort(near), ...words.sort(near)]) {
    if (out.length === MOST) break;
    if (!apart(place) || place.end <= place.start) continue;
    const start = p.text.from[place.start] as number;
    const end = p.text.to[place.end - 1] as number;
    const text = sliceUnits(p.text, place.start, place.end);
    if (seen.has(text) || out.some(([from, to]) => start < to && from < end)) continue;
    seen.add(text);
    out.push([start, end]);
  }
  return out;
}
