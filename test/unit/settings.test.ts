import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS, type Settings } from '../../src/settings/settings.ts';
import { ASIDE_KEY, type LocalArea, readStored, SETTINGS_KEY, SettingsStore } from '../../src/settings/storage.ts';
import { UPGRADES, VERSION } from '../../src/settings/upgrades.ts';

/** A storage area as the browsers have it: copies go in and out, answers come later. */
class FakeArea implements LocalArea {
  items: Record<string, unknown> = {};
  writes = 0;
  broken: 'get' | 'set' | 'both' | undefined;

  async get(key: string): Promise<Record<string, unknown>> {
    await later();
    if (this.broken === 'get' || this.broken === 'both') throw new Error('the disk is gone');
    return key in this.items ? structuredClone({ [key]: this.items[key] }) : {};
  }

  async set(items: Record<string, unknown>): Promise<void> {
    await later();
    if (this.broken === 'set' || this.broken === 'both') throw new Error('QUOTA_BYTES quota exceeded');
    this.writes++;
    Object.assign(this.items, structuredClone(items));
  }

  async remove(key: string): Promise<void> {
    await later();
    delete this.items[key];
  }
}

const later = () => new Promise((done) => setTimeout(done, 1));

let synced: FakeArea;
let local: FakeArea;
let store: SettingsStore;
beforeEach(() => {
  synced = new FakeArea();
  local = new FakeArea();
  store = new SettingsStore(synced, local);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe('reading', () => {
  it('gives the defaults where nothing is stored, and stores nothing', async () => {
    expect(await store.load()).toEqual({ settings: DEFAULTS });
    expect(synced.items).toEqual({});
  });

  it('completes the choices with the defaults, and is frozen', async () => {
    synced.items[SETTINGS_KEY] = { version: VERSION, chosen: { density: 'all' } };
    const { settings, fault } = await store.load();
    expect(settings).toEqual({ ...DEFAULTS, density: 'all' });
    expect(fault).toBeUndefined();
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('keeps every fitting choice beside one that does not fit, and sets the whole aside', async () => {
    const stored = { version: VERSION, chosen: { theme: 'mauve', density: 'page', offSites: ['example.com'] } };
    synced.items[SETTINGS_KEY] = stored;
    const { settings, fault } = await store.load();
    expect(settings).toEqual({ ...DEFAULTS, density: 'page', offSites: ['example.com'] });
    expect(fault).toMatch(/theme/);
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored, fault });
    expect(synced.items[SETTINGS_KEY]).toEqual(stored);
  });

  it('is mended by the next change, and fills no storage with copies', async () => {
    synced.items[SETTINGS_KEY] = { version: VERSION, chosen: { theme: 'mauve', density: 'page' } };
    for (const on of [true, false, true, false, true, false, true]) await store.change({ on });
    expect(synced.items[SETTINGS_KEY]).toEqual({ version: VERSION, chosen: { density: 'page', on: true } });
    expect(Object.keys(local.items).filter((key) => key.includes('aside'))).toEqual([ASIDE_KEY]);
  });

  it('passes over keys that it does not know, and keys of Object', () => {
    const chosen = JSON.parse('{ "color": "red", "__proto__": { "on": false }, "toString": 1, "concepts": true }');
    expect(readStored({ version: VERSION, chosen })).toEqual({ settings: { ...DEFAULTS, concepts: true } });
  });

  it.each([
    ['text', 'on'],
    ['null', null],
    ['a list', [1, 2]],
    ['no version', { chosen: { on: false } }],
    ['no choices', { version: 1 }],
    ['a version of its own', { version: 'one', chosen: {} }],
    ['version 0', { version: 0, chosen: {} }],
  ])('gives the defaults and a fault for %s', async (_name, stored) => {
    synced.items[SETTINGS_KEY] = stored;
    const { settings, fault } = await store.load();
    expect(settings).toEqual(DEFAULTS);
    expect(fault).toMatch(/another form/);
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored });
  });

  it('reads what it knows of a newer version, and says so', async () => {
    synced.items[SETTINGS_KEY] = { version: VERSION + 3, chosen: { on: false, aura: 'calm' } };
    const { settings, fault } = await store.load();
    expect(settings).toEqual({ ...DEFAULTS, on: false });
    expect(fault).toMatch(/newer version/);
  });

  it('sets aside each bad data once, and changes nothing when there is no place for more', async () => {
    for (const bad of ['first', 'second', 'first', 'third', 'fourth', 'fifth']) {
      synced.items[SETTINGS_KEY] = bad;
      await store.load();
      await store.load();
    }
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored: 'first' });
    expect(local.items[`${ASIDE_KEY}-5`]).toMatchObject({ stored: 'fifth' });
    synced.items[SETTINGS_KEY] = 'sixth';
    await expect(store.change({ on: false })).rejects.toThrow(/set aside already/);
    expect(synced.items[SETTINGS_KEY]).toBe('sixth');
  });

  it('never rejects: storage that fails gives the defaults and a fault', async () => {
    synced.broken = 'get';
    expect(await store.load()).toEqual({ settings: DEFAULTS, fault: expect.stringContaining('the disk is gone') });
    synced.broken = undefined;
    synced.items[SETTINGS_KEY] = 'bad';
    local.broken = 'set';
    expect((await store.load()).settings).toEqual(DEFAULTS);
  });
});

