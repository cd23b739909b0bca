/**
 * Where the reader's settings are kept. Only what the reader chose is stored, under one key of synced storage; a
 * reading always gives a complete, frozen object. What cannot be read is set aside under its own key, never dropped.
 * Choices that synced storage refuses (it is full, or away) wait under the same key of local storage: they go before the synced
 * ones here, and are handed over as soon as it takes them. The defaults may be an organization's (`presets.ts`).
 */
import * as v from 'valibot';
import { answered, storedAt } from './answered.ts';
import { inTurn } from './in-turn.ts';
import { type ManagedArea, offSitesOf, readPresets, withOnSites } from './presets.ts';
import { setAside } from './set-aside.ts';
import { DEFAULTS, type Settings, settingsSchema } from './settings.ts';
import { UPGRADES, VERSION } from './upgrades.ts';

export const SETTINGS_KEY = 'settings';
/** Local storage: what was found under `settings` and could not be read, and when. */
export const ASIDE_KEY = 'settings-set-aside';
/** Local storage: the synced settings as they were last read or written. */
const LAST_GOOD_KEY = 'settings-last-good';
/** Local storage: a copy of the choices that wait. */
const WAITING_COPY_KEY = 'settings-waiting';

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
  /** Storage of this machine did not answer: the settings may be others later. */
  unreachable?: true;
  /** Some choices are kept on this machine only, because synced storage refused them. */
  localOnly?: true;
  /** What was wrong with the organization's presets, if anything. */
  presetFault?: string;
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
export function readStored(stored: unknown, defaults = DEFAULTS): Loaded {
  if (stored === undefined) return { settings: defaults };
  const outer = v.safeParse(storedSettingsSchema, stored);
  if (!outer.success) return { settings: defaults, fault: OTHER_FORM };
  const { version, chosen } = upgraded(outer.output);
  const loaded = complete(chosen, defaults);
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

function complete(chosen: Record<string, unknown>, defaults: Settings): Loaded {
  const bad = badChoices(chosen);
  const settings: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(chosen))
    if (Object.hasOwn(DEFAULTS, key) && !bad.includes(key)) settings[key] = value;
  settings.offSites = offSitesOf(settings.offSites as string[], chosen, defaults);
  const done = Object.freeze(settings) as Settings;
  return bad.length > 0 ? { settings: done, fault: `stored values could not be read: ${bad.join(', ')}` } : { settings: done };
}

/** What synced storage holds. */
interface SyncedSettings {
  stored: StoredSettings;
  fault?: string;
  /** What was found and is to be set aside before anything takes its place. */
  bad?: unknown;
  unreachable?: true | 'copy too';
}

/** What the reader chooses; where it depends on the settings of now, a function of them. */
export type Choice = Partial<Settings> | ((now: Settings) => Partial<Settings>);

/** The choices that wait here. `over`: the sites switched off as they were last known, where the synced list could not be read. */
const waitingSchema = v.object({ ...storedSettingsSchema.entries, over: v.optional(settingsSchema.entries.offSites) });
type Waiting = Omit<v.InferOutput<typeof waitingSchema>, 'version'>;

/** What a change makes of the stored settings. */
interface Change {
  next: StoredSettings;
  /** What the reader chose, whatever stood there: it waits here when synced storage refuses it. */
  said: Record<string, unknown>;
}

const NOTHING: StoredSettings = { version: VERSION, chosen: {} };

/** Reads and changes the settings. Writes go one after the other, so that none undoes another. */
export class SettingsStore {
  #handedOver = false;

  constructor(
    private readonly synced: Area,
    private readonly local: LocalArea,
    private readonly managed?: ManagedArea,
  ) {}

