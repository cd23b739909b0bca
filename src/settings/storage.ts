/**
 * Where the reader's settings are kept. Only what the reader chose is stored, under one key of synced storage; a
 * reading always gives a complete, frozen object. What cannot be read is set aside under its own key, never dropped.
 * Choices that synced storage refuses (it is full, or away) wait under the same key of local storage: they go before the synced
 * ones here, and are handed over as soon as it takes them.
 */
import * as v from 'valibot';
import { DEFAULTS, type Settings, settingsSchema } from './settings.ts';
import { UPGRADES, VERSION } from './upgrades.ts';

export const SETTINGS_KEY = 'settings';
/** Local storage: what was found under `settings` and could not be read, and when. */
export const ASIDE_KEY = 'settings-set-aside';

/** The part of a browser's storage area that is used here. */
export interface Area {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

/** The part of local storage that is used for the settings. */
export interface LocalArea extends Area {
  remove(key: string): Promise<void>;
}

/** What was read: the settings, and what was wrong with the stored data, if anything. */
export interface Loaded {
  settings: Settings;
  fault?: string;
  /** Some choices are kept on this machine only, because synced storage refused them. */
  localOnly?: true;
}

/** The reader's choices as they are stored; a newer Termlight's version and choices stay as they are. */
export interface StoredSettings {
  version: number;
  chosen: Record<string, unknown>;
}

const chosenSchema = v.partial(settingsSchema);
export const storedSettingsSchema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  chosen: v.record(v.string(), v.unknown()),
});

const OTHER_FORM = 'the stored settings have another form';

/** Completes stored data with the defaults. Data that does not fit is reported in `fault`; each fitting choice is kept. */
export function readStored(stored: unknown): Loaded {
  if (stored === undefined) return { settings: DEFAULTS };
  const outer = v.safeParse(storedSettingsSchema, stored);
  if (!outer.success) return { settings: DEFAULTS, fault: OTHER_FORM };
  const { version, chosen } = upgraded(outer.output);
  const loaded = complete(chosen);
  return version > VERSION ? { ...loaded, fault: `the stored settings are of a newer version (${version})` } : loaded;
}

/** Choices of today's version; those of a newer one stay as they are. */
export function upgraded({ version, chosen }: StoredSettings): StoredSettings {
  let [at, choices] = [version, chosen];
  for (; at < VERSION; at++) choices = UPGRADES[at - 1]?.(choices) ?? choices;
  return { version: at, chosen: choices };
}

/** The choices that this version knows and whose value does not fit. */
export function badChoices(chosen: Record<string, unknown>): string[] {
  return Object.entries(chosen)
    .filter(([key, value]) => Object.hasOwn(DEFAULTS, key) && !v.is(chosenSchema, { [key]: value }))
    .map(([key]) => key);
}

function complete(chosen: Record<string, unknown>): Loaded {
  const bad = badChoices(chosen);
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, value] of Object.entries(chosen))
    if (Object.hasOwn(DEFAULTS, key) && !bad.includes(key)) settings[key] = value;
  const done = Object.freeze(settings) as Settings;
  return bad.length > 0 ? { settings: done, fault: `stored values could not be read: ${bad.join(', ')}` } : { settings: done };
}

/** Reads and changes the settings. Writes go one after the other, so that none undoes another. */
export class SettingsStore {
  #queue: Promise<unknown> = Promise.resolve();
  #handedOver = false;

  constructor(
    private readonly synced: Area,
    private readonly local: LocalArea,
  ) {}

