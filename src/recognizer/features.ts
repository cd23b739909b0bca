/**
 * The local evidence for one reading of a candidate, as named numbers. A weight a name stands in `model/weights.json`;
 * the sum is the local score in logits. Everything here looks at the candidate's own block only.
 */
import type { Dictionary } from '../glossary/dictionary.ts';
import type { Gathered } from './gathered.ts';
import { cueKey } from './hits.ts';
import type { Found, Prepared, Reading } from './passage.ts';
import { clip, NEAR } from './surroundings.ts';
import type { Features } from './types.ts';

/** Least weight of a cue, however far away in the block. */
const FAR_WEIGHT = 0.35;
/** From so many words on a cue weighs no more than the least. */
const REACH = 13;

/** Weight of cues that speaks for a name on its own: one within three words, or several farther away. */
const OWN_CUES = 0.9;

const SHAPES = ['capital inside', 'capital at start', 'title case', 'lower case', 'text in lower case', 'capitals'];

/** Evidence for one reading: surface, cues, other senses, related names. Adds to a copy of the surroundings. */
export function readingFeatures(
  dictionary: Dictionary,
  p: Prepared,
  index: number,
  reading: Reading,
  around: Features,
  block: Gathered,
): Features {
  const found = p.found[index] as Found;
  const { candidate } = found;
  const f: Features = { ...around, bias: 1 };
  f[`ambiguity ${reading.ambiguity}`] = 1;
  if (reading.asWritten) f['as written'] = 1;
  // a capital tells a name from a word, but not a technology's name from a person's
  // an ordinary noun wants an article where it is the subject: `Flask would have been enough`
  if (
    reading.ambiguity === 'common' &&
    around['verb after'] &&
    !around['determiner before'] &&
    !around['lower case'] &&
    !around['hangul']
  )
    f['common, bare before a verb'] = 1;
  for (const shape of SHAPES) if (around[shape]) f[`${reading.ambiguity}, ${shape}`] = 1;
  const ordinary = (
    reading.asWritten ? dictionary.ordinaryExact[candidate.key] : dictionary.ordinaryOther[candidate.key]
  ) as number;
  f['ordinary'] = clip(ordinary / 8, -6, 6) / 3;
  if (found.readings.length > 1) f['shared surface'] = 1;
  cueFeatures(f, block, candidate, reading.term);
  relatedFeatures(f, dictionary, p, index, reading.term, block);
  return f;
}

function cueFeatures(f: Features, block: Gathered, candidate: Found['candidate'], term: number): void {
  /** Of each cue near: how often it stands there, and its greatest weight. */
  const near = new Map<number, { count: number; weight: number }>();
  for (const hit of block.hits.between(term, candidate.word - REACH, candidate.lastWord + REACH)) {
    const seen = near.get(cueKey(hit)) ?? { count: 0, weight: 0 };
    near.set(cueKey(hit), seen);
    seen.count++;
    const overlaps = hit.start < candidate.end && candidate.start < hit.end;
    const covers =
      hit.start <= candidate.start && hit.end >= candidate.end && hit.end - hit.start > candidate.end - candidate.start;
    const sense = hit.sense >> 1;
    const phrase = (hit.sense & 1) === 1;
    if (overlaps && !covers) continue;
    if (overlaps) {
      if (phrase) f[sense === 0 ? 'tech phrase' : 'other phrase'] = 1;
      else if (sense > 0) f['other phrase'] = 1;
      continue;
    }
    const distance = Math.abs(hit.word - candidate.word);
    const weight = block.sameSentence(hit, candidate)
      ? Math.max(FAR_WEIGHT, 0.2 + 1.2 * Math.exp(-distance / 6))
      : distance <= NEAR
        ? 0.55
        : FAR_WEIGHT;
    seen.weight = Math.max(seen.weight, weight);
  }
  let t = 0;
  const others = new Map<number, number>();
  for (const { key, sense, count } of block.hits.of(term).cues) {
    const here = near.get(key);
    const weight = Math.max(here?.weight ?? 0, count > (here?.count ?? 0) ? FAR_WEIGHT : 0);
    if (sense === 0) t += weight;
    else others.set(sense, (others.get(sense) ?? 0) + weight);
  }
  const o = Math.max(0, ...others.values());
  if (t > 0) {
    f['cue'] = Math.min(t, 1);
    f['more cues'] = clip(t - 1, 0, 3);
  }
  if (o > 0) {
    f['other cue'] = Math.min(o, 1);
    f['more other cues'] = clip(o - 1, 0, 3);
  }
  f['cue balance'] = clip(t - o, -2, 2);
}

/** Whether anything of the term's own speaks for it: a phrase holds it, or cues stand close by. A technical text around is nothing of its own. */
export function isSpokenFor(f: Features): boolean {
  return f['tech phrase'] === 1 || ((f['cue'] ?? 0) >= OWN_CUES && (f['cue balance'] ?? 0) > 0);
}

/** Sure names in the block, and those of them that the glossary relates to the term. */
function relatedFeatures(f: Features, dictionary: Dictionary, p: Prepared, index: number, term: number, block: Gathered): void {
  const { names, concepts } = block;
  let near = 0;
  for (const i of block.near(index, NEAR)) {
    const { sure } = p.found[i] as Found;
    if (sure !== term && names.has(sure)) near++;
  }
  // a concept (API, cache) is vocabulary, not a name; as a neighbor it counts all the same
  let related = 0;
  const { graphFirst, graphTo } = dictionary;
  for (let i = graphFirst[term] as number; i < (graphFirst[term + 1] as number); i++) {
    const neighbor = graphTo[i] as number;
    if (names.has(neighbor) || concepts.has(neighbor)) related++;
  }
  const different = names.size - (names.has(term) ? 1 : 0);
  if (related > 0) f['related name'] = Math.min(related, 3);
  if (near > 0) f['names near'] = Math.min(near, 3);
  if (different > 0) f['names in the block'] = Math.min(different, 4);
  if (names.has(term) || concepts.has(term)) f['full name in the block'] = 1;
}

/** Whether two terms are neighbors in the glossary's graph. */
export function areRelated(dictionary: Dictionary, a: number, b: number): boolean {
  const { graphFirst, graphTo } = dictionary;
  for (let i = graphFirst[a] as number; i < (graphFirst[a + 1] as number); i++) if (graphTo[i] === b) return true;
  return false;
}