describe('changing', () => {
  it('stores what was chosen and nothing else', async () => {
    await store.change({ theme: 'dark' });
    expect(synced.items).toEqual({ [SETTINGS_KEY]: { version: VERSION, chosen: { theme: 'dark' } } });
    await store.change({ theme: DEFAULTS.theme });
    expect(synced.items[SETTINGS_KEY]).toEqual({ version: VERSION, chosen: { theme: DEFAULTS.theme } });
  });

  it('writes one after the other, so that none undoes another', async () => {
    const changes: Partial<Settings>[] = [{ on: false }, { density: 'all' }, { offSites: ['a.example'] }, { on: true }];
    await Promise.all(changes.map((choice) => store.change(choice)));
    expect(synced.writes).toBe(4);
    expect((await store.load()).settings).toEqual({ ...DEFAULTS, on: true, density: 'all', offSites: ['a.example'] });
  });

  it('tells of a write that failed in both places, and goes on with the next', async () => {
    synced.broken = 'set';
    local.broken = 'set';
    await expect(store.change({ on: false })).rejects.toThrow(/quota/);
    synced.broken = undefined;
    await store.change({ concepts: true });
    expect((await store.load()).settings).toEqual({ ...DEFAULTS, concepts: true });
  });

  it('starts anew over unreadable data, which is set aside first', async () => {
    synced.items[SETTINGS_KEY] = 'bad';
    await store.change({ concepts: true });
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored: 'bad' });
    expect(await store.load()).toEqual({ settings: { ...DEFAULTS, concepts: true } });
  });

  it('keeps the version and the unknown choices of a newer Termlight', async () => {
    synced.items[SETTINGS_KEY] = { version: VERSION + 1, chosen: { aura: 'calm' } };
    await store.change({ concepts: true });
    expect(synced.items[SETTINGS_KEY]).toEqual({ version: VERSION + 1, chosen: { aura: 'calm', concepts: true } });
  });
});

