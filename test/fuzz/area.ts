/** A storage area as browsers have it, answering at once: copies go in and out. */
import type { LocalArea } from '../../src/settings/storage.ts';

export class FakeArea implements LocalArea {
  readonly items = new Map<string, unknown>();

  constructor(items: Readonly<Record<string, unknown>> = {}) {
    for (const [key, value] of Object.entries(items)) if (value !== undefined) this.items.set(key, structuredClone(value));
  }
  async get(key: string | null): Promise<Record<string, unknown>> {
    const keys = key === null ? [...this.items.keys()] : [key].filter((each) => this.items.has(each));
    return Object.fromEntries(keys.map((each) => [each, structuredClone(this.items.get(each))]));
  }
  async set(items: Record<string, unknown>): Promise<void> {
    for (const [key, value] of Object.entries(items)) this.items.set(key, structuredClone(value));
  }
  async remove(key: string): Promise<void> {
    this.items.delete(key);
  }
}
