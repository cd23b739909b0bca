/** Everything in one file: what comes back is what went in, and what is damaged changes nothing. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { KINDS } from '../../src/glossary/kinds.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import { readBackup, writeBackup } from '../../src/settings/backup.ts';
import { type Everything, readEverything, type Stores, writeEverything } from '../../src/settings/everything.ts';
import { KnownStore, type KnownTerms, today } from '../../src/settings/known.ts';
import { type OwnTerm, ownTermsIn } from '../../src/settings/own-terms.ts';
import { plainHereIn } from '../../src/settings/plain-here.ts';
import {
  BEFORE_RESTORE_KEY,
  beforeRestore,
  changesOf,
  type OwnTermsMode,
  restore,
  restored,
  takeBackRestore,
} from '../../src/settings/restore.ts';
import { SettingsStore } from '../../src/settings/storage.ts';
import { VERSION } from '../../src/settings/upgrades.ts';

class FakeArea {
  items: Record<string, unknown> = {};
  /** Keys that are refused. */
  refuses = (_key: string): boolean => false;
  async get(key: string | null): Promise<Record<string, unknown>> {
    return structuredClone(key === null ? this.items : key in this.items ? { [key]: this.items[key] } : {});
  }
  async set(items: Record<string, unknown>): Promise<void> {
    if (Object.keys(items).some(this.refuses)) throw new Error('QUOTA_BYTES quota exceeded');
    Object.assign(this.items, structuredClone(items));
  }
  async remove(key: string): Promise<void> {
    delete this.items[key];
  }
}

/** A profile of a browser: its storage, and what reads it. */
function profile() {
  const [synced, local] = [new FakeArea(), new FakeArea()];
  const stores: Stores = {
    settings: new SettingsStore(synced, local),
    known: new KnownStore(synced, local),
    own: ownTermsIn(local),
    plainHere: plainHereIn(local),
  };
  return { synced, local, stores };
}

/** Number 3 was a term's once, and has no id any more. */
const IDS = ['redis', 'go', 'hibernate', '', 'rails', 'docker'];
const NOTHING: Everything = { settings: { version: VERSION, chosen: {} }, known: new Map(), own: [], plainHere: {} };

const anyText = (most: number) => fc.string({ unit: 'binary', maxLength: most - 1 }).map((text) => `a${text}`.trim());
const anyOwn: fc.Arbitrary<OwnTerm[]> = fc.uniqueArray(
  fc.record(
    {
      id: fc.stringMatching(/^own-[a-c]{6}$/),
      name: fc.oneof(anyText(10), fc.constantFrom('Veyron', 'Golf', 'POLO')),
      surfaces: fc.array(fc.oneof(anyText(8), fc.constantFrom('veyron', 'polo')), { maxLength: 2 }),
      exact: fc.boolean(),
      kind: fc.constantFrom(...KINDS),
      is: anyText(30),
      url: fc.constant('https://a.example'),
    },
    { requiredKeys: ['id', 'name', 'surfaces', 'exact', 'kind', 'is'] },
  ),
  { maxLength: 4, selector: (term) => term.id },
);
const anyKnown: fc.Arbitrary<KnownTerms> = fc
  .array(fc.tuple(fc.nat(9), fc.nat(60_000), fc.boolean()), { maxLength: 8 })
  .map((rows) => new Map(rows.map(([number, day, known]) => [number, { day, known }])));
const anyEverything: fc.Arbitrary<Everything> = fc.record({
  settings: fc.record({
    version: fc.constant(VERSION),
    chosen: fc.record(
      {
        on: fc.boolean(),
        density: fc.constantFrom('all', 'page'),
        offSites: fc.array(fc.domain(), { maxLength: 3 }),
        delay: fc.constantFrom(120, 700),
        ofANewerVersion: fc.string(),
      },
      { requiredKeys: [] },
    ),
  }),
  known: anyKnown,
  own: anyOwn,
  plainHere: fc.dictionary(fc.domain(), fc.uniqueArray(fc.constantFrom('redis', 'go', 'own-abc123'), { minLength: 1 }), {
    maxKeys: 3,
  }),
});
const sorted = (everything: Everything) => ({ ...everything, known: new Map([...everything.known].sort(([a], [b]) => a - b)) });

function read(text: string, ids: readonly string[] = IDS): Everything {
  const backup = readBackup(text, ids);
  if (Array.isArray(backup)) throw new Error(JSON.stringify(backup));
  return backup.everything;
}

