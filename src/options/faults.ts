/** What went wrong lately: with the reader's data (what cannot be read now, what was set aside), and failures of Termlight itself. */
import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { answered } from '../settings/answered.ts';
import { FAILURES_KEY, type Failure, readFailures } from '../settings/failures.ts';
import { isAsideKey } from '../settings/set-aside.ts';
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
  failures: readonly Failure[];
  reread(): void;
}

const asideSchema = v.object({ fault: v.string(), stored: v.unknown(), on: v.string() });

export function useFaults(): Faults {
  const [read, reread] = useStored(readFaults, () => true);
  return { list: [], failures: [], ...read, reread };
}

async function readFaults(): Promise<Pick<Faults, 'list' | 'failures'>> {
  const now = await Promise.all([settingsStore.load(), knownStore.load(), ownTerms.load(), plainHere.load()]);
  const items: Record<string, unknown> = await answered(() => browser.storage.local.get(null)).catch(() => ({}));
  const list = faultsIn(
    [...now.map(({ fault }) => fault), now[0].presetFault].filter((fault) => fault !== undefined),
    items,
  );
  return { list, failures: readFailures(items[FAILURES_KEY]) };
}

/** Faults of now and data set aside; a fault that is both is told once. */
export function faultsIn(now: readonly string[], local: Readonly<Record<string, unknown>>): Fault[] {
  const asides = Object.entries(local).flatMap(([key, item]): Fault[] => {
    if (!isAsideKey(key)) return [];
    const read = v.safeParse(asideSchema, item);
    if (!read.success) return [{ fault: `"${key}" has another form`, aside: key, stored: JSON.stringify(item, null, 2) }];
    const { fault, stored, on } = read.output;
    return [{ fault, on, aside: key, stored: JSON.stringify(stored, null, 2) ?? '' }];
  });
  const told = new Set(asides.map(({ fault }) => fault));
  return [...now.filter((fault) => !told.has(fault)).map((fault) => ({ fault })), ...asides];
}

/** All of it as a text to paste into a report; `program`: which version, in which browser. */
export function faultReport(faults: readonly Fault[], failures: readonly Failure[], program: string): string {
  const parts = faults.map(({ fault, on, aside, stored }) =>
    [fault, on && `noticed ${on}`, aside && `kept under "${aside}"`, stored].filter((line) => line).join('\n'),
  );
  const lines = failures.map(({ part, what, place, count, first, last }) =>
    [`${count} × ${part}: ${what}`, place && `at ${place}`, first === last ? last : `${first} to ${last}`]
      .filter((each) => each)
      .join(', '),
  );
  return [program, ...(lines.length > 0 ? [lines.join('\n')] : []), ...parts].join('\n\n');
}
