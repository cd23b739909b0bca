import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS, type Settings } from '../../src/settings/settings.ts';
import { type Area, ASIDE_KEY, readStored, SETTINGS_KEY, SettingsStore } from '../../src/settings/storage.ts';
import { UPGRADES, VERSION } from '../../src/settings/upgrades.ts';

/** A storage area as the browsers have it: copies go in and out, answers come later. */
class FakeArea implements Area {
  items: Record<string, unknown> = {};
  writes = 0;
  broken: 'get' | 'set' | undefined;

  async get(key: string): Promise<Record<string, unknown>> {
    await later();
    if (this.broken === 'get') throw new Error('the disk is gone');
    return key in this.items ? structuredClone({ [key]: this.items[key] }) : {};
  }

  async set(items: Record<string, unknown>): Promise<void> {
    await later();
    if (this.broken === 'set') throw new Error('QUOTA_BYTES quota exceeded');
    this.writes++;
    Object.assign(this.items, structuredClone(items));
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

  it('sets aside the first bad data, not what follows from it', async () => {
    synced.items[SETTINGS_KEY] = 'first';
    await store.load();
    synced.items[SETTINGS_KEY] = 'second';
    await store.load();
    expect(local.items[ASIDE_KEY]).toMatchObject({ stored: 'first' });
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

  it('tells of a write that failed, and goes on with the next', async () => {
    synced.broken = 'set';
    const failed = store.change({ on: false });
    await expect(failed).rejects.toThrow(/quota/);
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

it('has an upgrade for each step between versions', () => {
  expect(VERSION).toBe(UPGRADES.length + 1);
});