describe('a back-up', () => {
  it('restored onto an empty profile is the same, through real stores', () =>
    fc.assert(
      fc.asyncProperty(anyEverything, fc.constantFrom<OwnTermsMode>('merge', 'replace'), async (everything, mode) => {
        const [from, to] = [profile(), profile()];
        await writeEverything(from.stores, everything);
        const there = await readEverything(from.stores);
        expect(sorted(there)).toEqual(sorted(everything));
        const backup = read(writeBackup(there, IDS));
        const here = await readEverything(to.stores);
        await restore(to.stores, to.local, here, restored(here, backup, mode, foldText), IDS);
        expect(sorted(await readEverything(to.stores))).toEqual(sorted(everything));
      }),
    ));

  it('restored twice is restored once, whatever was there', () =>
    fc.assert(
      fc.property(anyEverything, anyEverything, fc.constantFrom<OwnTermsMode>('merge', 'replace'), (here, backup, mode) => {
        const once = restored(here, backup, mode, foldText);
        expect(sorted(restored(once, backup, mode, foldText))).toEqual(sorted(once));
        const { own, known, settings, plainHere } = changesOf(once, restored(once, backup, mode, foldText));
        expect([own, known, settings, plainHere]).toEqual([
          { added: 0, changed: 0, removed: 0 },
          { added: 0, changed: 0 },
          [],
          0,
        ]);
      }),
    ));

  it('names known terms by id, by number only where there is no id', () => {
    const known = new Map([
      [0, { day: 20_500, known: true }],
      [3, { day: 20_501, known: false }],
    ]);
    expect(JSON.parse(writeBackup({ ...NOTHING, known }, IDS)).known).toEqual([
      { id: 'redis', day: '2026-02-16', known: true },
      { number: 3, day: '2026-02-17', known: false },
    ]);
  });

  it('goes by ids when numbers are others, and tells of terms that this version does not know', () => {
    const text = writeBackup({ ...NOTHING, known: new Map([[0, { day: 20_500, known: true }]]) }, IDS);
    const other = readBackup(text, ['docker', 'redis']);
    expect(other).toMatchObject({ everything: { known: new Map([[1, { day: 20_500, known: true }]]) }, unknown: [] });
    expect(readBackup(text, ['docker'])).toMatchObject({ everything: { known: new Map() }, unknown: ['redis'] });
  });
});

describe('own terms of a back-up', () => {
  const term = (id: string, name: string): OwnTerm => ({ id, name, surfaces: [], exact: false, kind: 'tool', is: 'Ours.' });
  const here = { ...NOTHING, own: [term('own-aaaaaa', 'Veyron'), term('own-bbbbbb', 'Golf'), term('own-cccccc', 'Polo')] };
  const backup = { ...NOTHING, own: [term('own-aaaaaa', 'Bugatti'), term('own-dddddd', 'GOLF')] };

  it('merge: they come in the place of those with their id or a way to write them', () => {
    const next = restored(here, backup, 'merge', foldText);
    expect(next.own.map(({ name }) => name)).toEqual(['Polo', 'Bugatti', 'GOLF']);
    expect(changesOf(here, next).own).toEqual({ added: 1, changed: 1, removed: 1 });
  });

  it('replace: only they are left', () => {
    const next = restored(here, backup, 'replace', foldText);
    expect(next.own).toEqual(backup.own);
    expect(changesOf(here, next).own).toEqual({ added: 1, changed: 1, removed: 2 });
  });
});