describe('synced storage that is full or away', () => {
  const chosen = (area: FakeArea) => (area.items[SETTINGS_KEY] as { chosen: unknown } | undefined)?.chosen;
  /** Waits for what a reading hands over by itself. */
  const handedOver = () => vi.waitFor(() => expect(local.items).not.toHaveProperty(SETTINGS_KEY));

  it('keeps choices here, and says so', async () => {
    await store.change({ theme: 'dark', concepts: true });
    synced.broken = 'set';
    expect(await store.change({ density: 'all' })).toBe('local');
    expect(await store.change({ theme: 'light' })).toBe('local');
    expect(await new SettingsStore(synced, local).load()).toEqual({
      settings: { ...DEFAULTS, concepts: true, density: 'all', theme: 'light' },
      localOnly: true,
    });
    expect(local.items[SETTINGS_KEY]).toMatchObject({ version: VERSION, chosen: { density: 'all', theme: 'light' } });
    expect((local.items[SETTINGS_KEY] as { at: number }).at).toBeGreaterThan(Date.UTC(2020));
  });

  it('gets them with the next change that it takes, and nothing stays here', async () => {
    synced.broken = 'set';
    await store.change({ density: 'all' });
    synced.broken = undefined;
    expect(await store.change({ concepts: true })).toBe('synced');
    expect(chosen(synced)).toEqual({ density: 'all', concepts: true });
    expect(local.items).not.toHaveProperty(SETTINGS_KEY);
    expect(await store.load()).toEqual({ settings: { ...DEFAULTS, density: 'all', concepts: true } });
  });

  it('gets them without a change too, when the settings are read', async () => {
    synced.broken = 'set';
    await store.change({ density: 'all' });
    synced.broken = undefined;
    expect(await new SettingsStore(synced, local).load()).toMatchObject({ localOnly: true });
    await handedOver();
    expect(chosen(synced)).toEqual({ density: 'all' });
    expect(await store.load()).toEqual({ settings: { ...DEFAULTS, density: 'all' } });
  });

  it('keeps what another machine chose meanwhile; what was chosen here goes before it', async () => {
    await store.change({ theme: 'dark' });
    synced.broken = 'set';
    await store.change({ density: 'all' });
    synced.items[SETTINGS_KEY] = { version: VERSION, chosen: { theme: 'light', density: 'page', concepts: true } };
    expect((await store.load()).settings).toEqual({ ...DEFAULTS, theme: 'light', density: 'all', concepts: true });
    synced.broken = undefined;
    await store.change({ badge: false });
    expect(chosen(synced)).toEqual({ theme: 'light', density: 'all', concepts: true, badge: false });
  });

  it('that cannot even be read leaves the last good copy, and the choices that are here', async () => {
    await store.change({ theme: 'dark' });
    synced.broken = 'both';
    expect(await store.change({ density: 'all' })).toBe('local');
    const { settings, fault, localOnly } = await store.load();
    expect(settings).toEqual({ ...DEFAULTS, theme: 'dark', density: 'all' });
    expect(fault).toMatch(/the disk is gone/);
    expect(localOnly).toBe(true);
    synced.broken = undefined;
    await store.change({});
    expect(chosen(synced)).toEqual({ theme: 'dark', density: 'all' });
  });

  it('sets aside what waits here and cannot be read', async () => {
    local.items[SETTINGS_KEY] = 'rubbish';
    expect(await store.load()).toEqual({ settings: DEFAULTS });
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored: 'rubbish' });
  });

  it('that cannot be read loses no site of a list that gets one more', async () => {
    await store.change({ offSites: ['a.example'] });
    synced.broken = 'get';
    expect(await store.change(({ offSites }) => ({ offSites: [...offSites, 'b.example'] }))).toBe('local');
    synced.broken = undefined;
    expect((await store.load()).settings.offSites).toEqual(['a.example', 'b.example']);
    // not even when another machine has changed the list meanwhile, or no copy of it was kept
    synced.broken = 'get';
    await store.change(({ offSites }) => ({ offSites: offSites.filter((site) => site !== 'a.example') }));
    delete local.items['settings-last-good'];
    synced.broken = undefined;
    synced.items[SETTINGS_KEY] = { version: VERSION, chosen: { offSites: ['a.example', 'c.example'] } };
    expect((await new SettingsStore(synced, local).load()).settings.offSites).toEqual(['c.example', 'b.example']);
    await handedOver();
    expect(chosen(synced)).toEqual({ offSites: ['c.example', 'b.example'] });
  });

  it('that lost its form gives the last good copy', async () => {
    await store.change({ theme: 'dark' });
    synced.items[SETTINGS_KEY] = 'rubbish';
    expect(await store.load()).toMatchObject({ settings: { theme: 'dark' }, fault: expect.stringMatching(/another form/) });
    synced.items[SETTINGS_KEY] = { version: VERSION, chosen: { theme: 7, density: 'all' } };
    expect((await store.load()).settings).toMatchObject({ theme: 'dark', density: 'all' });
  });

  it('changes nothing while local storage cannot be read: what waits there is not known', async () => {
    synced.broken = 'set';
    await store.change({ theme: 'dark' });
    synced.broken = undefined;
    local.broken = 'get';
    await expect(store.change({ theme: 'light' })).rejects.toThrow(/the disk is gone/);
    expect(await store.load()).toMatchObject({ unreachable: true, fault: expect.stringMatching(/the disk is gone/) });
    local.broken = undefined;
    expect((await store.load()).settings.theme).toBe('dark');
  });

  it('takes other choices in place of all, or keeps them here', async () => {
    await store.change({ theme: 'dark', density: 'all' });
    synced.broken = 'set';
    expect(await store.replace({ version: VERSION, chosen: { concepts: true } })).toBe('local');
    expect((await store.load()).settings).toEqual({ ...DEFAULTS, concepts: true });
    synced.broken = undefined;
    expect(await store.replace({ version: VERSION, chosen: { concepts: true } })).toBe('synced');
    expect(await store.stored()).toEqual({ version: VERSION, chosen: { concepts: true } });
    expect(local.items).not.toHaveProperty(SETTINGS_KEY);
  });

  it('loses no choice, however its writes fail', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom<Partial<Settings>>(
              { on: false },
              { on: true },
              { density: 'all' },
              { theme: 'dark' },
              { theme: 'light' },
            ),
            fc.boolean(),
          ),
          { maxLength: 6 },
        ),
        async (changes) => {
          [synced, local] = [new FakeArea(), new FakeArea()];
          const wanted: Partial<Settings> = {};
          for (const [choice, full] of changes) {
            synced.broken = full ? 'set' : undefined;
            await new SettingsStore(synced, local).change(choice);
            Object.assign(wanted, choice);
          }
          expect((await new SettingsStore(synced, local).load()).settings).toEqual({ ...DEFAULTS, ...wanted });
        },
      ),
      { numRuns: 40 },
    ));
});

