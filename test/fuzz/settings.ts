/** Stored data of any form: reading never throws, nothing that can be read is lost, and what cannot is set aside. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import type { Kept } from '../../src/settings/kept.ts';
import { OWN_TERMS_KEY, type OwnTerm, ownTermSchema, ownTermsIn } from '../../src/settings/own-terms.ts';
import { PLAIN_HERE_KEY, plainHereIn, withPlain } from '../../src/settings/plain-here.ts';
import { DEFAULTS, type Settings, settingsSchema } from '../../src/settings/settings.ts';
import { ASIDE_KEY, readStored, SETTINGS_KEY, SettingsStore, upgraded } from '../../src/settings/storage.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import { FakeArea } from './area.ts';
import { fuzz } from './fuzz.ts';
import { anyJson, anyWrong, isClean, own, spoiled } from './json.ts';
import { anyOwnTerms } from './own-terms.ts';

const goodChoices: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    on: fc.boolean(),
    offSites: fc.array(fc.constantFrom('a.example', 'constructor', '가.example', ''), { maxLength: 3 }),
    density: fc.constantFrom('section', 'page', 'all'),
    cardLanguage: fc.constantFrom('text', 'en', 'ko'),
    theme: fc.constantFrom('page', 'light', 'dark'),
    confidence: fc.constantFrom('certain', 'usual', 'everything'),
    concepts: fc.boolean(),
    markStyle: fc.constantFrom('dotted', 'solid', 'tint'),
    markColor: fc.constantFrom('text', 'blue'),
    trigger: fc.constantFrom('hover', 'click', 'alt', 'shift'),
    delay: fc.constantFrom(120, 220, 400, 700),
    badge: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Choices of which some fit, some do not and some are unknown. */
const mixedChoices = fc
  .tuple(
    goodChoices,
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(DEFAULTS), 'toString', '__proto__', 'later'), anyJson), { maxLength: 3 }),
  )
  .map(([good, others]) => own([...Object.entries(good), ...others]));
const anyStored = fc.oneof(
  anyJson,
  fc.record({ version: fc.constantFrom(VERSION, VERSION + 3), chosen: mixedChoices }),
  fc
    .tuple(fc.record({ version: fc.constant(VERSION), chosen: mixedChoices }), anyWrong)
    .map(([stored, wrong]) => spoiled(stored, wrong)),
);

