/** The gallery's own glossary: real cards as they were one day, so that its pictures change only when the look does. */
import type { Card, DirectoryEntry, Icon } from '../../src/glossary/card.ts';
import cards from './cards.json' with { type: 'json' };

type Text = Omit<Card, 'id' | 'lang' | 'icon'>;
interface Entry {
  icon?: Icon;
  surfaces: string[];
  en: Text;
  ko: Text;
}

const ENTRIES = cards as unknown as Readonly<Record<string, Entry>>;

/** Ids by stable number, as `glossary/numbers.json` has them. */
export const NUMBERS: readonly string[] = Object.keys(ENTRIES);

export const DIRECTORY: readonly DirectoryEntry[] = Object.entries(ENTRIES).map(([id, { en, surfaces }]) => [
  id,
  en.name,
  en.kind,
  surfaces,
]);

export function findCard(id: string, lang: 'en' | 'ko'): Card | undefined {
  const entry = ENTRIES[id];
  return entry && { id, lang, ...entry[lang], ...(entry.icon && { icon: entry.icon }) };
}

/** @throws when the gallery has no such card */
export function cardOf(id: string, lang: 'en' | 'ko'): Card {
  const card = findCard(id, lang);
  if (!card) throw new Error(`no card "${id}" in test/gallery/cards.json`);
  return card;
}
