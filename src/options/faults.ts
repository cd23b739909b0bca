/** What went wrong with the reader's data: what cannot be read now, and what was set aside when it could not. */
import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { knownStore, ownTerms, plainHere, settingsStore, useStored } from './stored.ts';

export interface Fault {
  fault: string;
  /** When it was noticed, if that is known. ISO 8601. */
  on?: string;
  /** Key in local storage of the data set aside. */
  aside?: string;
  /** That data, as JSON. */
  stored?: string;
}

export interface Faults {
  list: readonly Fault[];
  reread(): void;
}

const ASIDE = '-set-aside';
const asideSchema = v.object({ fault: v.string(), stored: v.unknown(), on: v.string() });

export function useFaults(): Faults {
  const [list, reread] = useStored(readFaults, () => true);
  return { list: list ?? [], reread };
}

async function readFaults(): Promise<Fault[]> {
  const now = await Promise.all([settingsStore.load(), knownStore.load(), ownTerms.load(), plainHere.load()]);
  const items = await browser.storage.local.get(null).catch(() => ({}));
  return faultsIn(
    now.map(({ fault }) => fault).filter((fault) => fault !== undefined),
    items,
  );
}

/** Faults of now and data set aside; a fault that is both is told once. */
export function faultsIn(now: readonly string[], local: Readonly<Record<string, unknown>>): Fault[] {
  const asides = Object.entries(local).flatMap(([key, item]): Fault[] => {
    if (!key.endsWith(ASIDE)) return [];
    const read = v.safeParse(asideSchema, item);
    if (!read.success) return [{ fault: `"${key}" has another form`, aside: key, stored: JSON.stringify(item, null, 2) }];
    const { fault, stored, on } = read.output;
    return [{ fault, on, aside: key, stored: JSON.stringify(stored, null, 2) ?? '' }];
  });
  const told = new Set(asides.map(({ fault }) => fault));
  return [...now.filter((fault) => !told.has(fault)).map((fault) => ({ fault })), ...asides];
}

/** All of it as a text to paste into a report; `program`: which version, in which browser. */
export function faultReport(faults: readonly Fault[], program: string): string {
  const parts = faults.map(({ fault, on, aside, stored }) =>
    [fault, on && `noticed ${on}`, aside && `kept under "${aside}"`, stored].filter((line) => line).join('\n'),
  );
  return [program, ...parts].join('\n\n');
}