describe('upgrades', () => {
  it('has one for each step between versions', () => {
    expect(VERSION).toBe(UPGRADES.length + 1);
  });

  /** As the first Termlight that was given to readers stored it; never edited. */
  const FIRST_LANDING = {
    version: 1,
    chosen: {
      on: true,
      offSites: ['mail.example.com', '로컬.example'],
      density: 'page',
      cardLanguage: 'ko',
      theme: 'dark',
      confidence: 'certain',
      concepts: true,
    },
  };

  it('keep every choice of the first landing', async () => {
    synced.items[SETTINGS_KEY] = structuredClone(FIRST_LANDING);
    const { settings, fault } = await store.load();
    expect(fault).toBeUndefined();
    expect(settings).toMatchObject(FIRST_LANDING.chosen);
    expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULTS).sort());
  });

  it('keep them through a change, and through a change that synced storage refuses', async () => {
    for (const broken of [undefined, 'set'] as const) {
      [synced, local] = [new FakeArea(), new FakeArea()];
      synced.items[SETTINGS_KEY] = structuredClone(FIRST_LANDING);
      synced.broken = broken;
      store = new SettingsStore(synced, local);
      await store.change({ badge: false });
      expect((await store.load()).settings).toMatchObject({ ...FIRST_LANDING.chosen, badge: false });
      expect(await store.stored()).toEqual({ version: VERSION, chosen: { ...FIRST_LANDING.chosen, badge: false } });
    }
  });

  it('set a newer version aside when a back-up takes its place', async () => {
    const newer = { version: VERSION + 1, chosen: { aura: 'calm' } };
    synced.items[SETTINGS_KEY] = newer;
    await store.replace({ version: VERSION, chosen: { theme: 'dark' } });
    expect(synced.items[SETTINGS_KEY]).toEqual({ version: VERSION, chosen: { theme: 'dark' } });
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored: newer });
  });

  it('leave a newer version as it is, also when a choice had to wait here', async () => {
    synced.items[SETTINGS_KEY] = { version: VERSION + 1, chosen: { aura: 'calm', theme: 'dark' } };
    synced.broken = 'set';
    await store.change({ concepts: true });
    synced.broken = undefined;
    await store.change({ badge: false });
    expect(synced.items[SETTINGS_KEY]).toEqual({
      version: VERSION + 1,
      chosen: { aura: 'calm', theme: 'dark', concepts: true, badge: false },
    });
  });
});
