/**
 * Where the reader's settings are kept. Only what the reader chose is stored, under one key of synced storage; a
 * reading always gives a complete, frozen object. What cannot be read is set aside under its own key, never dropped.
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

/** What was read: the settings, and what was wrong with the stored data, if anything. */
export interface Loaded {
  settings: Settings;
  fault?: string;
}

const chosenSchema = v.partial(settingsSchema);
const storedSchema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  chosen: v.record(v.string(), v.unknown()),
});

/** Completes stored data with the defaults. Data that does not fit is reported in `fault`; each fitting choice is kept. */
export function readStored(stored: unknown): Loaded {
  if (stored === undefined) return { settings: DEFAULTS };
  const outer = v.safeParse(storedSchema, stored);
  if (!outer.success) return { settings: DEFAULTS, fault: 'the stored settings have another form' };
  let { version, chosen } = outer.output;
  if (version > VERSION) return { ...complete(chosen), fault: `the stored settings are of a newer version (${version})` };
  for (; version < VERSION; version++) chosen = UPGRADES[version - 1]?.(chosen) ?? chosen;
  return complete(chosen);
}

function complete(chosen: Record<string, unknown>): Loaded {
  const settings: Record<string, unknown> = { ...DEFAULTS };
  const bad: string[] = [];
  for (const [key, value] of Object.entries(chosen)) {
    if (!Object.hasOwn(DEFAULTS, key)) continue;
    const read = v.safeParse(chosenSchema, { [key]: value });
    if (read.success) settings[key] = value;
    else bad.push(key);
  }
  const done = Object.freeze(settings) as Settings;
  return bad.length > 0 ? { settings: done, fault: `stored values could not be read: ${bad.join(', ')}` } : { settings: done };
}

/** Reads and changes the settings. Writes go one after the other, so that none undoes another. */
export class SettingsStore {
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly synced: Area,
    private readonly local: Area,
  ) {}

  /** Never rejects: unreadable or unreachable storage gives the defaults and a fault. */
  async load(): Promise<Loaded> {
    try {
      const stored = (await this.synced.get(SETTINGS_KEY))[SETTINGS_KEY];
      const loaded = readStored(stored);
      if (loaded.fault !== undefined) await this.#setAside(stored, loaded.fault);
      return loaded;
    } catch (error) {
      return { settings: DEFAULTS, fault: `storage cannot be read: ${String(error)}` };
    }
  }

  /** Stores the reader's choices; what equals its default is stored too, for it was chosen. */
  change(choices: Partial<Settings>): Promise<void> {
    const write = this.#queue.then(async () => {
      const stored = (await this.synced.get(SETTINGS_KEY))[SETTINGS_KEY];
      const outer = v.safeParse(storedSchema, stored);
      if (stored !== undefined && !outer.success) await this.#setAside(stored, 'the stored settings have another form');
      let chosen: Record<string, unknown> = {};
      let version = VERSION;
      if (outer.success) {
        ({ version, chosen } = outer.output);
        for (; version < VERSION; version++) chosen = UPGRADES[version - 1]?.(chosen) ?? chosen;
      }
      await this.synced.set({ [SETTINGS_KEY]: { version, chosen: { ...chosen, ...choices } } });
    });
    this.#queue = write.catch(() => {});
    return write;
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
