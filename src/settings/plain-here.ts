/** Terms that the reader called wrong on a site: plain there from then on. Kept on this machine; host → term ids. */
import * as v from 'valibot';
import { Kept } from './kept.ts';
import type { Area } from './storage.ts';

export const PLAIN_HERE_KEY = 'plain-here';

export const plainHereSchema = v.record(v.pipe(v.string(), v.maxLength(255)), v.array(v.pipe(v.string(), v.maxLength(120))));

export function plainHereIn(local: Area): Kept<Record<string, string[]>> {
  return new Kept<Record<string, string[]>>(local, PLAIN_HERE_KEY, plainHereSchema, {});
}

/** The list with a term made plain on a host, or not any more. */
export function withPlain(sites: Record<string, string[]>, host: string, term: string, plain: boolean): Record<string, string[]> {
  const others = (Object.hasOwn(sites, host) ? (sites[host] ?? []) : []).filter((id) => id !== term);
  const terms = plain ? [...others, term] : others;
  const { [host]: _, ...rest } = sites;
  return terms.length > 0 ? { ...rest, [host]: terms } : rest;
}
