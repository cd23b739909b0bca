/** What the reader made himself: known terms, own terms, wrong marks. Kept whole, merged, never dropped silently. */
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Kept } from '../../src/settings/kept.ts';
import { KNOWN_PREFIX, KnownStore, type KnownTerms, mergeKnown, packKnown, readKnown, today } from '../../src/settings/known.ts';
import { OWN_TERMS_KEY, type OwnTerm, ownTermsIn } from '../../src/settings/own-terms.ts';
import { withPlain } from '../../src/settings/plain-here.ts';

class FakeArea {
  items: Record<string, unknown> = {};
  /** Writes that still succeed. */
  writes = Number.POSITIVE_INFINITY;
  async get(key: string | null): Promise<Record<string, unknown>> {
    await Promise.resolve();
    return structuredClone(key === null ? this.items : key in this.items ? { [key]: this.items[key] } : {});
  }
  async set(items: Record<string, unknown>): Promise<void> {
    await Promise.resolve();
    if (this.writes-- <= 0) throw new Error('QUOTA_BYTES quota exceeded');
    Object.assign(this.items, structuredClone(items));
  }
}

let local: FakeArea;
let synced: FakeArea;
beforeEach(() => {
  local = new FakeArea();
  synced = new FakeArea();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const anyKnown = fc
  .array(fc.tuple(fc.nat(20_000), fc.nat(60_000), fc.boolean()), { maxLength: 200 })
  .map((rows): KnownTerms => new Map(rows.map(([number, day, known]) => [number, { day, known }])));

describe('known terms', () => {
  it('come out of their packing as they went in', () =>
    fc.assert(
      fc.property(anyKnown, (terms) => {
        expect(readKnown(packKnown(terms))).toEqual(new Map([...terms].sort(([a], [b]) => a - b)));
      }),
    ));

  it('merge to the same whatever the order', () =>
    fc.assert(
      fc.property(anyKnown, anyKnown, anyKnown, (a, b, c) => {
        const sorted = (terms: KnownTerms) => packKnown(terms);
        expect(sorted(mergeKnown(a, b))).toBe(sorted(mergeKnown(b, a)));
        expect(sorted(mergeKnown(mergeKnown(a, b), c))).toBe(sorted(mergeKnown(a, mergeKnown(b, c))));
        expect(sorted(mergeKnown(a, a))).toBe(sorted(a));
      }),
    ));

  it('read what can be read of a damaged item', () => {
    expect([...readKnown('1.gk2,???,a.gk3-,')]).toEqual([
      [1, { day: Number.parseInt('gk2', 36), known: true }],
      [10, { day: Number.parseInt('gk3', 36), known: false }],
    ]);
    expect(readKnown(42).size).toBe(0);
  });

  it('stand in synced items below 8 KB for 5,000 terms', async () => {
    const store = new KnownStore(synced, local);
    await store.set(
      Array.from({ length: 5000 }, (_, i) => i),
      true,
    );
    const items = Object.entries(synced.items);
    expect(items.length).toBeGreaterThan(1);
    for (const [key, item] of items) expect(key.length + JSON.stringify(item).length).toBeLessThanOrEqual(8192);
    expect((await store.load()).terms.size).toBe(5000);
  });

  it('merge with what another machine noted, the later day winning', async () => {
    const store = new KnownStore(synced, local);
    const day = 86_400_000;
    await store.set([1, 2], true, 10 * day);
    synced.items[`${KNOWN_PREFIX}0`] = packKnown(
      new Map([
        [1, { day: 11, known: false }],
        [2, { day: 9, known: false }],
        [3, { day: 11, known: true }],
      ]),
    );
    const { terms } = await store.load();
    expect(terms.get(1)?.known).toBe(false);
    expect(terms.get(2)?.known).toBe(true);
    expect(terms.get(3)?.known).toBe(true);
  });

  it('can be taken back on the same day', async () => {
    const store = new KnownStore(synced, local);
    await store.set([7], true);
    await store.set([7], false);
    expect((await store.load()).terms.get(7)).toEqual({ day: today(), known: false });
    await store.set([7], true);
    expect((await store.load()).terms.get(7)?.known).toBe(true);
  });

  it('the latest word holds whatever the clock says, and whatever synced storage took of it', async () => {
    const day = 86_400_000;
    for (const [first, then] of [
      [20_000, 20_000],
      [30_000, 20_000],
      [20_000, -5],
      [20_000, 30_000],
    ] as const)
      for (const known of [true, false]) {
        [local, synced] = [new FakeArea(), new FakeArea()];
        const store = new KnownStore(synced, local);
        await store.set([7], !known, first * day);
        synced.writes = 0;
        expect(await store.set([7], known, then * day)).toBe('local');
        expect((await new KnownStore(synced, local).load()).terms.get(7)?.known).toBe(known);
      }
  });

  it('of other machines are not written over while they cannot be read', async () => {
    const theirs = packKnown(new Map([[3, { day: 11, known: true }]]));
    synced.items[`${KNOWN_PREFIX}0`] = theirs;
    const store = new KnownStore(synced, local);
    const { get } = synced;
    synced.get = async () => {
      throw new Error('away');
    };
    expect(await store.set([4], true)).toBe('local');
    expect(synced.items[`${KNOWN_PREFIX}0`]).toBe(theirs);
    synced.get = get;
    expect([...(await store.load()).terms.keys()].sort()).toEqual([3, 4]);
    // and what waits here is handed over
    await vi.waitFor(() => expect(readKnown(synced.items[`${KNOWN_PREFIX}0`]).size).toBe(2));
  });

  it('that cannot be read are set aside before they are written over', async () => {
    synced.items[`${KNOWN_PREFIX}0`] = '1.gk2,???';
    const store = new KnownStore(synced, local);
    expect((await store.load()).fault).toMatch(/another form/);
    await store.set([4], true);
    expect(local.items[`${KNOWN_PREFIX}0-set-aside`]).toMatchObject({ stored: '1.gk2,???' });
    expect([...readKnown(synced.items[`${KNOWN_PREFIX}0`]).keys()]).toEqual([1, 4]);
  });

  it('are kept here when synced storage is full', async () => {
    synced.writes = 0;
    const store = new KnownStore(synced, local);
    expect(await store.set([4], true)).toBe('local');
    expect((await new KnownStore(synced, local).load()).terms.get(4)?.known).toBe(true);
  });
});

describe('a kept value', () => {
  const numbers = () => new Kept<number[]>(local, 'numbers', v.array(v.number()), []);

  it('is what was written, and nothing is stored before that', async () => {
    expect(await numbers().load()).toEqual({ value: [] });
    expect(local.items).toEqual({});
    await numbers().change((list) => [...list, 1]);
    expect(await numbers().load()).toEqual({ value: [1] });
  });

  it('comes from its last good copy when it cannot be read, and the bad one is set aside', async () => {
    const kept = numbers();
    await kept.change(() => [1, 2]);
    local.items.numbers = 'rubbish';
    const { value, fault } = await kept.load();
    expect(value).toEqual([1, 2]);
    expect(fault).toMatch(/numbers/);
    expect(local.items[kept.asideKey]).toMatchObject({ stored: 'rubbish' });
  });

  it('and its copy are both set aside when neither can be read', async () => {
    local.items = { numbers: 'rubbish', 'numbers-last-good': 'more of it' };
    await numbers().change((list) => [...list, 3]);
    expect(local.items).toMatchObject({
      numbers: [3],
      'numbers-set-aside': { stored: 'rubbish' },
      'numbers-last-good-set-aside': { stored: 'more of it' },
    });
    local.items = { 'numbers-last-good': 'rubbish alone' };
    await numbers().change((list) => [...list, 4]);
    expect(local.items).toMatchObject({ numbers: [4], 'numbers-last-good-set-aside': { stored: 'rubbish alone' } });
  });

  it('is whole after a write cut short at any point', async () => {
    for (let cut = 0; cut <= 2; cut++) {
      local = new FakeArea();
      const kept = numbers();
      await kept.change(() => [1]);
      local.writes = cut;
      await kept.change((list) => [...list, 2]).catch(() => {});
      local.writes = Number.POSITIVE_INFINITY;
      const { value } = await numbers().load();
      expect([[1], [1, 2]]).toContainEqual(value);
    }
  });

  it('is not changed while it cannot be read', async () => {
    const kept = numbers();
    await kept.change(() => [1]);
    const { get } = local;
    local.get = async () => {
      throw new Error('the disk is gone');
    };
    expect(await kept.load()).toMatchObject({ value: [], unreachable: true });
    await expect(kept.change((list) => [...list, 2])).rejects.toThrow(/the disk is gone/);
    local.get = get;
    expect(await kept.load()).toEqual({ value: [1] });
  });

  it('is refused when it could not be read again', async () => {
    const kept = numbers();
    await kept.change(() => [1]);
    await expect(kept.change(() => ['two'] as unknown as number[])).rejects.toThrow(/cannot be changed so/);
    expect(await kept.load()).toEqual({ value: [1] });
  });

  it('stays as it is when what cannot be read finds no place aside', async () => {
    const kept = numbers();
    await kept.change(() => [1]);
    local.items.numbers = 'rubbish';
    local.writes = 0;
    await expect(kept.change((list) => [...list, 2])).rejects.toThrow(/quota/);
    expect(local.items.numbers).toBe('rubbish');
    expect((await kept.load()).value).toEqual([1]);
  });

  it('takes changes one after the other', async () => {
    const kept = numbers();
    await Promise.all([1, 2, 3, 4].map((n) => kept.change((list) => [...list, n])));
    expect((await kept.load()).value).toEqual([1, 2, 3, 4]);
  });
});

describe('own terms', () => {
  const term: OwnTerm = { id: 'own-abc123', name: 'Veyron', surfaces: [], exact: false, kind: 'tool', is: 'Ours.' };
  it('are kept as they are', async () => {
    await ownTermsIn(local).change(() => [term]);
    expect((await ownTermsIn(local).load()).value).toEqual([term]);
  });
  it.each([
    ['an empty name', { ...term, name: ' ' }],
    ['a bad id', { ...term, id: 'redis' }],
    ['an unknown kind', { ...term, kind: 'car' }],
    ['an address that is no address', { ...term, url: 'javascript:alert(1)' }],
    ['too long a text', { ...term, is: 'x'.repeat(401) }],
  ])('with %s are set aside, not dropped', async (_name, bad) => {
    local.items[OWN_TERMS_KEY] = [bad];
    const { value, fault } = await ownTermsIn(local).load();
    expect(value).toEqual([]);
    expect(fault).toBeDefined();
    expect(local.items[`${OWN_TERMS_KEY}-set-aside`]).toMatchObject({ stored: [bad] });
  });
});

describe('wrong here', () => {
  it('is noted once, and forgotten with the last term', () => {
    const one = withPlain({}, 'a.example', 'redis', true);
    expect(withPlain(one, 'a.example', 'redis', true)).toEqual({ 'a.example': ['redis'] });
    expect(withPlain(one, 'a.example', 'redis', false)).toEqual({});
    expect(withPlain(one, 'b.example', 'go', true)).toEqual({ 'a.example': ['redis'], 'b.example': ['go'] });
  });
});
