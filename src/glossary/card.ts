/** A term's card in one language, as the compiler writes it and the card shows it. At most 1.5 KB as JSON without icon. */
import type { Kind, Status } from './schema.ts';

/** A 24×24 SVG path and the brand's color. */
export interface Icon {
  path: string;
  /** `#rrggbb`. */
  color: string;
}

export interface Neighbor {
  id: string;
  name: string;
  /** What it is to the card's term. */
  relation: 'written_in' | 'part_of' | 'has_part' | 'runs_on' | 'alternative_to' | 'successor' | 'predecessor' | 'related';
}

export interface Card {
  id: string;
  lang: 'en' | 'ko';
  name: string;
  kind: Kind;
  is: string;
  for: string;
  since?: number;
  by?: string;
  status?: Status;
  /** Names, not ids. */
  writtenIn?: string[];
  /** At most six. */
  neighbors: Neighbor[];
  links: { kind: 'home' | 'source' | 'wikipedia'; url: string }[];
  /** Absent: the kind's own icon is drawn. */
  icon?: Icon;
}

/** One line of the glossary's directory, for browsing and searching: id, name, kind, other ways to write it. */
export type DirectoryEntry = [id: string, name: string, kind: Kind, surfaces: string[]];
