/**
 * The marks of a page: its blocks with mentions in the order of the document, of which those near the viewport are registered
 * as highlights. Every registered range taxes each change of the page in Chromium, so what scrolls away is taken out.
 */
import type { BlockResult } from '../../recognizer/types.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Order, orderAmong } from '../read/order.ts';
import type { Run } from '../read/walk.ts';
import { boundsOf, MarkedBlock, rectsOf, type Spot } from './marked-block.ts';
import { Nearness } from './nearness.ts';
import { Registry } from './registry.ts';
import { insertInOrder, Sections } from './sections.ts';

/** Never more ranges than this: about 8 µs each on every frame in which the page changes. */
const MOST_RANGES = 300;
/** While the reader scrolls, marks are taken in and out so often at most: each time Chromium draws anew what it has drawn. Milliseconds. */
const STEP_MS = 120;
/** Blocks whose place is looked up at once, in so many milliseconds: what a redrawing page or a first answer brings. */
const LOOKS = 48;
const LOOKS_PER_MS = 500;

export class Marks {
  #blocks: MarkedBlock[] = [];
  #anyGone = false;
  #tallPainted = new Set<Spot>();
  readonly #byId = new Map<number, MarkedBlock>();
  readonly #byContainer = new WeakMap<Element, Set<MarkedBlock>>();
  readonly #near = new Set<MarkedBlock>();
  /** No longer near, and perhaps still registered. */
  readonly #leaving = new Set<MarkedBlock>();
  /** Registered spots by text node, for the pointer. */
  readonly #byNode = new WeakMap<Text, Set<Spot>>();
  readonly #registry = new Registry();
  readonly #sections: Sections;
  readonly #observer: Nearness;
  /** Observed in place of a container without a box of its own (`display: contents`). */
  readonly #standIns = new WeakMap<Element, Element>();
  readonly #onChange: () => void;
  #frame = 0;
  #scrolledAt = Number.NEGATIVE_INFINITY;
  #paintedAt = Number.NEGATIVE_INFINITY;
  #timer = 0;
  #looks = 0;
  #lookedAt = 0;
  #planned = false;
  #ended = false;

