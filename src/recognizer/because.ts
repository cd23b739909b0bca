/** Why a doubtful name is this term: the places of its block that a reader would point at. */
import type { Dictionary } from '../glossary/dictionary.ts';
import { TECH_CUE, TECH_PHRASE } from '../glossary/dictionary.ts';
import type { CueHit } from './cues.ts';
import { areRelated } from './features.ts';
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
  cues: readonly CueHit[],
): [number, number][] {
  const me = (p.found[index] as Found).candidate;
  const apart = (place: Place) => place.end <= me.start || place.start >= me.end;
  const near = (a: Place, b: Place) => Math.abs(a.word - me.word) - Math.abs(b.word - me.word);
  const names: Place[] = [];
  for (const { sure, candidate } of p.found)
    if (sure >= 0 && sure !== reading.term && areRelated(dictionary, reading.term, sure)) names.push(candidate);
  const words = cues
    .filter((hit) => hit.term === reading.term && (hit.sense === TECH_CUE || hit.sense === TECH_PHRASE))
    .map(({ start, end, word }): Place => ({ start, end, word }));
  const seen = new Set<string>();
  const out: [number, number][] = [];
  for (const place of [...names.sort(near), ...words.sort(near)]) {
    if (out.length === MOST) break;
    if (!apart(place) || Math.abs(place.word - me.word) > FAR || place.end <= place.start) continue;
    const start = p.text.from[place.start] as number;
    const end = p.text.to[place.end - 1] as number;
    const text = p.block.text.slice(start, end).toLowerCase();
    if (seen.has(text) || out.some(([from, to]) => start < to && from < end)) continue;
    seen.add(text);
    out.push([start, end]);
  }
  return out;
}
