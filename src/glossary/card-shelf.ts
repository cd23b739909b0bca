/** Cards by id, out of the shards that the compiler wrote. Shards are read when they are asked for, once. */
import type { Card, Icon } from './card.ts';

/** Shard lists: [first id, file name], sorted by first id. */
interface ShardIndex {
  en: [string, string][];
  ko: [string, string][];
  icons: [string, string][];
}

export class CardShelf {
  #index: Promise<ShardIndex> | undefined;
  readonly #shards = new Map<string, Promise<Record<string, unknown>>>();

  /** `load` reads a JSON file of the glossary folder by name; a failed load is tried again at the next call. */
  constructor(private readonly load: (file: string) => Promise<unknown>) {}

  /** The cards of these terms with their icons, in this order; unknown ids are left out. */
  async get(ids: readonly string[], lang: 'en' | 'ko'): Promise<Card[]> {
    const index = await this.#readIndex();
    const cards = await Promise.all(
      ids.map(async (id) => {
        const [card, icon] = await Promise.all([this.#find<Card>(index[lang], id), this.#find<Icon>(index.icons, id)]);
        return card && icon ? { ...card, icon } : card;
      }),
    );
    return cards.filter((card) => card !== undefined);
  }

  #readIndex(): Promise<ShardIndex> {
    this.#index ??= this.load('index.json').then((json) => json as ShardIndex);
    this.#index.catch(() => {
      this.#index = undefined;
    });
    return this.#index;
  }

  async #find<T>(shards: [string, string][], id: string): Promise<T | undefined> {
    let file: string | undefined;
    for (const [first, name] of shards) if (first <= id) file = name;
    if (file === undefined) return undefined;
    const name = file;
    let shard = this.#shards.get(name);
    if (!shard) {
      shard = this.load(name).then((json) => json as Record<string, unknown>);
      shard.catch(() => this.#shards.delete(name));
      this.#shards.set(name, shard);
    }
    const found = await shard;
    return Object.hasOwn(found, id) ? (found[id] as T) : undefined;
  }
}
