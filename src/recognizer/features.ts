/**
 * The local evidence for one reading of a candidate, as named numbers. A weight a name stands in `model/weights.json`;
 * the sum is the local score in logits. Everything here looks at the candidate's own block only.
 */
import type { Dictionary } from '../glossary/dictionary.ts';
import { LINE_END, SPACE } from './characters.ts';
import type { CueHit } from './cues.ts';
import type { Folded } from './fold.ts';
import type { Found, Prepared, Reading } from './passage.ts';
import { clip, NEAR } from './surroundings.ts';
import type { Features } from './types.ts';

/** Least weight of a cue, however far away in the block. */
const FAR_WEIGHT = 0.35;

const SHAPES = ['capital inside', 'capital at start', 'title case', 'lower case', 'text in lower case', 'capitals'];

/** Evidence for one reading: surface, cues, other senses, related names. Adds to a copy of the surroundings. */
export function readingFeatures(
  dictionary: Dictionary,
  p: Prepared,
  index: number,
  reading: Reading,
  around: Features,
  cues: readonly CueHit[],
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
  cueFeatures(f, p, candidate, reading.term, cues);
  relatedFeatures(f, dictionary, p, index, reading.term);
  return f;
}

function cueFeatures(f: Features, p: Prepared, candidate: Found['candidate'], term: number, cues: readonly CueHit[]): void {
  const tech = new Map<number, number>();
  const others = new Map<number, Map<number, number>>();
  for (const hit of cues) {
    if (hit.term !== term) continue;
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
    const weight = sameSentence(p.text, hit, candidate)
      ? Math.max(FAR_WEIGHT, 0.2 + 1.2 * Math.exp(-distance / 6))
      : distance <= NEAR
        ? 0.55
        : FAR_WEIGHT;
    const into = sense === 0 ? tech : (others.get(sense) ?? new Map<number, number>());
    into.set(hit.cue, Math.max(into.get(hit.cue) ?? 0, weight));
    if (sense > 0) others.set(sense, into);
  }
  const sum = (m: Map<number, number>) => [...m.values()].reduce((a, b) => a + b, 0);
  const t = sum(tech);
  const o = Math.max(0, ...[...others.values()].map(sum));
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

function sameSentence(text: Folded, hit: CueHit, candidate: { start: number; end: number }): boolean {
  const from = Math.min(hit.end, candidate.end);
  const to = Math.max(hit.start, candidate.start);
  for (let i = from; i < to; i++) {
    const unit = text.units[i];
    if (text.kinds[i] === LINE_END) return false;
    if ((unit === 0x2e || unit === 0x21 || unit === 0x3f) && text.kinds[i + 1] === SPACE) return false;
  }
  return true;
}

/** Sure names in the block, and those of them that the glossary relates to the term. */
function relatedFeatures(f: Features, dictionary: Dictionary, p: Prepared, index: number, term: number): void {
  const me = (p.found[index] as Found).candidate;
  const seen = new Set<number>();
  const concepts = new Set<number>();
  let related = 0;
  let near = 0;
  let self = 0;
  for (const [i, other] of p.found.entries()) {
    if (i === index || other.sure < 0) continue;
    if (other.sure === term) {
      self = 1;
      continue;
    }
    const concept = dictionary.concept[other.sure] === 1;
    if (!concept && Math.abs(other.candidate.word - me.word) <= NEAR) near++;
    if (seen.has(other.sure) || concepts.has(other.sure)) continue;
    // a concept (API, cache) is vocabulary, not a name; as a neighbor it counts all the same
    (concept ? concepts : seen).add(other.sure);
    if (areRelated(dictionary, term, other.sure)) related++;
  }
  if (related > 0) f['related name'] = Math.min(related, 3);
  if (near > 0) f['names near'] = Math.min(near, 3);
  if (seen.size > 0) f['names in the block'] = Math.min(seen.size, 4);
  if (self > 0) f['full name in the block'] = 1;
}

/** Whether two terms are neighbors in the glossary's graph. */
export function areRelated(dictionary: Dictionary, a: number, b: number): boolean {
  const { graphFirst, graphTo } = dictionary;
  for (let i = graphFirst[a] as number; i < (graphFirst[a + 1] as number); i++) if (graphTo[i] === b) return true;
  return false;
}