  /** `onChange` is called when blocks were added or taken away. */
  constructor(density: Settings['density'], signal: AbortSignal, onChange: () => void) {
    this.#sections = new Sections(density);
    this.#onChange = onChange;
    this.#observer = new Nearness((entries) => this.#seen(entries), signal);
    // A block higher than the window does not cross the observer's edge while one scrolls through it.
    addEventListener('scroll', () => this.#scrolled(), { passive: true, capture: true, signal });
    signal.addEventListener('abort', () => {
      this.#ended = true;
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#timer);
      this.#registry.clear();
      for (const block of this.#blocks) for (const spot of block.spots) spot.range = null;
    });
  }

  /** In the order of the document. */
  get blocks(): readonly MarkedBlock[] {
    if (this.#anyGone) this.#blocks = this.#blocks.filter((block) => !block.gone);
    this.#anyGone = false;
    return this.#blocks;
  }

  /** Registered ranges. */
  get size(): number {
    return this.#registry.size;
  }

  get taken(): boolean {
    return this.#registry.taken;
  }

  set density(density: Settings['density']) {
    if (this.#sections.density === density) return;
    this.#sections.density = density;
    for (const block of this.blocks) for (const spot of block.spots) spot.stays = false;
    this.#placeAll();
    this.#paint();
  }

  /** Terms that are never marked: the reader knows them, or called them wrong here. */
  get hidden(): ReadonlySet<string> {
    return this.#sections.hidden;
  }

  set hidden(terms: ReadonlySet<string>) {
    const before = this.#sections.hidden;
    if (terms.size === before.size && [...terms].every((term) => before.has(term))) return;
    this.#sections.hidden = terms;
    this.#sections.touchAll();
    this.#paint();
    this.#onChange();
  }

  /** How marks are painted: see `markName`. */
  set look(name: string) {
    this.#registry.name = name;
  }

  /** Takes a block's result; an earlier one for the same block is replaced without its marks flickering. */
  set(id: number, run: Run, order: Order, result: BlockResult): void {
    const before = this.#byId.get(id);
    const block = result.mentions.length > 0 ? new MarkedBlock(id, order, run, result) : null;
    if (!before && !block) return;
    if (before) {
      if (block) {
        block.shown = before.shown;
        block.near = before.near;
        block.tall = before.tall;
        block.top = before.top;
        for (const spot of block.spots) spot.stays = before.spots.some((old) => old.stays && sameSpot(old, spot));
      }
      this.#take(before);
    }
    const container = block?.container.deref();
    const first = block?.first;
    if (block && first && container) {
      if (!order.known) {
        order.at = orderAmong(first, this.blocks);
        order.known = true;
      }
      this.#byId.set(id, block);
      insertInOrder(this.#blocks, block);
      this.#sections.place(block);
      if (block.near) this.#near.add(block);
      const others = this.#byContainer.get(container);
      if (others) {
        const twin = others.values().next().value;
        if (twin && !before) this.#copyPlace(twin, block);
        others.add(block);
      } else {
        this.#byContainer.set(container, new Set([block]));
        this.#observer.observe(container);
        if (!before) this.#look(container, block);
      }
    }
    if (before || block?.near) this.#planPaint();
    this.#onChange();
  }

  /** Forgets a block. */
  remove(id: number): void {
    const block = this.#byId.get(id);
    if (!block) return;
    this.#take(block);
    this.#planPaint();
    this.#onChange();
  }

  /** After the page changed: forgets what has left it, places all anew if headings came or went, and paints. */
  tidy(headings: boolean): number[] {
    const gone = this.blocks.filter((block) => !block.connected);
    for (const block of gone) this.#take(block);
    if (gone.length > 0) this.#onChange();
    if (headings) {
      this.#sections.forget();
      this.#placeAll();
    }
    this.#paint();
    return gone.map((block) => block.id);
  }

  /** Ids of the blocks whose container is `element`. */
  idsAt(element: Node): number[] {
    return [...(this.#byContainer.get(element as Element) ?? [])].map((block) => block.id);
  }

  /** A text node changed: its marks would stand at the wrong letters until it is read again. */
  unpaintNode(node: Node): void {
    const spots = this.#byNode.get(node as Text);
    if (spots) for (const spot of [...spots]) this.#unpaint(spot);
  }

  /** Registered spots that touch an offset of a text node. */
  at(node: Text, offset: number): Spot[] {
    const spots = this.#byNode.get(node);
    if (!spots) return [];
    return [...spots].filter((spot) => {
      const from = spot.block.node(spot.node) === node ? spot.offset : 0;
      const to = spot.block.node(spot.endNode) === node ? spot.endOffset : node.length;
      return from <= offset && offset <= to;
    });
  }

  get anyPainted(): boolean {
    return this.#registry.size > 0;
  }

  /** The first shown mention of a term that is not hidden. */
  firstOf(term: string): Spot | undefined {
    if (this.hidden.has(term)) return undefined;
    for (const block of this.blocks)
      if (block.shown && block.connected) for (const spot of block.spots) if (spot.term === term) return spot;
    return undefined;
  }

  #take(block: MarkedBlock): void {
    for (const spot of block.spots) this.#unpaint(spot);
    this.#byId.delete(block.id);
    this.#near.delete(block);
    this.#leaving.delete(block);
    this.#sections.touch(block);
    block.gone = true;
    this.#anyGone = true;
    const container = block.container.deref();
    const others = container && this.#byContainer.get(container);
    others?.delete(block);
    if (container && others?.size === 0) {
      this.#byContainer.delete(container);
      this.#observer.unobserve(this.#standIns.get(container) ?? container);
    }
  }

  /** Looks at once where a block stands, a frame or two before the observer tells it: for a few blocks only. */
  #look(container: Element, block: MarkedBlock): void {
    const now = performance.now();
    if (now - this.#lookedAt > LOOKS_PER_MS) {
      this.#lookedAt = now;
      this.#looks = 0;
    }
    if (++this.#looks > LOOKS) return;
    const rect = Element.prototype.getBoundingClientRect.call(container);
    if (rect.width === 0 && rect.height === 0) return;
    this.#setPlace(block, rect, rect.bottom > -innerHeight / 2 && rect.top < innerHeight * 1.5);
  }

  #setPlace(block: MarkedBlock, rect: DOMRectReadOnly, near: boolean): void {
    const shown = rect.width > 0 || rect.height > 0;
    block.near = shown && near;
    block.tall = rect.height > 2 * innerHeight;
    if (block.shown !== shown) {
      block.shown = shown;
      const own = block.tall ? rectsOf(block.spots[0] as Spot)[0] : undefined;
      block.top = (own ?? rect).top + scrollY;
      // Without headings a block's place decides its section.
      this.#sections.move(block);
    }
    if (block.near) this.#near.add(block);
    else {
      this.#near.delete(block);
      this.#leaving.add(block);
    }
  }

  /** Paints once for all that this task brings. */
  #planPaint(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      if (!this.#ended) this.#paint();
    });
  }

  #copyPlace(from: MarkedBlock, to: MarkedBlock): void {
    to.shown = from.shown;
    to.near = from.near;
    to.tall = from.tall;
    to.top = to.tall ? (rectsOf(to.spots[0] as Spot)[0]?.top ?? 0) + scrollY : from.top;
    if (to.near) this.#near.add(to);
    this.#sections.move(to);
  }

  #placeAll(): void {
    this.#sections.clear();
    for (const block of this.blocks) this.#sections.place(block);
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const { boundingClientRect: rect, target } = entry;
      const shown = rect.width > 0 || rect.height > 0;
      if (!shown && !this.#standIns.has(target) && getComputedStyle(target).display === 'contents') this.#standIn(target);
      for (const block of this.#blocksAt(target)) this.#setPlace(block, rect, entry.isIntersecting);
    }
    this.#paintInSteps();
  }

  *#blocksAt(target: Element): Iterable<MarkedBlock> {
    yield* this.#byContainer.get(target) ?? [];
    const real = this.#standIns.get(target);
    if (real && real !== target) yield* this.#byContainer.get(real) ?? [];
  }

