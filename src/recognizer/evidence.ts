/** Evidence of blocks, merged: counts that add up in any order. */
import type { Evidence } from './types.ts';

/** Evidence of nothing. */
export function noEvidence(): Evidence {
  return { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] };
}

/** Adds `more` to `into` and returns it. */
export function addEvidence(into: Evidence, more: Evidence): Evidence {
  for (const field of ['sure', 'code', 'own'] as const)
    for (const [key, count] of Object.entries(more[field]))
      into[field][key] = (Object.hasOwn(into[field], key) ? (into[field][key] ?? 0) : 0) + count;
  for (const [term, [count, sum, best]] of Object.entries(more.doubtful)) {
    const old = Object.hasOwn(into.doubtful, term) ? into.doubtful[term] : undefined;
    into.doubtful[term] = old ? [old[0] + count, old[1] + sum, Math.max(old[2], best)] : [count, sum, best];
  }
  into.tech[0] += more.tech[0];
  into.tech[1] += more.tech[1];
  return into;
}
