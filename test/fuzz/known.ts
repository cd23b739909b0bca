/** Known terms: packed and read again, merged in any order, whatever stands in storage. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KNOWN_PREFIX, KnownStore, type KnownTerms, mergeKnown, packKnown, readKnown, today } from '../../src/settings/known.ts';
import { FakeArea } from './area.ts';
import { fuzz } from './fuzz.ts';
import { anyJson } from './json.ts';

/** Browsers allow so much an item, key and JSON together. Bytes. */
const MOST_ITEM_BYTES = 8_192;
/** The highest number and the last day that a back-up may hold. */
const LAST_NUMBER = 36 ** 4 - 1;
const LAST_DAY = 2_932_896;

const number = fc.oneof(
  { weight: 5, arbitrary: fc.nat(9) },
  { weight: 2, arbitrary: fc.nat(2_000) },
  { weight: 1, arbitrary: fc.nat(LAST_NUMBER) },
);
const day = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 20_779, max: 20_782 }) },
  { weight: 1, arbitrary: fc.nat(LAST_DAY) },
);
const anyKnown: fc.Arbitrary<KnownTerms> = fc
  .array(fc.tuple(number, fc.record({ day, known: fc.boolean() }, { noNullPrototype: true })), { maxLength: 12 })
  .map((entries) => new Map(entries));

const shown = (terms: KnownTerms) => [...terms].sort(([a], [b]) => a - b);
const same = (a: KnownTerms, b: KnownTerms) => assert.deepEqual(shown(a), shown(b));

const packedLike = fc.oneof(
  anyKnown.map(packKnown),
  fc.stringMatching(/^[0-9a-z.,-]{0,30}$/),
  fc.tuple(anyKnown.map(packKnown), fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, extra]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + extra + text.slice(cut + 1);
  }),
  anyJson,
);

/** Neighbors in storage, each as long as it gets. */
const many = fc
  .record({ first: fc.nat(LAST_NUMBER - 2_000), day: fc.oneof(fc.constant(LAST_DAY), day), known: fc.boolean() })
  .map(({ first, day, known }): KnownTerms => new Map(Array.from({ length: 1_700 }, (_, i) => [first + i, { day, known }])));

async function itemsOf(terms: KnownTerms): Promise<Map<string, unknown>> {
  const synced = new FakeArea();
  await new KnownStore(synced, new FakeArea()).merge(terms);
  return synced.items;
}

export const knownFuzz = [
  fuzz(
    'known terms: packing and reading give what went in',
    { short: 820, share: 8 },
    fc.property(anyKnown, packedLike, (terms, packed) => {
      same(readKnown(packKnown(terms)), terms);
      const read = readKnown(packed);
      same(readKnown(packKnown(read)), read);
    }),
  ),
  fuzz(
    'known terms: merging is commutative, associative, idempotent, and the later day wins',
    { short: 820, share: 8 },
    fc.property(anyKnown, anyKnown, anyKnown, (a, b, c) => {
      same(mergeKnown(a, b), mergeKnown(b, a));
      same(mergeKnown(mergeKnown(a, b), c), mergeKnown(a, mergeKnown(b, c)));
      same(mergeKnown(a, a), a);
      const merged = mergeKnown(a, b);
      assert.deepEqual(new Set(merged.keys()), new Set([...a.keys(), ...b.keys()]));
      for (const [number, { day, known }] of merged) {
        const [ours, theirs] = [a.get(number), b.get(number)];
        assert.equal(day, Math.max(ours?.day ?? 0, theirs?.day ?? 0));
        const said = [ours, theirs].filter((entry) => entry?.day === day).map((entry) => entry?.known);
        assert.equal(known, said.every(Boolean), 'on one day an undo wins');
      }
    }),
  ),
  fuzz(
    'known terms: no synced item is longer than browsers allow',
    { short: 40, share: 1 },
    fc.asyncProperty(many, async (terms) => {
      for (const [key, item] of await itemsOf(terms)) {
        const bytes = Buffer.byteLength(key) + Buffer.byteLength(JSON.stringify(item));
        assert(bytes <= MOST_ITEM_BYTES, `${key} has ${bytes} bytes`);
      }
    }),
  ),
  fuzz(
    'known terms: whatever is stored, what can be read is merged and kept',
    { short: 440, share: 7 },
    fc.asyncProperty(
      packedLike,
      fc.array(fc.tuple(fc.nat(3), packedLike), { maxLength: 3 }),
      fc.array(number, { maxLength: 4 }),
      fc.boolean(),
      fc.integer({ min: -1e14, max: 1e14 }),
      async (packed, items, numbers, known, now) => {
        const synced = new FakeArea(Object.fromEntries(items.map(([item, each]) => [KNOWN_PREFIX + item, each])));
        const local = new FakeArea({ known: packed });
        const isPacked = typeof packed === 'string' && /^[0-9a-z.,-]*$/.test(packed);
        let expected: KnownTerms = isPacked ? readKnown(packed) : new Map();
        for (const item of synced.items.values()) expected = mergeKnown(expected, readKnown(item));
        const store = new KnownStore(synced, local);
        same((await store.load()).terms, expected);
        assert.equal(await store.set(numbers, known, now), 'synced');
        const after = (await new KnownStore(synced, local).load()).terms;
        for (const [number, entry] of expected) if (!numbers.includes(number)) assert.deepEqual(after.get(number), entry);
        // the reader's word holds, and it can be read again, whatever the clock says
        for (const number of numbers) {
          const entry = after.get(number);
          assert(entry?.known === known && entry.day >= today(now) && entry.day >= (expected.get(number)?.day ?? 0));
        }
        assert(isPacked || local.items.has('known-set-aside'));
      },
    ),
  ),
];
