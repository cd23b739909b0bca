/**
 * Which mentions are marked: the first of each section, of the page, or all. A section runs from one h1–h3 or article to the
 * next; on a page without them it is three screens high.
 */
import type { Settings } from '../../settings/settings.ts';
import { boundaryBefore } from '../read/order.ts';
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
  /** Whether the page has any heading. */
  #any: boolean | undefined;
  /** What the reading came past no longer counts. */
  #moved = false;
  readonly #sections = new Map<unknown, Section>();
  density: Settings['density'];
  /** Terms that are never chosen. */
  hidden: ReadonlySet<string> = new Set();

  constructor(density: Settings['density']) {
    this.density = density;
  }

  /** The page's headings have changed: all blocks must be placed anew, by what stands before them now. */
  forget(): void {
    this.#any = undefined;
    this.#moved = true;
    this.#sections.clear();
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

  /** Its place or whether it is shown has changed. */
  move(block: MarkedBlock): void {
    const section = this.#sections.get(block.section);
    if (section && this.#keyOf(block) === block.section) section.stale = true;
    else {
      const at = section?.blocks.indexOf(block) ?? -1;
      if (at >= 0) section?.blocks.splice(at, 1);
      this.place(block);
    }
  }

  /** Something about a block has changed: its section chooses again. */
  touch(block: MarkedBlock): void {
    const section = this.#sections.get(block.section);
    if (section) section.stale = true;
  }

  /** Terms were hidden or shown again: every section chooses again. */
  touchAll(): void {
    for (const section of this.#sections.values()) section.stale = true;
  }

  /** Chooses anew in every section that changed. */
  choose(): void {
    for (const [key, section] of this.#sections) {
      if (!section.stale) continue;
      section.blocks = section.blocks.filter((block) => !block.gone);
      if (section.blocks.length === 0) this.#sections.delete(key);
      else chooseIn(section, this.density, this.hidden);
    }
  }

  #keyOf(block: MarkedBlock): unknown {
    if (this.density !== 'section') return 'page';
    this.#any ??= document.querySelector(BOUNDARIES) !== null;
    if (!this.#any) return Math.floor(block.top / (SCREENS * Math.max(innerHeight, 200)));
    if (!this.#moved && block.boundary !== undefined) return block.boundary?.deref() ?? 'before';
    const { first } = block;
    return (first && boundaryBefore(first)) ?? 'before';
  }
}

/** The first shown mention of each term is chosen, and what was painted before stays; terms that the reader hides are not. */
export function chooseIn(section: Section, density: Settings['density'], hidden: ReadonlySet<string> = new Set()): void {
  section.stale = false;
  const seen = new Set<string>();
  for (const block of section.blocks)
    for (const spot of block.spots) {
      if (!block.shown || hidden.has(spot.term)) {
        spot.chosen = false;
        continue;
      }
      spot.chosen = density === 'all' || spot.stays || !seen.has(spot.term);
      seen.add(spot.term);
    }
}

/** Inserts a block at its place in the document's order; mostly that is the end. */
export function insertInOrder(blocks: MarkedBlock[], block: MarkedBlock): void {
  const { at } = block.order;
  let low = 0;
  let high = blocks.length;
  if ((blocks.at(-1)?.order.at ?? 0) <= at) low = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.order.at ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  blocks.splice(low, 0, block);
}