  /** Never rejects: unreadable or unreachable storage gives the last good copy or the defaults, and a fault. */
  async load(): Promise<Loaded> {
    const [waits, { defaults, fault: presetFault }] = await Promise.all([
      this.#waiting().catch((error: unknown) => ({ fault: `storage cannot be read: ${String(error)}` })),
      readPresets(this.managed),
    ]);
    const { stored, bad, ...found } = await this.#readSynced().catch(
      (error: unknown): SyncedSettings => ({
        stored: NOTHING,
        fault: `storage cannot be read: ${String(error)}`,
        unreachable: 'copy too',
      }),
    );
    if (bad !== undefined) await setAside(this.local, SETTINGS_KEY, bad, found.fault ?? OTHER_FORM).catch(() => {});
    else if (!found.unreachable) void this.#keepCopy(stored).catch(() => {});
    const waiting = waits && 'chosen' in waits ? settled(waits, stored, !found.unreachable) : undefined;
    const fault = found.fault ?? (waits && 'fault' in waits ? waits.fault : undefined);
    const loaded: Loaded = { settings: complete({ ...stored.chosen, ...waiting }, defaults).settings };
    if (fault !== undefined) loaded.fault = fault;
    if ((waits && 'fault' in waits) || found.unreachable === 'copy too') loaded.unreachable = true;
    if (presetFault !== undefined) loaded.presetFault = presetFault;
    if (!waiting) return loaded;
    // once is enough: the next change tries again
    if (!this.#handedOver) void this.#handOver().catch(() => {});
    this.#handedOver = true;
    return { ...loaded, localOnly: true };
  }

  /** The reader's choices as they are stored, those that wait here included. @throws when storage cannot be read */
  async stored(): Promise<StoredSettings> {
    const { stored, fault, unreachable } = await this.#readSynced();
    if (unreachable) throw new Error(fault);
    const waits = await this.#waiting();
    const all = laidOver(stored, waits ? settled(waits, stored, true) : {});
    if (all.version > VERSION) return all;
    // a back-up with a bad choice in it could not be restored
    const bad = badChoices(all.chosen);
    return { ...all, chosen: Object.fromEntries(Object.entries(all.chosen).filter(([key]) => !bad.includes(key))) };
  }

