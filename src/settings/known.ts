/**
 * The terms that the reader knows: never marked again. Each is a stable number with the day of the reader's last word on it, so that two
 * machines' lists merge per term, the later day winning. Packed into items of synced storage of at most 8 KB, about 8 bytes a term.
 */
import * as v from 'valibot';
import { answered } from './answered.ts';
import { inTurn } from './in-turn.ts';
import { Kept } from './kept.ts';
import { setAside } from './set-aside.ts';
import type { Area } from './storage.ts';

/** Term number → the day (days since 1970) and whether it is known since then. */
export type KnownTerms = ReadonlyMap<number, { day: number; known: boolean }>;

/** Terms a synced item: 680 entries of at most twelve bytes (`1xyz.1qv0o-,`) stay below the 8,192 that browsers allow. */
const TERMS_AN_ITEM = 680;
export const KNOWN_PREFIX = 'known-';
const LOCAL_KEY = 'known';
const MS_A_DAY = 86_400_000;
/** 9999-12-31, the last day that a back-up writes. */
const LAST_DAY = 2_932_896;

/** A clock that is set before 1970 or after 9999 must not make a day that cannot be read again. */
export const today = (now = Date.now()): number => Math.max(0, Math.min(LAST_DAY, Math.floor(now / MS_A_DAY)));

const ENTRY = /^([0-9a-z]{1,4})\.([0-9a-z]{1,5})(-?)$/;

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
    const match = ENTRY.exec(entry);
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
const UNREADABLE = 'some known terms have another form';

/** Whether each entry can be read. */
const isReadable = (packed: unknown): boolean =>
  packed === '' || (typeof packed === 'string' && packed.split(',').every((entry) => ENTRY.test(entry)));

/** What synced storage holds. */
interface SyncedKnown {
  terms: KnownTerms;
  items: ReadonlyMap<string, unknown>;
  unreachable: boolean;
}

export class KnownStore {
  readonly #kept: Kept<string>;
  #handedOver = false;

  constructor(
    private readonly synced: SyncedArea,
    private readonly local: Area,
  ) {
    this.#kept = new Kept(local, LOCAL_KEY, packedSchema, '', (packed) => (isReadable(packed) ? undefined : UNREADABLE));
  }

  /** All known terms: this machine's and the synced ones. Never rejects. */
  async load(): Promise<{ terms: KnownTerms; fault?: string; unreachable?: true }> {
    const [here, synced] = await Promise.all([this.#kept.load(), this.#readSynced()]);
    const bad = await this.#setBadAside(synced).catch(() => true);
    const mine = readKnown(here.value);
    const terms = mergeKnown(mine, synced.terms);
    // once is enough: the next change tries again
    if (!this.#handedOver && !synced.unreachable && packKnown(terms) !== packKnown(synced.terms)) {
      this.#handedOver = true;
      void this.#change((known) => known).catch(() => {});
    }
    const fault = here.fault ?? (bad ? `synced: ${UNREADABLE}` : undefined);
    return { terms, ...(fault !== undefined && { fault }), ...(here.unreachable && { unreachable: true }) };
  }

  /**
   * Notes terms as known or not. Written here first; resolves to `local` where synced storage refused them (full or away).
   * @throws when local storage refuses them too
   */
  set(numbers: Iterable<number>, known: boolean, now = Date.now()): Promise<'synced' | 'local'> {
    const changed = [...numbers];
    return this.#change((terms) => new Map([...terms, ...changed.map((number) => lastWord(terms, number, known, now))]));
  }

  /** Takes in a whole list (a back-up), merged with what is here. */
  merge(terms: KnownTerms): Promise<'synced' | 'local'> {
    return this.#change((here) => mergeKnown(here, terms));
  }

  #change(change: (terms: KnownTerms) => KnownTerms): Promise<'synced' | 'local'> {
    return inTurn('known terms', async () => {
      const synced = await this.#readSynced();
      const packed = await this.#kept.change((value) => packKnown(change(mergeKnown(readKnown(value), synced.terms))));
      // what stands there is not known, so it must not be written over
      return synced.unreachable ? 'local' : this.#sync(readKnown(packed), synced);
    });
  }

  async #readSynced(): Promise<SyncedKnown> {
    try {
      const items = Object.entries(await answered(() => this.synced.get(null))).filter(([key]) => key.startsWith(KNOWN_PREFIX));
      let terms: KnownTerms = new Map();
      for (const [, item] of items) terms = mergeKnown(terms, readKnown(item));
      return { terms, items: new Map(items), unreachable: false };
    } catch {
      return { terms: new Map(), items: new Map(), unreachable: true };
    }
  }

  /** Keeps the synced items that cannot be read; whether there are any. @throws when they cannot be kept */
  async #setBadAside({ items }: SyncedKnown): Promise<boolean> {
    const bad = [...items].filter(([, item]) => !isReadable(item));
    for (const [key, item] of bad) await setAside(this.local, key, item, `"${key}" in synced storage: ${UNREADABLE}`);
    return bad.length > 0;
  }

  /** Writes the items that have changed. */
  async #sync(terms: KnownTerms, synced: SyncedKnown): Promise<'synced' | 'local'> {
    const byItem = new Map<number, Map<number, { day: number; known: boolean }>>();
    for (const [number, entry] of terms) {
      const item = Math.floor(number / TERMS_AN_ITEM);
      const part = byItem.get(item) ?? new Map<number, { day: number; known: boolean }>();
      byItem.set(item, part.set(number, entry));
    }
    const items = Object.fromEntries(
      [...byItem]
        .map(([item, part]): [string, string] => [KNOWN_PREFIX + item, packKnown(part)])
        .filter(([key, packed]) => synced.items.get(key) !== packed),
    );
    if (Object.keys(items).length === 0) return 'synced';
    try {
      await this.#setBadAside(synced);
      await answered(() => this.synced.set(items));
      return 'synced';
    } catch {
      return 'local';
    }
  }
}

/**
 * The reader's latest word on a term, which wins wherever lists merge, whatever the clock says: not before the day of the word that it
 * takes back, and after it where the same day would go to the undo.
 */
function lastWord(terms: KnownTerms, number: number, known: boolean, now: number): [number, { day: number; known: boolean }] {
  const before = terms.get(number);
  const least = before === undefined ? 0 : before.day + (known && !before.known ? 1 : 0);
  return [number, { day: Math.max(today(now), least), known }];
}