/** The choices in stored data that are good by themselves, each judged alone. */
function fitting(stored: unknown): Partial<Settings> {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const { version, chosen } = stored as { version?: unknown; chosen?: unknown };
  if (!Number.isInteger(version) || Number(version) < 1 || typeof chosen !== 'object' || chosen === null || Array.isArray(chosen))
    return {};
  return Object.fromEntries(
    Object.entries(chosen).filter(
      ([key, value]) => Object.hasOwn(settingsSchema.entries, key) && v.is(settingsSchema.entries[key as keyof Settings], value),
    ),
  );
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Reads what a store keeps in any state, then changes it: the good value wins, and the bad one is aside. */
async function assertKept<T>(
  store: (area: FakeArea) => Kept<T>,
  key: string,
  good: (stored: unknown) => T | undefined,
  none: T,
  [stored, copy, aside]: readonly unknown[],
): Promise<void> {
  const area = new FakeArea({ [key]: stored, [`${key}-last-good`]: copy, [`${key}-set-aside`]: aside });
  const kept = store(area);
  const { value, fault } = await kept.load();
  const expected = good(stored) ?? good(copy) ?? none;
  assert.deepEqual(value, expected);
  const bad = stored !== undefined && good(stored) === undefined;
  assert.equal(fault !== undefined, bad);
  await kept.change((before) => {
    assert.deepEqual(before, expected);
    return before;
  });
  const now = area.items.get(kept.asideKey);
  if (aside !== undefined) assert.deepEqual(now, aside, 'what was set aside stays');
  else if (bad) assert.deepEqual((now as { stored: unknown }).stored, stored, 'what cannot be read is set aside');
  else assert.equal(now, undefined);
  assert.deepEqual(await kept.load(), { value: expected });
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const hosts = fc.constantFrom('a.example', 'b.example', 'constructor', 'prototype', '__proto__', 'tostring', '가.example');
const anySites: fc.Arbitrary<Record<string, string[]>> = fc
  .uniqueArray(fc.tuple(hosts, fc.uniqueArray(fc.constantFrom('redis', 'go', 'own-abc123'), { minLength: 1 })), {
    selector: ([host]) => host,
  })
  .map((entries) => own(entries) as Record<string, string[]>);

const goodOwn = (stored: unknown): OwnTerm[] | undefined =>
  Array.isArray(stored) && stored.every((term) => v.is(ownTermSchema, term))
    ? v.parse(v.array(ownTermSchema), stored)
    : undefined;
const goodSites = (stored: unknown): Record<string, string[]> | undefined =>
  typeof stored === 'object' &&
  stored !== null &&
  !Array.isArray(stored) &&
  Object.entries(stored).every(
    ([host, ids]) =>
      host.length <= 255 &&
      Array.isArray(ids) &&
      Array.from<unknown>(ids).every((id) => typeof id === 'string' && id.length <= 120),
  )
    ? (stored as Record<string, string[]>)
    : undefined;

const spoiledOr = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    good,
    anyJson,
    fc.tuple(good, anyWrong).map(([value, wrong]) => spoiled(value, wrong)),
  );

export const settingsFuzz = [
  fuzz(
    'settings: any stored data is read, each fitting choice is kept',
    { short: 1650, share: 8 },
    fc.property(anyStored, (stored) => {
      const { settings, fault } = readStored(stored);
      assert(v.is(settingsSchema, settings) && Object.isFrozen(settings));
      assert.deepEqual(settings, { ...DEFAULTS, ...fitting(stored) });
      if (fault === undefined && stored !== undefined)
        assert(v.is(v.object({ version: v.number(), chosen: v.unknown() }), stored));
      assert(isClean());
    }),
  ),
  fuzz(
    'settings: an upgrade done twice is done once, and loses no choice',
    { short: 550, share: 6 },
    fc.property(fc.integer({ min: 1, max: VERSION + 3 }), mixedChoices, (version, chosen) => {
      const once = upgraded({ version, chosen });
      assert(once.version === Math.max(version, VERSION));
      assert.deepEqual(upgraded(once), once);
      if (version >= VERSION) assert.deepEqual(once.chosen, chosen, 'choices of today or of a newer version stay as they are');
    }),
  ),
  fuzz(
    'settings: the store reads, sets aside and changes whatever it finds',
    { short: 440, share: 6 },
    fc.asyncProperty(maybe(anyStored), maybe(anyStored), goodChoices, async (stored, waiting, choice) => {
      const [synced, local] = [new FakeArea({ [SETTINGS_KEY]: stored }), new FakeArea({ [SETTINGS_KEY]: waiting })];
      const { settings } = await new SettingsStore(synced, local).load();
      assert.deepEqual(settings, { ...DEFAULTS, ...fitting(stored), ...fitting(waiting) });
      const store = new SettingsStore(synced, local);
      assert.equal(await store.change(choice), 'synced');
      const after = await new SettingsStore(synced, local).load();
      assert.deepEqual(after.settings, { ...settings, ...choice });
      const unreadable = [waiting, stored].find((each) => each !== undefined && same(fitting(each), {}) && !isStored(each));
      if (unreadable !== undefined) assert(local.items.has(ASIDE_KEY), 'what cannot be read is set aside');
    }),
  ),
  fuzz(
    'own terms in storage: read, or set aside and the last good copy read',
    { short: 330, share: 5 },
    fc.asyncProperty(maybe(spoiledOr(anyOwnTerms)), maybe(spoiledOr(anyOwnTerms)), maybe(anyJson), (...stored) =>
      assertKept(ownTermsIn, OWN_TERMS_KEY, goodOwn, [], stored),
    ),
  ),
  fuzz(
    'plain terms in storage: every host is a key like any other',
    { short: 330, share: 6 },
    fc.asyncProperty(maybe(spoiledOr(anySites)), maybe(spoiledOr(anySites)), maybe(anyJson), (...stored) =>
      assertKept(plainHereIn, PLAIN_HERE_KEY, goodSites, {}, stored),
    ),
  ),
  fuzz(
    'plain terms: made plain and marked again is as before, elsewhere nothing changes',
    { short: 330, share: 6 },
    fc.property(anySites, hosts, fc.constantFrom('redis', 'go', 'rust'), (sites, host, term) => {
      const plain = withPlain(sites, host, term, true);
      assert(Object.hasOwn(plain, host) && plain[host]?.includes(term));
      assert.deepEqual(withPlain(plain, host, term, true), plain);
      const back = withPlain(plain, host, term, false);
      for (const other of new Set([...Object.keys(sites), ...Object.keys(back)])) {
        const before = (Object.hasOwn(sites, other) ? sites[other] : undefined) ?? [];
        const expected = other === host ? before.filter((id) => id !== term) : before;
        assert.deepEqual((Object.hasOwn(back, other) ? back[other] : undefined) ?? [], expected);
      }
      assert(isClean());
    }),
  ),
];

function isStored(stored: unknown): boolean {
  return v.is(
    v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), chosen: v.record(v.string(), v.unknown()) }),
    stored,
  );
}
