/**
 * One value of the reader's own in local storage, with its last good copy: a value that cannot be read is set aside under its own
 * key and the copy takes its place. Nothing that the reader made is dropped silently.
 */
import * as v from 'valibot';
import { answered, storedAt } from './answered.ts';
import { inTurn } from './in-turn.ts';
import { setAside } from './set-aside.ts';
import type { Area } from './storage.ts';

export interface KeptValue<T> {
  value: T;
  /** What was wrong with the stored value, if anything. */
  fault?: string;
  /** Storage did not answer: the value may be another one later. */
  unreachable?: true;
}

interface Found<T> extends KeptValue<T> {
  /** What is to be set aside, by key: the value, and its copy where that is bad too. */
  bad: readonly (readonly [key: string, stored: unknown])[];
}

export class Kept<T> {
  /** `none`: what stands where nothing is stored. `doubt`: what is wrong with a value that can be read in part, if anything. */
  constructor(
    private readonly area: Area,
    private readonly key: string,
    private readonly schema: v.GenericSchema<unknown, T>,
    private readonly none: T,
    private readonly doubt: (value: T) => string | undefined = () => undefined,
  ) {}

  get lastGoodKey(): string {
    return `${this.key}-last-good`;
  }

  get asideKey(): string {
    return `${this.key}-set-aside`;
  }

  /** Never rejects: what cannot be read gives the last good copy, or `none`, and a fault. */
  async load(): Promise<KeptValue<T>> {
    try {
      const found = await this.#read();
      const { value, fault } = found;
      if (fault === undefined) return { value };
      // where it cannot be set aside it still stands where it was
      await this.#setAside(found).catch(() => {});
      return { value, fault };
    } catch (error) {
      return { value: this.none, fault: `storage cannot be read: ${String(error)}`, unreachable: true };
    }
  }

  /**
   * Changes the value; changes go one after the other. The copy is written first, so that a write cut short leaves one of them whole.
   * @throws when the value cannot be read now, when the new one does not fit, and when storage refuses it: all stays as it was then
   */
  change(change: (value: T) => T): Promise<T> {
    return inTurn(`kept ${this.key}`, async () => {
      const found = await this.#read();
      await this.#setAside(found);
      const { value } = found;
      const next = change(value);
      // what could not be read again must not be written
      const checked = v.safeParse(this.schema, next);
      if (!checked.success) throw new Error(`"${this.key}" cannot be changed so: ${checked.issues[0].message}`);
      await answered(() => this.area.set({ [this.lastGoodKey]: next }));
      try {
        await answered(() => this.area.set({ [this.key]: next }));
      } catch (error) {
        await answered(() => this.area.set({ [this.lastGoodKey]: value })).catch(() => {});
        throw error;
      }
      return next;
    });
  }

  /** @throws when storage does not answer */
  async #read(): Promise<Found<T>> {
    const stored = await storedAt(this.area, this.key);
    const read = v.safeParse(this.schema, stored);
    const doubt = read.success ? this.doubt(read.output) : undefined;
    if (read.success && doubt === undefined) return { value: read.output, bad: [] };
    const copied = await storedAt(this.area, this.lastGoodKey);
    const copy = v.safeParse(this.schema, copied);
    const value = copy.success ? copy.output : read.success ? read.output : this.none;
    const badCopy = copied !== undefined && !copy.success ? [[this.lastGoodKey, copied] as const] : [];
    // nothing stored: the first write was cut short, or the value was lost and its copy was not
    if (stored === undefined) return { value, bad: badCopy };
    const fault = `"${this.key}" could not be read: ${doubt ?? read.issues?.[0].message}`;
    return { value, bad: [[this.key, stored], ...badCopy], fault };
  }

  /** @throws when it cannot be kept: then nothing may take its place */
  async #setAside({ bad, fault = `the copy of "${this.key}" could not be read` }: Found<T>): Promise<void> {
    for (const [key, stored] of bad) await setAside(this.area, key, stored, fault);
  }
}