  /** Never rejects: unreadable or unreachable storage gives the defaults and a fault. */
  async load(): Promise<Loaded> {
    const waiting = await this.#waiting();
    let loaded: Loaded;
    try {
      const stored = (await this.synced.get(SETTINGS_KEY))[SETTINGS_KEY];
      loaded = readStored(stored);
      if (loaded.fault !== undefined) await this.#setAside(stored, loaded.fault);
      if (waiting) loaded = { ...loaded, settings: readStored(laidOver(this.#asStored(stored), waiting)).settings };
    } catch (error) {
      const settings = waiting ? complete(waiting).settings : DEFAULTS;
      loaded = { settings, fault: `storage cannot be read: ${String(error)}` };
    }
    if (!waiting) return loaded;
    // once is enough: the next change tries again
    if (!this.#handedOver) void this.#write((stored) => stored).catch(() => {});
    this.#handedOver = true;
    return { ...loaded, localOnly: true };
  }

  /** The reader's choices as they are stored, those that wait here included. @throws when storage cannot be read */
  async stored(): Promise<StoredSettings> {
    const stored = this.#asStored((await this.synced.get(SETTINGS_KEY))[SETTINGS_KEY]);
    return laidOver(stored, (await this.#waiting()) ?? {});
  }

  /**
   * Stores the reader's choices; what equals its default is stored too, for it was chosen. Resolves to `local` where synced storage
   * refused them.
   * @throws when local storage refuses them too
   */
  change(choices: Partial<Settings>): Promise<'synced' | 'local'> {
    return this.#write((stored) => laidOver(stored, choices));
  }

  /** Puts other choices in place of all that are stored. @throws as `change` does */
  replace(next: StoredSettings): Promise<'synced' | 'local'> {
    return this.#write(() => upgraded(next));
  }

  #write(change: (stored: StoredSettings) => StoredSettings): Promise<'synced' | 'local'> {
    const write = this.#queue.then(async () => {
      const waiting = await this.#waiting();
      let before: StoredSettings = { version: VERSION, chosen: {} };
      let next: StoredSettings;
      try {
        const stored = (await this.synced.get(SETTINGS_KEY))[SETTINGS_KEY];
        if (stored !== undefined && !v.is(storedSettingsSchema, stored)) await this.#setAside(stored, OTHER_FORM);
        before = this.#asStored(stored);
        next = change(laidOver(before, waiting ?? {}));
        await this.synced.set({ [SETTINGS_KEY]: next });
      } catch {
        next = change(laidOver(before, waiting ?? {}));
        await this.local.set({ [SETTINGS_KEY]: { ...next, chosen: differing(before, next), at: Date.now() } });
        return 'local';
      }
      if (waiting) await this.local.remove(SETTINGS_KEY).catch(() => {});
      return 'synced';
    });
    this.#queue = write.catch(() => {});
    return write;
  }

  #asStored(stored: unknown): StoredSettings {
    const read = v.safeParse(storedSettingsSchema, stored);
    return read.success ? upgraded(read.output) : { version: VERSION, chosen: {} };
  }

  /** The choices that synced storage has not taken yet. */
  async #waiting(): Promise<Record<string, unknown> | undefined> {
    try {
      const stored = (await this.local.get(SETTINGS_KEY))[SETTINGS_KEY];
      if (stored === undefined) return undefined;
      const read = v.safeParse(storedSettingsSchema, stored);
      if (read.success) return upgraded(read.output).chosen;
      await this.#setAside(stored, 'the settings that wait to be synced have another form');
    } catch {
      // what waits cannot be read: the synced settings hold
    }
    return undefined;
  }

  /** The first bad data is kept: later ones are likely its consequences. */
  async #setAside(stored: unknown, fault: string): Promise<void> {
    console.warn(`Termlight: ${fault}; kept under "${ASIDE_KEY}" in local storage`);
    try {
      const kept = (await this.local.get(ASIDE_KEY))[ASIDE_KEY];
      if (kept === undefined) await this.local.set({ [ASIDE_KEY]: { fault, stored, on: new Date().toISOString() } });
    } catch {
      // the bad data still stands where it was
    }
  }
}

function laidOver({ version, chosen }: StoredSettings, choices: Record<string, unknown>): StoredSettings {
  return { version, chosen: { ...chosen, ...choices } };
}

/** What must be laid over `before` to get `next`; a choice that is gone is its default again. */
function differing(before: StoredSettings, next: StoredSettings): Record<string, unknown> {
  const choices: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(next.chosen))
    if (JSON.stringify(value) !== JSON.stringify(before.chosen[key])) choices[key] = value;
  for (const key of Object.keys(before.chosen))
    if (!Object.hasOwn(next.chosen, key) && Object.hasOwn(DEFAULTS, key)) choices[key] = DEFAULTS[key as keyof Settings];
  return choices;
}
