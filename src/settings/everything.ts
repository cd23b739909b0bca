/** Everything that the reader made or chose, from all the places where it is kept, as one value. */
import type { Kept } from './kept.ts';
import { type KnownStore, type KnownTerms, mergeKnown } from './known.ts';
import type { OwnTerm } from './own-terms.ts';
import type { SettingsStore, StoredSettings } from './storage.ts';

export interface Everything {
  settings: StoredSettings;
  known: KnownTerms;
  own: OwnTerm[];
  plainHere: Record<string, string[]>;
}

/** The places. */
export interface Stores {
  settings: Pick<SettingsStore, 'stored' | 'replace'>;
  known: Pick<KnownStore, 'load' | 'merge' | 'set'>;
  own: Kept<OwnTerm[]>;
  plainHere: Kept<Record<string, string[]>>;
}

/** @throws when a part cannot be read: a back-up without it would be half of one */
export async function readEverything(stores: Stores): Promise<Everything> {
  const [settings, known, own, plainHere] = await Promise.all([
    stores.settings.stored(),
    stores.known.load(),
    stores.own.load(),
    stores.plainHere.load(),
  ]);
  for (const { unreachable, fault } of [known, own, plainHere]) if (unreachable) throw new Error(fault);
  return { settings, known: known.terms, own: own.value, plainHere: plainHere.value };
}

/**
 * Puts everything in its place. Known terms are merged by day, as everywhere: an older list takes nothing back.
 * Resolves to `local` where synced storage refused some of it.
 * @throws when a place refuses its part; what was written before stays
 */
export async function writeEverything(stores: Stores, next: Everything): Promise<'synced' | 'local'> {
  await stores.own.change(() => next.own);
  await stores.plainHere.change(() => next.plainHere);
  const known = await stores.known.merge(next.known);
  const settings = await stores.settings.replace(next.settings);
  return known === 'local' || settings === 'local' ? 'local' : 'synced';
}

/** Goes back to what was there. Known terms that changed since are set again, for merging by day would keep them. */
export async function goBackTo(stores: Stores, before: Everything): Promise<'synced' | 'local'> {
  const { terms: now } = await stores.known.load();
  const isKnown = (terms: KnownTerms, number: number) => terms.get(number)?.known ?? false;
  const changed = [...mergeKnown(now, before.known).keys()].filter((n) => isKnown(now, n) !== isKnown(before.known, n));
  for (const known of [true, false]) {
    const numbers = changed.filter((number) => isKnown(before.known, number) === known);
    if (numbers.length > 0) await stores.known.set(numbers, known);
  }
  return writeEverything(stores, { ...before, known: new Map() });
}
