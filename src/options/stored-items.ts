/** What stands in storage under which key: for the list in the options, and for the test that no key is left out of it. */
import { FAILURES_KEY } from '../settings/failures.ts';
import { KNOWN_PREFIX } from '../settings/known.ts';
import { OWN_TERMS_KEY } from '../settings/own-terms.ts';
import { PLAIN_HERE_KEY } from '../settings/plain-here.ts';
import { BEFORE_RESTORE_KEY } from '../settings/restore.ts';
import { SETTINGS_KEY } from '../settings/storage.ts';

export type AreaName = 'sync' | 'local' | 'session';

export interface What {
  kind: 'settings' | 'waiting' | 'known' | 'own' | 'plain' | 'failures' | 'before' | 'unfinished' | 'tab' | 'said' | 'other';
  /** The last good copy of it, or data that could not be read. */
  form?: 'copy' | 'aside';
}

const LOCAL: Readonly<Record<string, What['kind']>> = {
  [SETTINGS_KEY]: 'waiting',
  'settings-waiting': 'waiting',
  known: 'known',
  [OWN_TERMS_KEY]: 'own',
  [PLAIN_HERE_KEY]: 'plain',
  [FAILURES_KEY]: 'failures',
  [BEFORE_RESTORE_KEY]: 'before',
  'restore-unfinished': 'unfinished',
};

export function whatIs(area: AreaName, key: string): What {
  if (area === 'session') return { kind: key.startsWith('badge-') ? 'tab' : key === 'said' ? 'said' : 'other' };
  if (area === 'sync') return { kind: key === SETTINGS_KEY ? 'settings' : key.startsWith(KNOWN_PREFIX) ? 'known' : 'other' };
  // what was set aside may itself be a copy
  const aside = /^(.*)-set-aside(?:-\d)?$/.exec(key)?.[1];
  if (aside !== undefined) return { kind: kindOf(aside.replace(/-last-good$/, '')), form: 'aside' };
  const copied = /^(.*)-last-good$/.exec(key)?.[1];
  if (copied !== undefined) return { kind: kindOf(copied), form: 'copy' };
  if (key === 'settings-waiting') return { kind: 'waiting', form: 'copy' };
  return { kind: Object.hasOwn(LOCAL, key) ? (LOCAL[key] ?? 'other') : 'other' };
}

/** Copies and data set aside are of the settings, whether they were synced or waited to be. */
function kindOf(key: string): What['kind'] {
  if (key === SETTINGS_KEY) return 'settings';
  if (key.startsWith(KNOWN_PREFIX)) return 'known';
  return Object.hasOwn(LOCAL, key) ? (LOCAL[key] ?? 'other') : 'other';
}

/** About as many bytes as the browser counts: key and value as JSON. */
export function sizeOf(key: string, value: unknown): number {
  const bytes = new TextEncoder();
  return bytes.encode(key).length + bytes.encode(JSON.stringify(value)).length;
}
