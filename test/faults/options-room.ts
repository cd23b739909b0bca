/** The options as a run uses them: the real stores and questions, called as the options' views call them. */
import browser from 'webextension-polyfill';
import { ask } from '../../src/options/ask.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import { readBackup, writeBackup } from '../../src/settings/backup.ts';
import { readEverything, type Stores } from '../../src/settings/everything.ts';
import { KnownStore } from '../../src/settings/known.ts';
import { type OwnTerm, ownTermsIn } from '../../src/settings/own-terms.ts';
import { readTermsCsv } from '../../src/settings/own-terms-files.ts';
import { imported, planImport } from '../../src/settings/own-terms-import.ts';
import { plainHereIn, withPlain } from '../../src/settings/plain-here.ts';
import { beforeRestore, type OwnTermsMode, restore, restored, takeBackRestore } from '../../src/settings/restore.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { SettingsStore } from '../../src/settings/storage.ts';

const { sync, local } = browser.storage;
const settings = new SettingsStore(sync, local);
const known = new KnownStore(sync, local);
const own = ownTermsIn(local);
const plainHere = plainHereIn(local);
const stores: Stores = { settings, known, own, plainHere };

export const set = (choices: Partial<Settings>) => settings.change(choices);
export const switchSite = (host: string, off: boolean) =>
  settings.change(({ offSites }) => ({ offSites: [...offSites.filter((each) => each !== host), ...(off ? [host] : [])] }));
export const know = (term: string, isKnown: boolean) => ask('know', { terms: [term], known: isKnown });
export const plain = (host: string, term: string, isPlain: boolean) =>
  plainHere.change((before) => withPlain(before, host, term, isPlain));

/** Adds a term, or puts it in place of the one with its id. */
export const keepOwn = (term: OwnTerm) =>
  own.change((terms) =>
    terms.some(({ id }) => id === term.id) ? terms.map((each) => (each.id === term.id ? term : each)) : [...terms, term],
  );
export const deleteOwn = (id: string) => own.change((terms) => terms.filter((each) => each.id !== id));
export const importOwn = (csv: string, newId: () => string) =>
  own.change((terms) => imported(terms, planImport(readTermsCsv(csv), terms, foldText), 'replace', newId));

export const backup = async (ids: readonly string[]) => writeBackup(await readEverything(stores), ids);
export async function restoreFrom(text: string, mode: OwnTermsMode, ids: readonly string[]): Promise<void> {
  const read = readBackup(text, ids);
  if (Array.isArray(read)) throw new Error(`the back-up cannot be read: ${JSON.stringify(read)}`);
  const here = await readEverything(stores);
  await restore(stores, local, here, restored(here, read.everything, mode, foldText), ids);
}
export async function takeBack(ids: readonly string[]): Promise<boolean> {
  const copy = await beforeRestore(local, ids);
  if (copy) await takeBackRestore(stores, local, copy);
  return copy !== undefined;
}

/** Everything, as the options show it, and what is wrong with it. */
export async function look() {
  const [loaded, terms, ownTerms, plains] = await Promise.all([settings.load(), known.load(), own.load(), plainHere.load()]);
  return {
    settings: loaded.settings,
    localOnly: loaded.localOnly ?? false,
    known: terms.terms,
    own: ownTerms.value,
    plainHere: plains.value,
    faults: [loaded, terms, ownTerms, plains].map(({ fault }) => fault).filter((fault) => fault !== undefined),
  };
}
