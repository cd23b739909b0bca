/** Data that cannot be read is kept as it was found, under a key of its own in local storage, before anything takes its place. */
import { answered, storedAt } from './answered.ts';
import type { Area } from './storage.ts';

/** Different data of one key: the first, which is likely the cause, and what was found later. */
const MOST = 5;

/** The key of the nth data set aside; the first has no number. */
const asideKey = (key: string, nth: number): string => (nth === 1 ? `${key}-set-aside` : `${key}-set-aside-${nth}`);

/** Whether a key of local storage is one of those. */
export const isAsideKey = (key: string): boolean => /-set-aside(-\d)?$/.test(key);

/** Keeps what was found under `key`, once. @throws when it cannot be kept: then nothing may take its place */
export async function setAside(local: Area, key: string, stored: unknown, fault: string): Promise<void> {
  const found = JSON.stringify(stored);
  for (let nth = 1; nth <= MOST; nth++) {
    const at = asideKey(key, nth);
    const kept = await storedAt(local, at);
    if (kept === undefined) {
      console.warn(`Termlight: ${fault}; kept under "${at}" in local storage`);
      await answered(() => local.set({ [at]: { fault, stored, on: new Date().toISOString() } }));
      return;
    }
    if (typeof kept === 'object' && kept !== null && 'stored' in kept && JSON.stringify(kept.stored) === found) return;
  }
  throw new Error(
    `"${key}" cannot be read, and ${MOST} others are set aside already: put them away in the options, under "What went wrong"`,
  );
}
