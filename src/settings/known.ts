/**
 * The terms that the reader knows: never marked again. Each is a stable number with the day of the reader's last word on it, so that two
 * machines' lists merge per term, the later day winning. Packed into items of synced storage of at most 8 KB, about 8 bytes a term.
 */
import * as v from 'valibot';
import { Kept } from './kept.ts';
import type { Area } from './storage.ts';

/** Term number → the day (days since 1970) and whether it is known since then. */
export type KnownTerms = ReadonlyMap<number, { day: number; known: boolean }>;

/** Terms a synced item: 800 entries of at most nine bytes stay below the 8,192 that browsers allow. */
const TERMS_AN_ITEM = 800;
export const KNOWN_PREFIX = 'known-';
const LOCAL_KEY = 'known';
const MS_A_DAY = 86_400_000;

export const today = (now = Date.now()): number => Math.floor(now / MS_A_DAY);

/** `1a.gk2` is known, `1a.gk2-` was known and is not any more. */
export function packKnown(terms: KnownTerms): string {
  return [...terms]
    .sort(([a], [b]) => a - b)
    .map(([number, { day, known }]) => `${number.toString(36)}.${day.toString(36)}${known ? '' : '-'}`)
    .join(',');
}

/** The packed entries that can be read; others are left out. */
export function readKnown(packed: unknown): Map<number, { day: number; known: boolean }> {
  const terms = new Map<number, { day: number; known: boolean }>();
  if (typeof packed !== 'string') return terms;
  for (const entry of packed.split(',')) {
    const match = /^([0-9a-z]{1,4})\.([0-9a-z]{1,5})(-?)$/.exec(entry);
    if (match)
      terms.set(Number.parseInt(match[1] ?? '', 36), { day: Number.parseInt(match[2] ?? '', 36), known: match[3] === '' });
  }
  return terms;
}

/** Both lists in one: of each term the later day; on the same day, not known (an undo) wins. */
export function mergeKnown(a: KnownTerms, b: KnownTerms): KnownTerms {
  const merged = new Map(a);
  for (const [number, theirs] of b) {
    const ours = merged.get(number);
    if (!ours || theirs.day > ours.day || (theirs.day === ours.day && !theirs.known)) merged.set(number, theirs);
  }
  return merged;
}

/** The part of synced storage that is used here. */
export interface SyncedArea extends Area {
  get(keys: string | null): Promise<Record<string, unknown>>;
}

const packedSchema = v.pipe(v.string(), v.regex(/^[0-9a-z.,-]*$/, 'known terms have another form'));

export class KnownStore {
  readonly #kept: Kept<string>;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly synced: SyncedArea,
    local: Area,
  ) {
    this.#kept = new Kept(local, LOCAL_KEY, packedSchema, '');
  }

  /** All known terms: this machine's and the synced ones. Never rejects. */
  async load(): Promise<{ terms: KnownTerms; fault?: string }> {
    const { value, fault } = await this.#kept.load();
    const terms = mergeKnown(readKnown(value), await this.#readSynced());
    return fault === undefined ? { terms } : { terms, fault };
  }

  /**
   * Notes terms as known or not. Written here first; resolves to `local` where synced storage refused them (full or away).
   * @throws when local storage refuses them too
   */
  set(numbers: Iterable<number>, known: boolean, now = Date.now()): Promise<'synced' | 'local'> {
    const day = today(now);
    const changes = new Map([...numbers].map((number) => [number, { day, known }]));
    const write = this.#queue.then(async () => {
      const synced = await this.#readSynced();
      // the reader's latest word wins whatever the day says
      const packed = await this.#kept.change((value) =>
        packKnown(new Map([...mergeKnown(readKnown(value), synced), ...changes])),
      );
      return this.#sync(readKnown(packed));
    });
    this.#queue = write.catch(() => {});
    return write;
  }

  /** Takes in a whole list (a back-up), merged with what is here. */
  merge(terms: KnownTerms): Promise<'synced' | 'local'> {
    const write = this.#queue.then(async () => {
      const synced = await this.#readSynced();
      const packed = await this.#kept.change((value) => packKnown(mergeKnown(mergeKnown(readKnown(value), synced), terms)));
      return this.#sync(readKnown(packed));
    });
    this.#queue = write.catch(() => {});
    return write;
  }

  async #readSynced(): Promise<KnownTerms> {
    try {
      const items = await this.synced.get(null);
      let terms: KnownTerms = new Map();
      for (const [key, item] of Object.entries(items))
        if (key.startsWith(KNOWN_PREFIX)) terms = mergeKnown(terms, readKnown(item));
      return terms;
    } catch {
      return new Map();
    }
  }

  async #sync(terms: KnownTerms): Promise<'synced' | 'local'> {
    const items: Record<string, string> = {};
    const byItem = new Map<number, Map<number, { day: number; known: boolean }>>();
    for (const [number, entry] of terms) {
      const item = Math.floor(number / TERMS_AN_ITEM);
      const part = byItem.get(item) ?? new Map<number, { day: number; known: boolean }>();
      byItem.set(item, part.set(number, entry));
    }
    for (const [item, part] of byItem) items[KNOWN_PREFIX + item] = packKnown(part);
    try {
      await this.synced.set(items);
      return 'synced';
    } catch {
      return 'local';
    }
  }
}
