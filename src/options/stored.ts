/** What the reader made and chose, as this page shows it: read when the page opens, and again whenever it changes anywhere. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { KnownStore } from '../settings/known.ts';
import { OWN_TERMS_KEY, ownTermsIn } from '../settings/own-terms.ts';
import { PLAIN_HERE_KEY, plainHereIn } from '../settings/plain-here.ts';
import { DEFAULTS, type Settings } from '../settings/settings.ts';
import { type Choice, type Loaded, SETTINGS_KEY, SettingsStore } from '../settings/storage.ts';

const { sync, local, managed } = browser.storage;
export const settingsStore = new SettingsStore(sync, local, managed);
export const knownStore = new KnownStore(sync, local);
export const ownTerms = ownTermsIn(local);
export const plainHere = plainHereIn(local);

/** Reads now, and again whenever a stored key changes that `concerns` it. */
export function useStored<T>(read: () => Promise<T>, concerns: (key: string) => boolean): [T | undefined, () => void] {
  const [value, setValue] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are constants of their callers
  const reread = useCallback(() => void read().then(setValue), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same
  useEffect(() => {
    // an organization's presets concern the settings, and come seldom
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (area === 'managed' || Object.keys(changes).some(concerns)) reread();
    };
    reread();
    browser.storage.onChanged.addListener(changed);
    return () => browser.storage.onChanged.removeListener(changed);
  }, []);
  return [value, reread];
}

export interface Chosen {
  settings: Settings;
  loaded: Loaded;
  /** Stores choices at once; resolves to what went wrong, if anything. */
  change(choices: Choice): Promise<string | undefined>;
}

/** The settings; `undefined` until they are read. */
export function useSettings(): Chosen | undefined {
  const [stored, reread] = useStored(
    () => settingsStore.load(),
    (key) => key.startsWith(SETTINGS_KEY),
  );
  // shown at once, before storage tells of it
  const [pending, setPending] = useState<Partial<Settings>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read is newer
  useEffect(() => setPending({}), [stored]);
  if (!stored) return undefined;
  return {
    settings: { ...DEFAULTS, ...stored.settings, ...pending },
    loaded: stored,
    change: async (choices) => {
      const now = { ...DEFAULTS, ...stored.settings };
      setPending((before) => ({
        ...before,
        ...(typeof choices === 'function' ? choices({ ...now, ...before }) : choices),
      }));
      try {
        await settingsStore.change(choices);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        reread();
      }
    },
  };
}

/** Known terms with the day since when, by id. Numbers without a term (of a newer version) are left out. */
export interface KnownTerm {
  id: string;
  /** Days since 1970. */
  day: number;
}

let numbers: Promise<string[]> | undefined;

export function useKnown(): { terms: KnownTerm[]; fault?: string } | undefined {
  const [known] = useStored(readKnown, (key) => key.startsWith('known'));
  return known;
}

async function readKnown(): Promise<{ terms: KnownTerm[]; fault?: string }> {
  numbers ??= fetch(browser.runtime.getURL('glossary/numbers.json')).then((file) => file.json() as Promise<string[]>);
  numbers.catch(() => {
    numbers = undefined;
  });
  const [ids, { terms, fault }] = await Promise.all([numbers, knownStore.load()]);
  const found = [...terms].flatMap(([number, { day, known }]) => {
    const id = ids[number];
    return known && id !== undefined ? [{ id, day }] : [];
  });
  return fault === undefined ? { terms: found } : { terms: found, fault };
}

export function usePlainHere(): Record<string, string[]> | undefined {
  const [stored] = useStored(
    () => plainHere.load(),
    (key) => key === PLAIN_HERE_KEY,
  );
  return stored?.value;
}

export const concernsOwnTerms = (key: string): boolean => key === OWN_TERMS_KEY;
