/** The page's evidence for one reading, and the decision: a probability out of the local score and the page. */
import type { Dictionary } from '../glossary/dictionary.ts';
import type { Confidence, Evidence, Features } from './types.ts';

/** Least probability at which a doubtful mention is shown, by the reader's setting. Tuned to precision on the learning rows. */
export const FLOORS: Record<Confidence, number> = { certain: 0.9, usual: 0.5, everything: 0.35 };

/** What the page says, worked out once for all decisions. */
export interface PageView {
  evidence: Evidence;
  /** Sure names (no concepts) on the page, all and different ones. */
  names: number;
  different: number;
}

/** Sum of the page's sure names. */
export function viewPage(evidence: Evidence, isConcept: (id: string) => boolean): PageView {
  let names = 0;
  let different = 0;
  for (const [id, count] of Object.entries(evidence.sure)) {
    if (isConcept(id)) continue;
    names += count;
    different++;
  }
  return { evidence, names, different };
}

/** Weighted sum of features; names that have no weight count nothing. */
export function score(features: Features, weights: Readonly<Record<string, number>>, prefix = ''): number {
  let sum = 0;
  for (const name in features) sum += (features[name] as number) * (weights[prefix + name] ?? 0);
  return sum;
}

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** A doubtful reading with what its block says. */
export interface LocalReading {
  term: number;
  local: number;
  /** A fixed phrase of another sense holds it: what the rest of the page means by the name says nothing here. */
  otherPhrase: boolean;
  /** The evidence of that name: how ordinary the surface is in general text. */
  ordinary: number;
  /** Seldom the term, and nothing of the term's own stands by it: the page must name the term in full. */
  unspoken: boolean;
}

/** Whether a page names a term in full, in text or in code. */
export const isNamed = ({ sure, code }: Evidence, id: string): boolean => Object.hasOwn(sure, id) || Object.hasOwn(code, id);

/** The page's features for a reading of a candidate written `surface` (folded). */
export function pageFeatures(dictionary: Dictionary, view: PageView, reading: LocalReading, surface: string): Features {
  const { evidence } = view;
  const id = dictionary.ids[reading.term] as string;
  const get = (from: Record<string, number>, key: string): number => (Object.hasOwn(from, key) ? (from[key] ?? 0) : 0);
  const f: Features = { bias: 1, local: reading.local };
  let related = 0;
  for (let i = dictionary.graphFirst[reading.term] as number; i < (dictionary.graphFirst[reading.term + 1] as number); i++) {
    const neighbor = dictionary.ids[dictionary.graphTo[i] as number] as string;
    if (get(evidence.sure, neighbor) > 0) related++;
    else if (get(evidence.code, neighbor) > 0) related += 0.5;
  }
  f['related names'] = Math.min(related, 4);
  const words = Math.max(evidence.tech[1], 20);
  const length = evidence.tech[1] >= 150 ? 'long' : 'short';
  f[`density of names, ${length}`] = Math.min((view.names / words) * 20, 2);
  f[`different names, ${length}`] = Math.min(Math.log2(1 + view.different), 4) / 2;
  // a few sentences tell less of the page than a post does
  if (evidence.tech[1] < 80) f['short page'] = 1;
  if (evidence.tech[1] >= 400) f['long page'] = 1;
  if (evidence.tech[1] >= 200 && view.different === 0) f['no sure name on a long page'] = 1;
  if (evidence.tech[1] >= 200 && view.different === 1) f['one sure name on a long page'] = 1;
  // on a technical page a name is what it mostly is in technical text
  f[evidence.tech[1] >= 80 && view.different >= 2 ? 'ordinary on a technical page' : 'ordinary on another page'] =
    reading.ordinary;
  f['words of the page'] = Math.max(-2, Math.min(2, evidence.tech[0] / 16 / words));
  if (reading.otherPhrase) return f;
  if (get(evidence.sure, id) > 0) f['full name on the page'] = 1;
  if (get(evidence.code, id) > 0) f['in code'] = 1;
  // what the page calls its own says nothing of the technology elsewhere
  if (get(evidence.own, surface) > 0) {
    f["the page's own name"] = 1;
    return f;
  }
  const [count, sum] = Object.hasOwn(evidence.doubtful, id) ? (evidence.doubtful[id] ?? [0, 0, 0]) : [0, 0, 0];
  const others = count - 1;
  // a post uses a name in one sense, and so does what has it three times; a short passage that has it twice often plays with both
  if (others > 0)
    f[evidence.tech[1] >= 150 || others > 1 ? 'elsewhere on a long page' : 'elsewhere on a short page'] =
      Math.max(-3, Math.min(3, (sum / 16 - reading.local) / others)) * Math.min(1, others / 2);
  return f;
}
