/** An organization's presets: the file that declares them, and how they stand under the reader's choices. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPresets } from '../../src/settings/presets.ts';
import { DEFAULTS, type Settings, settingsSchema } from '../../src/settings/settings.ts';
import { type LocalArea, SETTINGS_KEY, SettingsStore } from '../../src/settings/storage.ts';

interface Declared {
  type: string;
  title: string;
  description: string;
  enum?: unknown[];
}
const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(root, 'src/static/managed-schema.json'), 'utf8'));

class FakeArea implements LocalArea {
  items: Record<string, unknown> = {};
  full = false;
  async get(key: string): Promise<Record<string, unknown>> {
    return key in this.items ? structuredClone({ [key]: this.items[key] }) : {};
  }
  async set(items: Record<string, unknown>): Promise<void> {
    if (this.full) throw new Error('QUOTA_BYTES quota exceeded');
    Object.assign(this.items, structuredClone(items));
  }
  async remove(key: string): Promise<void> {
    delete this.items[key];
  }
}

let presets: Record<string, unknown>;
let synced: FakeArea;
let local: FakeArea;
const managed = { get: async () => structuredClone(presets) };
const store = () => new SettingsStore(synced, local, managed);
const settings = async (): Promise<Settings> => (await store().load()).settings;
beforeEach(() => {
  presets = {};
  synced = new FakeArea();
  local = new FakeArea();
});

describe('managed-schema.json', () => {
  it('declares every setting and nothing else', () => {
    expect(Object.keys(schema.properties)).toEqual(Object.keys(settingsSchema.entries));
  });

  it.each(Object.entries<Declared>(schema.properties))('declares %s with just the values that are read', (key, declared) => {
    const entry = settingsSchema.entries[key as keyof Settings];
    const sample = { boolean: [true, false], array: [['a.example']], string: [], integer: [] }[declared.type];
    for (const value of declared.enum ?? sample ?? []) expect(v.is(entry, value), String(value)).toBe(true);
    if ('options' in entry) expect(declared.enum).toEqual(entry.options);
    expect(declared.title && declared.description).toMatch(/\S/);
  });

  it('is in the manifest', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
    expect(manifest.storage).toEqual({ managed_schema: 'managed-schema.json' });
  });

  it('has each setting in the page for organizations', () => {
    const page = readFileSync(join(root, 'docs/organizations.md'), 'utf8');
    for (const key of Object.keys(schema.properties)) expect(page).toContain(`\`${key}\``);
  });
});

describe('presets', () => {
  it('are defaults that the reader may change', async () => {
    presets = { density: 'all', badge: false };
    expect(await settings()).toEqual({ ...DEFAULTS, density: 'all', badge: false });
    await store().change({ density: 'page' });
    expect(await settings()).toEqual({ ...DEFAULTS, density: 'page', badge: false });
  });

  it('are not stored among the choices: those withdrawn are gone', async () => {
    presets = { theme: 'dark', offSites: ['intranet.example'] };
    await store().change({ concepts: true, offSites: ['intranet.example', 'mine.example'] });
    presets = {};
    expect(await settings()).toEqual({ ...DEFAULTS, concepts: true, offSites: ['mine.example'] });
  });

  it('keep sites off beside those of the reader, also those that are added later', async () => {
    presets = { offSites: ['a.example'] };
    await store().change({ offSites: [...(await settings()).offSites, 'mine.example'] });
    presets = { offSites: ['a.example', 'b.example'] };
    expect((await settings()).offSites).toEqual(['a.example', 'b.example', 'mine.example']);
  });

  it('leave a site on that the reader switched on again, and off when he takes that back', async () => {
    presets = { offSites: ['a.example', 'b.example'] };
    await store().change({ offSites: ['b.example'] });
    presets = { offSites: ['a.example', 'b.example', 'c.example'] };
    expect((await settings()).offSites).toEqual(['b.example', 'c.example']);
    await store().change({ offSites: ['b.example', 'c.example', 'a.example'] });
    expect((await settings()).offSites).toEqual(['a.example', 'b.example', 'c.example']);
  });

  it('hold for choices that wait on this machine, too', async () => {
    presets = { offSites: ['a.example'], trigger: 'click' };
    synced.full = true;
    expect(await store().change({ offSites: ['mine.example'] })).toBe('local');
    expect(await store().load()).toMatchObject({
      localOnly: true,
      settings: { ...DEFAULTS, trigger: 'click', offSites: ['mine.example'] },
    });
  });

  it('hold where the stored choices cannot be read', async () => {
    presets = { on: false };
    synced.items[SETTINGS_KEY] = 'bad';
    const loaded = await store().load();
    expect(loaded.settings).toEqual({ ...DEFAULTS, on: false });
    expect(loaded.fault).toMatch(/another form/);
  });

  it('that do not fit are named, and the others hold', async () => {
    presets = { density: 'some', color: 'red', badge: false, __proto__x: 1, toString: 1 };
    const { settings: read, fault, presetFault } = await store().load();
    expect(read).toEqual({ ...DEFAULTS, badge: false });
    expect(fault).toBeUndefined();
    expect(presetFault).toContain('"density" has a value that does not fit');
    expect(presetFault).toContain('"color" is no setting');
    expect(presetFault).toContain('"toString" is no setting');
  });

  it('are none where there is no organization, in the way of either browser', async () => {
    const none = { defaults: DEFAULTS };
    expect(await readPresets(undefined)).toEqual(none);
    expect(await readPresets({ get: async () => ({}) })).toEqual(none);
    const firefox = { get: () => Promise.reject(new Error('Managed storage manifest not found')) };
    expect(await readPresets(firefox)).toEqual(none);
  });

  it('that cannot be read are reported, and stop nothing', async () => {
    const broken = { get: () => Promise.reject(new Error('the disk is gone')) };
    expect(await new SettingsStore(synced, local, broken).load()).toEqual({
      settings: DEFAULTS,
      presetFault: expect.stringContaining('the disk is gone'),
    });
  });
});