  /**
   * Stores the reader's choices; what equals its default is stored too, for it was chosen. What depends on the settings of now (a list
   * that gets one more) is a function of them. Resolves to `local` where synced storage refused the choices.
   * @throws when local storage cannot be read, or refuses them too: nothing has changed then
   */
  change(choices: Choice): Promise<'synced' | 'local'> {
    return this.#write((before, waiting, presets) => {
      const now = laidOver(before, waiting);
      const chosen = typeof choices === 'function' ? choices(complete(now.chosen, presets).settings) : choices;
      const said = withOnSites(chosen, presets);
      return { next: laidOver(now, said), said: { ...waiting, ...said } };
    });
  }

  /** Puts other choices in place of all that are stored. @throws as `change` does */
  replace(next: StoredSettings): Promise<'synced' | 'local'> {
    return this.#write(() => ({ next: upgraded(next), said: upgraded(next).chosen }));
  }

  /** Gives what waits here to synced storage. */
  async #handOver(): Promise<void> {
    await this.#write((before, waiting) => ({ next: laidOver(before, waiting), said: waiting }));
  }

  #write(
    change: (before: StoredSettings, waiting: Record<string, unknown>, presets: Settings) => Change,
  ): Promise<'synced' | 'local'> {
    return inTurn(SETTINGS_KEY, async () => {
      const [waits, { defaults }] = await Promise.all([this.#waiting(true), readPresets(this.managed)]);
      const { stored: before, fault, bad, unreachable } = await this.#readSynced();
      if (bad !== undefined) await setAside(this.local, SETTINGS_KEY, bad, fault ?? OTHER_FORM);
      const { next, said } = change(before, waits ? settled(waits, before, !unreachable) : {}, defaults);
      // a back-up goes before what a newer Termlight wrote, but does not wipe it out
      if (before.version > next.version)
        await setAside(this.local, SETTINGS_KEY, before, 'settings of a newer version were replaced by a back-up');
      const wait = async () => {
        const chosen = { ...differing(before, next), ...said };
        const over = unreachable && (waits?.over ?? (waits && 'offSites' in waits.chosen ? undefined : sitesOf(before)));
        const waiting = { ...next, chosen, ...(over && 'offSites' in chosen && { over }), at: Date.now() };
        // the copy first, so that a write cut short leaves one of them whole
        await answered(() => this.local.set({ [WAITING_COPY_KEY]: waiting }));
        await answered(() => this.local.set({ [SETTINGS_KEY]: waiting }));
        return 'local' as const;
      };
      // what stands there is not known, so it must not be written over
      if (unreachable) return wait();
      try {
        await answered(() => this.synced.set({ [SETTINGS_KEY]: next }));
      } catch {
        return wait();
      }
      await answered(() => this.local.set({ [LAST_GOOD_KEY]: next })).catch(() => {});
      if (waits) {
        await answered(() => this.local.remove(SETTINGS_KEY)).catch(() => {});
        await answered(() => this.local.remove(WAITING_COPY_KEY)).catch(() => {});
      }
      return 'synced';
    });
  }

  /** The synced choices; in place of what cannot be read, its last good copy. @throws when that cannot be read either */
  async #readSynced(): Promise<SyncedSettings> {
    let found: unknown;
    try {
      found = await storedAt(this.synced, SETTINGS_KEY);
    } catch (error) {
      const stored = (await this.#copy()) ?? NOTHING;
      return { stored, fault: `storage cannot be read: ${String(error)}`, unreachable: true };
    }
    if (found === undefined) return { stored: NOTHING };
    const read = v.safeParse(storedSettingsSchema, found);
    if (!read.success) return { stored: (await this.#copy()) ?? NOTHING, fault: OTHER_FORM, bad: found };
    const stored = upgraded(read.output);
    const { fault } = readStored(found);
    if (fault === undefined) return { stored };
    // a newer Termlight may have other forms of what we know: they stay
    if (stored.version > VERSION) return { stored, fault };
    const { chosen: copied } = (await this.#copy()) ?? NOTHING;
    const bad = badChoices(stored.chosen);
    // what has lost one choice may have lost others; what is bad is set aside, and not written again
    const good = Object.entries(stored.chosen).filter(([key]) => !bad.includes(key));
    return { stored: { version: stored.version, chosen: { ...copied, ...Object.fromEntries(good) } }, fault, bad: found };
  }

  async #copy(): Promise<StoredSettings | undefined> {
    const read = v.safeParse(storedSettingsSchema, await storedAt(this.local, LAST_GOOD_KEY));
    return read.success ? upgraded(read.output) : undefined;
  }

  /** Notes what was read well, for the day on which it cannot be. */
  async #keepCopy(seen: StoredSettings): Promise<void> {
    const isCopied = async (stored: StoredSettings) => JSON.stringify((await this.#copy()) ?? NOTHING) === JSON.stringify(stored);
    if (await isCopied(seen)) return;
    await inTurn(SETTINGS_KEY, async () => {
      const { stored, fault } = await this.#readSynced();
      if (fault === undefined && !(await isCopied(stored))) await answered(() => this.local.set({ [LAST_GOOD_KEY]: stored }));
    });
  }

  /**
   * The choices that synced storage has not taken yet.
   * @throws when storage cannot be read; `changing`: also when what is bad cannot be set aside
   */
  async #waiting(changing = false): Promise<Waiting | undefined> {
    const stored = await storedAt(this.local, SETTINGS_KEY);
    if (stored === undefined) return undefined;
    const keep = async (fault: string): Promise<void> => {
      const kept = setAside(this.local, SETTINGS_KEY, stored, fault);
      await (changing ? kept : kept.catch(() => {}));
    };
    const read = v.safeParse(waitingSchema, stored);
    const chosen = read.success ? upgraded(read.output).chosen : {};
    const bad = badChoices(chosen);
    if (read.success && bad.length === 0) return { ...read.output, chosen };
    await keep(
      read.success
        ? `choices that wait to be synced could not be read: ${bad.join(', ')}`
        : 'the settings that wait to be synced have another form',
    );
    const copy = v.safeParse(waitingSchema, await storedAt(this.local, WAITING_COPY_KEY));
    if (copy.success && badChoices(upgraded(copy.output).chosen).length === 0)
      return { ...copy.output, chosen: upgraded(copy.output).chosen };
    if (!read.success) return undefined;
    // a bad one must not hide the good one that is synced
    return { chosen: Object.fromEntries(Object.entries(chosen).filter(([key]) => !bad.includes(key))) };
  }
}

const sitesOf = ({ chosen }: StoredSettings): string[] =>
  v.is(settingsSchema.entries.offSites, chosen.offSites) ? chosen.offSites : [];

/** What waits, over what is synced: to a list that could not be read when the reader changed his, only the change is done. */
function settled({ chosen, over }: Waiting, synced: StoredSettings, isKnown: boolean): Record<string, unknown> {
  if (!over || !isKnown || !('offSites' in chosen)) return chosen;
  const wanted = sitesOf({ version: VERSION, chosen });
  const kept = sitesOf(synced).filter((site) => wanted.includes(site) || !over.includes(site));
  return { ...chosen, offSites: [...kept, ...wanted.filter((site) => !over.includes(site) && !kept.includes(site))] };
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
