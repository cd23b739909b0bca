/** What a back-up would change, and everything as it would be then. Restoring twice is restoring once, and can be taken back. */
import { answered, storedAt } from './answered.ts';
import { type ReadBackup, readBackup, writeBackup } from './backup.ts';
import { type Everything, goBackTo, type Stores, writeEverything } from './everything.ts';
import { mergeKnown } from './known.ts';
import { MOST_OWN_TERMS, type OwnTerm } from './own-terms.ts';
import { type Fold, keysOf } from './own-terms-import.ts';
import { DEFAULTS } from './settings.ts';
import type { LocalArea } from './storage.ts';

/** Local storage: a back-up of what was there before the last restore. */
export const BEFORE_RESTORE_KEY = 'before-restore';

/** Local storage: a restore has begun and not ended, so the copy is of the last time when all was whole. */
const UNFINISHED_KEY = 'restore-unfinished';

/** Whether the back-up's own terms come to those that are here, or stand in their place. */
export type OwnTermsMode = 'merge' | 'replace';

export interface Changes {
  /** Settings whose value becomes another. */
  settings: string[];
  known: { added: number; changed: number };
  own: { added: number; changed: number; removed: number };
  /** Sites that get more plain terms. */
  plainHere: number;
}

/** Everything as it is after restoring. Settings are the back-up's; known terms merge by day, plain terms add up. */
export function restored(here: Everything, backup: Everything, mode: OwnTermsMode, fold: Fold): Everything {
  return {
    settings: backup.settings,
    known: mergeKnown(here.known, backup.known),
    own: mode === 'replace' ? backup.own : mergedOwn(here.own, backup.own, fold),
    plainHere: mergedPlain(here.plainHere, backup.plainHere),
  };
}

/** Whether the list is longer than is kept. */
export const tooManyOwn = ({ own }: Everything): boolean => own.length > MOST_OWN_TERMS;

export function changesOf(here: Everything, next: Everything): Changes {
  // what is not chosen is its default: only another value is a change
  const [before, after]: Record<string, unknown>[] = [here, next].map((each) => ({ ...DEFAULTS, ...each.settings.chosen }));
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const hereById = new Map(here.own.map((term) => [term.id, term]));
  const nextIds = new Set(next.own.map((term) => term.id));
  return {
    settings: [...new Set(Object.keys({ ...before, ...after }))].filter((key) => differs(before?.[key], after?.[key])),
    known: {
      added: [...next.known.keys()].filter((number) => !here.known.has(number)).length,
      changed: [...next.known].filter(([number, { known }]) => (here.known.get(number)?.known ?? known) !== known).length,
    },
    own: {
      added: next.own.filter((term) => !hereById.has(term.id)).length,
      changed: next.own.filter((term) => hereById.has(term.id) && differs(partsOf(term), partsOf(hereById.get(term.id)))).length,
      removed: here.own.filter((term) => !nextIds.has(term.id)).length,
    },
    plainHere: Object.entries(next.plainHere).filter(
      ([host, terms]) => terms.length > (Object.hasOwn(here.plainHere, host) ? (here.plainHere[host]?.length ?? 0) : 0),
    ).length,
  };
}

/** The back-up's terms come in the place of those that have their id or a way to write them. */
function mergedOwn(here: readonly OwnTerm[], backup: readonly OwnTerm[], fold: Fold): OwnTerm[] {
  const ids = new Set(backup.map((term) => term.id));
  const keys = new Set(backup.flatMap((term) => [...keysOf(term, fold)]));
  const stays = here.filter((term) => !ids.has(term.id) && ![...keysOf(term, fold)].some((key) => keys.has(key)));
  return [...stays, ...backup];
}

function mergedPlain(here: Record<string, string[]>, backup: Record<string, string[]>): Record<string, string[]> {
  const merged = new Map(Object.entries(here));
  for (const [host, terms] of Object.entries(backup)) merged.set(host, [...new Set([...(merged.get(host) ?? []), ...terms])]);
  return Object.fromEntries(merged);
}

const partsOf = (term: OwnTerm | undefined): unknown =>
  term && [term.name, term.surfaces, term.exact, term.kind, term.is, term.url ?? null];

/**
 * Puts `next` in place of `here`, of which a copy is kept first. Where a place refuses its part, everything is put back.
 * @throws then, and when the copy cannot be kept
 */
export async function restore(
  stores: Stores,
  local: LocalArea,
  here: Everything,
  next: Everything,
  ids: readonly string[],
): Promise<'synced' | 'local'> {
  const unfinished = (await storedAt(local, UNFINISHED_KEY)) !== undefined && (await beforeRestore(local, ids)) !== undefined;
  // what is here now may be half of an earlier restore: its copy is the one to keep
  if (!unfinished) {
    await answered(() => local.set({ [BEFORE_RESTORE_KEY]: writeBackup(here, ids) }));
    await answered(() => local.set({ [UNFINISHED_KEY]: new Date().toISOString() }));
  }
  let kept: 'synced' | 'local';
  try {
    kept = await writeEverything(stores, next);
  } catch (error) {
    try {
      await goBackTo(stores, here);
      if (!unfinished) await forgetBefore(local);
    } catch {
      // the copy stays, for the reader to go back to
    }
    throw error;
  }
  await answered(() => local.remove(UNFINISHED_KEY)).catch(() => {});
  return kept;
}

async function forgetBefore(local: LocalArea): Promise<void> {
  await answered(() => local.remove(UNFINISHED_KEY));
  await answered(() => local.remove(BEFORE_RESTORE_KEY));
}

/** What was there before the last restore, if it can be gone back to. */
export async function beforeRestore(local: LocalArea, ids: readonly string[]): Promise<ReadBackup | undefined> {
  const text = await storedAt(local, BEFORE_RESTORE_KEY);
  const read = typeof text === 'string' ? readBackup(text, ids) : undefined;
  return read === undefined || Array.isArray(read) ? undefined : read;
}

/** Takes the last restore back. @throws when a place refuses its part; the copy stays then */
export async function takeBackRestore(stores: Stores, local: LocalArea, { everything }: ReadBackup): Promise<void> {
  await goBackTo(stores, everything);
  await forgetBefore(local);
}