describe('a file that is not right', () => {
  const text = writeBackup(
    {
      settings: { version: VERSION, chosen: { theme: 'dark' } },
      known: new Map([[1, { day: 20_500, known: true }]]),
      own: [{ id: 'own-aaaaaa', name: 'Veyron', surfaces: [], exact: false, kind: 'tool', is: 'Ours.' }],
      plainHere: { 'a.example': ['go'] },
    },
    IDS,
  );
  const faults = (changed: string) => {
    const result = readBackup(changed, IDS);
    return Array.isArray(result) ? result : [];
  };
  const with_ = (change: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(text), ...change });

  it('is right to begin with', () => expect(faults(text)).toEqual([]));

  it.each([
    ['no JSON', text.slice(0, -20), { problem: 'syntax', line: expect.any(Number), column: expect.any(Number) }],
    ['another file', '{"name": "x"}', { problem: 'notABackup' }],
    ['a list', '[]', { problem: 'notABackup' }],
    ['a newer one', with_({ version: 7 }), { problem: 'newer', version: 7 }],
    ['a bad setting', with_({ settings: { version: 1, chosen: { theme: 'mauve' } } }), { path: 'settings.chosen.theme' }],
    ['a bad kind', text.replace('"tool"', '"car"'), { problem: 'damaged', path: 'own.0.kind' }],
    ['a script as address', text.replace('"is"', '"url": "javascript:alert(1)", "is"'), { path: 'own.0.url' }],
    [
      'no such day',
      text.replace('2026-02-16', '2026-02-31'),
      { path: 'known.0.day', detail: expect.stringMatching(/no such day/) },
    ],
    ['a part missing', with_({ plainHere: undefined }), { path: 'plainHere' }],
    ['a bad list of a site', with_({ plainHere: { 'a.example': ['go', 7] } }), { path: 'plainHere.a.example.1' }],
    [
      'what no stack could follow',
      text.replace('"theme"', `"deep": ${'['.repeat(50_000)}${']'.repeat(50_000)}, "theme"`),
      { problem: 'damaged', line: 8, detail: expect.stringMatching(/nested/) },
    ],
    ['an id twice', with_({ own: [1, 2].map(() => JSON.parse(text).own[0]) }), { path: 'own.1.id' }],
  ])('is refused with its place: %s', (_name, changed, fault) => {
    expect(faults(changed)).toContainEqual(expect.objectContaining(fault));
  });

  it('tells all places at once', () => {
    expect(faults(text.replace('"tool"', '"car"').replace('2026-02-16', 'today'))).toHaveLength(2);
  });

  it('never throws, and never takes half of a file', () =>
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.string({ maxLength: 3 }), (at, length, instead) => {
        const result = readBackup(text.slice(0, at) + instead + text.slice(at + length), IDS);
        if (Array.isArray(result)) expect(result.length).toBeGreaterThan(0);
        else expect(Object.keys(result.everything)).toEqual(['settings', 'known', 'own', 'plainHere']);
      }),
      { numRuns: 500 },
    ));
});

describe('restoring', () => {
  let here: ReturnType<typeof profile>;
  const old: Everything = {
    settings: { version: VERSION, chosen: { theme: 'dark' } },
    known: new Map([
      [0, { day: 20_000, known: true }],
      [1, { day: 20_000, known: false }],
    ]),
    own: [{ id: 'own-aaaaaa', name: 'Veyron', surfaces: [], exact: false, kind: 'tool', is: 'Ours.' }],
    plainHere: { 'a.example': ['go'] },
  };
  const backup: Everything = {
    settings: { version: VERSION, chosen: { density: 'all' } },
    known: new Map([
      [0, { day: 20_001, known: false }],
      [1, { day: 20_001, known: true }],
      [4, { day: 20_001, known: true }],
    ]),
    own: [],
    plainHere: { 'b.example': ['go'] },
  };
  beforeEach(async () => {
    here = profile();
    await writeEverything(here.stores, old);
  });
  const next = () => restored(old, backup, 'replace', foldText);
  const known = async () => {
    const { terms } = await here.stores.known.load();
    return [...terms].filter(([, entry]) => entry.known).map(([number]) => number);
  };

  it('keeps a copy of what was there, and can be taken back', async () => {
    await restore(here.stores, here.local, old, next(), IDS);
    expect(await known()).toEqual([1, 4]);
    const before = await beforeRestore(here.local, IDS);
    expect(before && sorted(before.everything)).toEqual(sorted(old));
    if (before) await takeBackRestore(here.stores, here.local, before);
    const after = await readEverything(here.stores);
    expect({ ...after, known: 0 }).toEqual({ ...old, known: 0 });
    expect(await known()).toEqual([0]);
    // the reader's last word, so that other machines follow
    expect(after.known.get(4)).toEqual({ day: today(), known: false });
    expect(await beforeRestore(here.local, IDS)).toBeUndefined();
  });

  it.each(['own-terms', 'plain-here', 'known'])('changes nothing when "%s" is refused', async (refused) => {
    let armed = true;
    here.local.refuses = (key) => {
      const refuses = armed && key === refused;
      if (refuses) armed = false;
      return refuses;
    };
    await expect(restore(here.stores, here.local, old, next(), IDS)).rejects.toThrow(/quota/);
    const after = await readEverything(here.stores);
    expect({ ...after, known: 0 }).toEqual({ ...old, known: 0 });
    expect(await known()).toEqual([0]);
    expect(here.local.items).not.toHaveProperty(BEFORE_RESTORE_KEY);
  });

  it('goes on here when synced storage is full', async () => {
    here.synced.refuses = () => true;
    expect(await restore(here.stores, here.local, old, next(), IDS)).toBe('local');
    expect((await here.stores.settings.stored()).chosen).toMatchObject({ density: 'all', theme: 'page' });
    expect(await known()).toEqual([1, 4]);
  });
});
