import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { DEFAULTS, type Settings } from './settings.ts';
import { type Choice, type Loaded, SETTINGS_KEY, SettingsStore } from './storage.ts';

const store = new SettingsStore(browser.storage.sync, browser.storage.local, browser.storage.managed);

export interface UsedSettings {
  settings: Settings;
  /** Of the last reading: what was wrong, and whether choices wait on this machine. */
  loaded: Loaded;
  /** Whether the browser took the last change. */
  saved: boolean;
  /** Shows at once, and stores. What depends on the settings of now is a function of them. */
  change(choice: Choice): void;
}

/** The settings as they are stored, read again whenever they change anywhere. */
export function useSettings(): UsedSettings {
  const [loaded, setLoaded] = useState<Loaded>({ settings: DEFAULTS });
  const [saved, setSaved] = useState(true);
  useEffect(() => {
    const read = () => void store.load().then(setLoaded);
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (SETTINGS_KEY in changes || area === 'managed') read();
    };
    read();
    browser.storage.onChanged.addListener(changed);
    return () => browser.storage.onChanged.removeListener(changed);
  }, []);
  const change = (choice: Choice) => {
    setLoaded((before) => {
      const chosen = typeof choice === 'function' ? choice(before.settings) : choice;
      return { ...before, settings: { ...before.settings, ...chosen } };
    });
    store.change(choice).then(
      () => setSaved(true),
      () => setSaved(false),
    );
  };
  return { settings: loaded.settings, loaded, saved, change };
}
