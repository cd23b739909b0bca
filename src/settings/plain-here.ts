/** Terms that the reader called wrong on a site: plain there from then on. Kept on this machine; host → term ids. */
import * as v from 'valibot';
import { Kept } from './kept.ts';
import type { Area } from './storage.ts';

export const PLAIN_HERE_KEY = 'plain-here';

const siteSchema = v.tuple([v.pipe(v.string(), v.maxLength(255)), v.array(v.pipe(v.string(), v.maxLength(120)))]);

/** Not `v.record`, which drops keys such as `constructor`: a host may have any name. */
export const plainHereSchema = v.pipe(
  v.custom<Record<string, unknown>>(
    (sites) => typeof sites === 'object' && sites !== null && !Array.isArray(sites),
    'must be hosts with lists of terms',
  ),
  v.rawTransform(({ dataset: { value: sites }, addIssue, NEVER }): Record<string, string[]> => {
    const entries: [string, string[]][] = [];
    let bad = false;
    for (const [host, ids] of Object.entries(sites)) {
      const read = v.safeParse(siteSchema, [host, ids]);
      if (read.success) entries.push(read.output);
      else {
        const [{ message, path }] = read.issues;
        const inside = path?.slice(1) ?? [];
        addIssue({ message, path: [{ type: 'object', origin: 'value', input: sites, key: host, value: ids }, ...inside] });
        bad = true;
      }
    }
    return bad ? NEVER : Object.fromEntries(entries);
  }),
);

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
