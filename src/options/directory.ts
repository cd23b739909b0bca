/** All terms that can be browsed: the glossary's directory, and the reader's own. */
import browser from 'webextension-polyfill';
import type { DirectoryEntry } from '../glossary/card.ts';
import { Search } from './search.ts';
import { concernsOwnTerms, ownTerms, useStored } from './stored.ts';

export interface Directory {
  byId: ReadonlyMap<string, DirectoryEntry>;
  search: Search;
}

let bundled: Promise<DirectoryEntry[]> | undefined;

/** `undefined` while it is being read. */
export function useDirectory(): Directory | { fault: string } | undefined {
  const [directory] = useStored(readDirectory, concernsOwnTerms);
  return directory;
}

async function readDirectory(): Promise<Directory | { fault: string }> {
  try {
    bundled ??= fetch(browser.runtime.getURL('glossary/directory.json')).then((file) => file.json());
    const [entries, { value: own }] = await Promise.all([bundled, ownTerms.load()]);
    const all = [...own.map(({ id, name, kind, surfaces }): DirectoryEntry => [id, name, kind, surfaces]), ...entries];
    return { byId: new Map(all.map((entry) => [entry[0], entry])), search: new Search(all) };
  } catch (error) {
    bundled = undefined;
    return { fault: String(error) };
  }
}
