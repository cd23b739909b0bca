/**
 * Which mentions are marked: the first of each section, of the page, or all. A section runs from one h1–h3 or article to the
 * next; on a page without them it is three screens high.
 */
import type { Settings } from '../../settings/settings.ts';
import { precedes } from '../read/page.ts';
import type { MarkedBlock } from './marked-block.ts';

const BOUNDARIES = 'h1, h2, h3, article';
/** Without headings, a section is so many windows high. */
const SCREENS = 3;

/** A section's blocks in the order of the document. */
export interface Section {
  blocks: MarkedBlock[];
  /** Its choice must be made again. */
  stale: boolean;
}

export class Sections {
  #boundaries: Element[] = [];
  #known = false;
  readonly #sections = new Map<unknown, Section>();
  density: Settings['density'];

  constructor(density: Settings['density']) {
    this.density = density;
  }

  /** The page's headings may have changed. Returns whether they have: then all blocks must be placed anew. */
  refresh(): boolean {
    const before = this.#boundaries;
    const found = [...document.querySelectorAll(BOUNDARIES)];
    const same = this.#known && before.length === found.length && before.every((element, i) => element === found[i]);
    this.#known = true;
    this.#boundaries = found;
    return !same;
  }

  clear(): void {
    this.#sections.clear();
  }

  /** Puts a block into its section. */
  place(block: MarkedBlock): void {
    const key = this.#keyOf(block);
    block.section = key;
    let section = this.#sections.get(key);
    if (!section) {
      section = { blocks: [], stale: true };
      this.#sections.set(key, section);
    }
    insertInOrder(section.blocks, block);
    section.stale = true;
  }

  remove(block: MarkedBlock): void {
    const section = this.#sections.get(block.section);
    const at = section?.blocks.indexOf(block) ?? -1;
    if (!section || at < 0) return;
    section.blocks.splice(at, 1);
    section.stale = true;
    if (section.blocks.length === 0) this.#sections.delete(block.section);
  }

  touch(block: MarkedBlock): void {
    const section = this.#sections.get(block.section);
    if (section) section.stale = true;
  }

  /** Chooses anew in every section that changed. */
  choose(): void {
    for (const section of this.#sections.values()) if (section.stale) chooseIn(section, this.density);
  }

  #keyOf(block: MarkedBlock): unknown {
    if (this.density !== 'section') return 'page';
    if (!this.#known) this.refresh();
    if (this.#boundaries.length === 0) return Math.floor(block.top / (SCREENS * Math.max(innerHeight, 200)));
    const first = block.first;
    if (!first) return 'before';
    let low = -1;
    let high = this.#boundaries.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const boundary = this.#boundaries[middle];
      if (boundary && precedes(boundary, first)) low = middle;
      else high = middle - 1;
    }
    return this.#boundaries[low] ?? 'before';
  }
}

/** The first shown mention of each term is chosen, and what was painted before stays. */
export function chooseIn(section: Section, density: Settings['density']): void {
  section.stale = false;
  const seen = new Set<string>();
  for (const block of section.blocks)
    for (const spot of block.spots) {
      if (!block.shown) {
        spot.chosen = false;
        continue;
      }
      spot.chosen = density === 'all' || spot.stays || !seen.has(spot.term);
      seen.add(spot.term);
    }
}

/** Inserts a block at its place in the document's order; mostly that is the end. */
export function insertInOrder(blocks: MarkedBlock[], block: MarkedBlock): void {
  const first = block.first;
  let low = 0;
  let high = blocks.length;
  if (first) {
    const last = blocks.at(-1)?.first;
    if (last && precedes(last, first)) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = blocks[middle]?.first;
      // A block whose text has left the page tells nothing; it will be pruned.
      if (other && precedes(first, other)) high = middle;
      else low = middle + 1;
    }
  }
  blocks.splice(low, 0, block);
}