  #standIn(container: Element): void {
    let at: Element | null = container.parentElement;
    while (at && getComputedStyle(at).display === 'contents') at = at.parentElement;
    if (!at || this.#standIns.has(at)) return;
    this.#observer.unobserve(container);
    this.#standIns.set(container, at);
    this.#standIns.set(at, container);
    this.#observer.observe(at);
  }

  #scrolled(): void {
    this.#scrolledAt = performance.now();
    if (this.#frame !== 0) return;
    let tall = false;
    for (const block of this.#near) tall ||= block.tall;
    if (!tall) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paintInSteps();
    });
  }

  /** Paints at once, or in a while if the reader is scrolling and it was just done: half a screen is ready on either side. */
  #paintInSteps(): void {
    const now = performance.now();
    const wait = now - this.#scrolledAt > STEP_MS ? 0 : this.#paintedAt + STEP_MS - now;
    if (wait <= 0) this.#paint();
    else if (this.#timer === 0) this.#timer = window.setTimeout(() => this.#paint(), wait);
  }

  /** Registers what is chosen and near, and takes out the rest. */
  #paint(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#paintedAt = performance.now();
    for (const block of this.#leaving) if (!block.near) for (const spot of block.spots) this.#unpaint(spot);
    this.#leaving.clear();
    this.#sections.choose();
    let tall = false;
    for (const block of this.#near) {
      tall ||= block.tall;
      if (block.tall) continue;
      for (const spot of block.spots)
        if (spot.chosen) this.#register(spot);
        else this.#unpaint(spot);
    }
    if (tall || this.#tallPainted.size > 0) this.#paintTall();
  }

  /** In blocks higher than two windows: only the spots near the viewport, found by halving. */
  #paintTall(): void {
    const chosen: Spot[] = [];
    for (const block of this.blocks)
      if (block.tall && block.near) for (const spot of block.spots) if (spot.chosen) chosen.push(spot);
    const top = -innerHeight / 2;
    const bottom = innerHeight * 1.5;
    let low = 0;
    let high = chosen.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const rect = rectsOf(chosen[middle] as Spot)[0];
      if (!rect || rect.bottom < top) low = middle + 1;
      else high = middle;
    }
    const near = new Set<Spot>();
    for (let i = low; i < chosen.length && near.size < MOST_RANGES; i++) {
      const spot = chosen[i] as Spot;
      const rect = rectsOf(spot)[0];
      if (rect && rect.top > bottom) break;
      if (rect) near.add(spot);
    }
    for (const spot of this.#tallPainted) if (!near.has(spot)) this.#unpaint(spot);
    for (const spot of near) this.#register(spot);
    this.#tallPainted = near;
  }

  #register(spot: Spot): void {
    if (spot.range || this.#registry.size >= MOST_RANGES) return;
    const bounds = boundsOf(spot.block, spot);
    if (!bounds) return;
    const { start, end } = bounds;
    spot.range = new StaticRange({
      startContainer: start,
      startOffset: spot.offset,
      endContainer: end,
      endOffset: spot.endOffset,
    });
    spot.stays = true;
    this.#registry.add(spot.range);
    for (let i = spot.node; i <= spot.endNode; i++) {
      const node = spot.block.node(i);
      if (!node) continue;
      const spots = this.#byNode.get(node);
      if (spots) spots.add(spot);
      else this.#byNode.set(node, new Set([spot]));
    }
  }

  #unpaint(spot: Spot): void {
    if (!spot.range) return;
    this.#registry.delete(spot.range);
    spot.range = null;
    for (let i = spot.node; i <= spot.endNode; i++) {
      const node = spot.block.nodeAt(i);
      if (node) this.#byNode.get(node)?.delete(spot);
    }
  }
}

function sameSpot(a: Spot, b: Spot): boolean {
  return a.term === b.term && a.block.node(a.node) === b.block.node(b.node) && a.offset === b.offset;
}
