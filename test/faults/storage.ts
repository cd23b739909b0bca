/** A storage area as browsers have it, with their quotas, in good and in bad weather. */
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

type Items = Record<string, unknown>;
export type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>;

/** What an area does to those who ask it. */
export interface Weather {
  /** Shares of the operations. */
  rejects: number;
  /** Never answers; half of the writes are done all the same. */
  silent: number;
  /** A write lands in part, or not at all, and who wrote it is stopped. */
  cut: number;
  /** Nothing may grow. */
  full: boolean;
  /** Milliseconds an operation may take. */
  slow: number;
}
export const FAIR: Weather = { rejects: 0, silent: 0, cut: 0, full: false, slow: 4 };

interface Quotas {
  bytes: number;
  itemBytes: number;
  writesAMinute: number;
}
const QUOTAS: Record<'sync' | 'local' | 'session', Quotas> = {
  sync: { bytes: 102_400, itemBytes: 8_192, writesAMinute: 120 },
  local: { bytes: 10_485_760, itemBytes: Number.POSITIVE_INFINITY, writesAMinute: Number.POSITIVE_INFINITY },
  session: { bytes: 10_485_760, itemBytes: Number.POSITIVE_INFINITY, writesAMinute: Number.POSITIVE_INFINITY },
};

const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));
const bytesOf = (key: string, value: unknown): number => key.length + JSON.stringify(value).length;

export class FakeStorage {
  readonly items = new Map<string, unknown>();
  weather: Weather = FAIR;
  #last = 0;
  #writes: number[] = [];

  constructor(
    readonly name: 'sync' | 'local' | 'session',
    private readonly clock: Clock,
    private readonly chance: () => Random,
    private readonly changed: (changes: Changes, area: string) => void,
  ) {}

  /** The area as one room of the extension sees it. */
  seenBy(world: World): Record<'get' | 'set' | 'remove' | 'clear', (arg?: unknown) => Promise<unknown>> {
    return {
      get: (keys) => this.#ask(world, 'get', () => this.#get(keys as string | string[] | null)),
      set: (items) => {
        const copied = copy(items as Items);
        return this.#ask(
          world,
          'set',
          () => this.#set(copied),
          Object.keys(copied).length > 1 ? () => this.#part(copied) : undefined,
        );
      },
      remove: (keys) => this.#ask(world, 'set', () => this.#remove([keys as string | string[]].flat())),
      clear: () => this.#ask(world, 'set', () => this.#remove([...this.items.keys()])),
    };
  }

  #ask(world: World, kind: 'get' | 'set', work: () => unknown, part?: () => void): Promise<unknown> {
    if (!world.alive) return new Promise(() => {});
    if (world.orphaned) throw new Error('Extension context invalidated.');
    const random = this.chance();
    const { rejects, silent, cut, slow } = this.weather;
    const fate = random.next();
    const at = Math.max(this.#last, this.clock.now + random.below(slow));
    this.#last = at;
    return new Promise((resolve, reject) => {
      this.clock.after(at - this.clock.now, () => {
        if (fate < rejects) return world.later(random.below(4), () => reject(new Error('IO error: the disk is gone')));
        if (fate < rejects + silent) {
          if (kind === 'set' && random.chance(0.5)) attempt(work);
          return undefined;
        }
        if (kind === 'set' && world.stoppable && fate < rejects + silent + cut) {
          if (random.chance(0.5)) (part ?? work)();
          world.stop();
          return undefined;
        }
        const answer = attempt(work);
        return world.later(random.below(slow), () => ('error' in answer ? reject(answer.error) : resolve(answer.value)));
      });
    });
  }

  #get(keys: string | string[] | null): Items {
    const wanted = keys === null || keys === undefined ? [...this.items.keys()] : [keys].flat();
    return copy(Object.fromEntries(wanted.filter((key) => this.items.has(key)).map((key) => [key, this.items.get(key)])));
  }

  #set(items: Items): void {
    const { bytes, itemBytes, writesAMinute } = QUOTAS[this.name];
    this.#writes = this.#writes.filter((time) => this.clock.now - time < 60_000);
    if (this.#writes.length >= writesAMinute) throw new Error('This request exceeds the MAX_WRITE_OPERATIONS_PER_MINUTE quota.');
    let sum = 0;
    for (const [key, value] of this.items) if (!(key in items)) sum += bytesOf(key, value);
    const before =
      sum + Object.keys(items).reduce((all, key) => all + (this.items.has(key) ? bytesOf(key, this.items.get(key)) : 0), 0);
    for (const [key, value] of Object.entries(items)) {
      if (bytesOf(key, value) > itemBytes) throw new Error('QUOTA_BYTES_PER_ITEM quota exceeded');
      sum += bytesOf(key, value);
    }
    if (sum > (this.weather.full ? Math.min(bytes, before) : bytes)) throw new Error('QUOTA_BYTES quota exceeded');
    this.#writes.push(this.clock.now);
    this.put(items);
  }

  /** Only some of the keys land. */
  #part(items: Items): void {
    this.put(Object.fromEntries(Object.entries(items).slice(0, 1)));
  }

  /** Without quotas and weather: what another machine or a failing disk does. */
  put(items: Items): void {
    const changes: Changes = {};
    for (const [key, value] of Object.entries(items)) {
      const old = this.items.get(key);
      this.items.set(key, copy(value));
      if (JSON.stringify(old) !== JSON.stringify(value)) changes[key] = { oldValue: copy(old), newValue: copy(value) };
    }
    if (Object.keys(changes).length > 0) this.changed(changes, this.name);
  }

  #remove(keys: string[]): void {
    const changes: Changes = {};
    for (const key of keys) {
      if (!this.items.has(key)) continue;
      changes[key] = { oldValue: copy(this.items.get(key)) };
      this.items.delete(key);
    }
    if (Object.keys(changes).length > 0) this.changed(changes, this.name);
  }
}

function attempt(work: () => unknown): { value: unknown } | { error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
