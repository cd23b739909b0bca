/**
 * One value of the reader's own in local storage, with its last good copy: a value that cannot be read is set aside under its own
 * key and the copy takes its place. Nothing that the reader made is dropped silently.
 */
import * as v from 'valibot';
import type { Area } from './storage.ts';

export interface KeptValue<T> {
  value: T;
  /** What was wrong with the stored value, if anything. */
  fault?: string;
}

export class Kept<T> {
  #queue: Promise<unknown> = Promise.resolve();

  /** `none`: what stands where nothing is stored. */
  constructor(
    private readonly area: Area,
    private readonly key: string,
    private readonly schema: v.GenericSchema<unknown, T>,
    private readonly none: T,
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
      const stored = (await this.area.get(this.key))[this.key];
      if (stored === undefined) return { value: this.none };
      const read = v.safeParse(this.schema, stored);
      if (read.success) return { value: read.output };
      const fault = `"${this.key}" could not be read: ${read.issues[0].message}`;
      await this.#setAside(stored, fault);
      const copy = v.safeParse(this.schema, (await this.area.get(this.lastGoodKey))[this.lastGoodKey]);
      return { value: copy.success ? copy.output : this.none, fault };
    } catch (error) {
      return { value: this.none, fault: `storage cannot be read: ${String(error)}` };
    }
  }

  /**
   * Changes the value; changes go one after the other. The copy is written first, so that a write cut short leaves one of them whole.
   * @throws when storage refuses the new value
   */
  change(change: (value: T) => T): Promise<T> {
    const write = this.#queue.then(async () => {
      const { value } = await this.load();
      const next = change(value);
      await this.area.set({ [this.lastGoodKey]: next });
      await this.area.set({ [this.key]: next });
      return next;
    });
    this.#queue = write.catch(() => {});
    return write;
  }

  /** The first bad value is kept: later ones are likely its consequences. */
  async #setAside(stored: unknown, fault: string): Promise<void> {
    console.warn(`Termlight: ${fault}; kept under "${this.asideKey}" in local storage`);
    const kept = (await this.area.get(this.asideKey))[this.asideKey];
    if (kept === undefined) await this.area.set({ [this.asideKey]: { fault, stored, on: new Date().toISOString() } });
  }
}
