import type { BlockResult, TextLang } from '../../recognizer/types.ts';
import { locate } from '../read/locate.ts';
import type { Order } from '../read/order.ts';
import type { Run } from '../read/walk.ts';

/** A stretch of a block's text: indices into its text nodes, and offsets in their data. Numbers, so that a page's nodes are not held. */
export interface Stretch {
  readonly node: number;
  readonly offset: number;
  readonly endNode: number;
  readonly endOffset: number;
}

/** A mention in the page: where it stands in its block's text nodes. */
export interface Spot extends Stretch {
  readonly term: string;
  readonly block: MarkedBlock;
  /** The words near it that spoke for this sense, and the other terms that are written so. */
  readonly because?: readonly Stretch[];
  readonly others?: readonly string[];
  /** Where it is to be seen, if that is not where its text is: the reader has asked about something else than text of the page. */
  readonly rects?: () => DOMRect[];
  /** Whether it is to be marked when near the viewport. */
  chosen: boolean;
  /** Once painted it stays chosen. */
  stays: boolean;
  /** Registered now. */
  range: StaticRange | null;
}

/** A block with mentions. */
export class MarkedBlock {
  readonly lang: TextLang;
  readonly container: WeakRef<Element>;
  readonly #nodes: WeakRef<Text>[] = [];
  readonly spots: Spot[] = [];
  /** Whether its container has a place in the layout; unknown until the observer says so. */
  shown = false;
  near = false;
  /** Taken out: lists that still hold it drop it when they are next used. */
  gone = false;
  /** Higher than two windows: its marks are chosen one by one. */
  tall = false;
  /** Distance of its container's top from the page's top when first seen. CSS px. */
  top = 0;
  section: unknown;
  /** The heading or article its section begins with, as the reading came past it. */
  readonly boundary: WeakRef<Element> | null | undefined;

  constructor(
    readonly id: number,
    readonly order: Order,
    run: Run,
    result: BlockResult,
  ) {
    this.lang = result.lang;
    this.boundary = run.boundary ? new WeakRef(run.boundary as unknown as Element) : (run.boundary as null | undefined);
    this.container = new WeakRef(run.container as unknown as Element);
    const indices = new Map<number, number>();
    const indexOf = (at: number): number => {
      const known = indices.get(at);
      if (known !== undefined) return known;
      indices.set(at, this.#nodes.length);
      return this.#nodes.push(new WeakRef(run.nodes[at] as unknown as Text)) - 1;
    };
    const stretchOf = (start: number, end: number): Stretch | null => {
      if (!(start >= 0 && start < end && end <= run.text.length)) return null;
      const from = locate(run, start, false);
      const to = locate(run, end, true);
      for (let i = from.node; i <= to.node; i++) indexOf(i);
      return { node: indexOf(from.node), offset: from.offset, endNode: indexOf(to.node), endOffset: to.offset };
    };
    for (const { start, end, term, because, others } of result.mentions) {
      const stretch = stretchOf(start, end);
      if (!stretch) continue;
      const reasons = because?.map(([from, to]) => stretchOf(from, to)).filter((reason) => reason !== null);
      const doubt = { ...(reasons && { because: reasons }), ...(others && { others }) };
      this.spots.push({ ...stretch, ...doubt, term, block: this, chosen: false, stays: false, range: null });
    }
  }

  /** The first text node with a mention, while it stands in the page. */
  get first(): Text | undefined {
    return this.node(this.spots[0]?.node ?? 0);
  }

  node(index: number): Text | undefined {
    const node = this.nodeAt(index);
    return node?.isConnected ? node : undefined;
  }

  /** The same, in the page or not. */
  nodeAt(index: number): Text | undefined {
    return this.#nodes[index]?.deref();
  }

  /** Whether all its nodes still stand in the page. */
  get connected(): boolean {
    return this.#nodes.every((ref) => ref.deref()?.isConnected);
  }
}

/** A stretch's boundaries if they still fit their nodes. */
export function boundsOf(block: MarkedBlock, stretch: Stretch): { start: Text; end: Text } | null {
  const start = block.node(stretch.node);
  const end = block.node(stretch.endNode);
  if (!start || !end || stretch.offset > start.length || stretch.endOffset > end.length) return null;
  return { start, end };
}

/** The client rectangles of a spot; none when it is not rendered. */
export function rectsOf(spot: Spot): DOMRect[] {
  const rects = spot.rects ? spot.rects() : (rangeOf(spot.block, spot)?.getClientRects() ?? []);
  return [...rects].filter((rect) => rect.width > 0 && rect.height > 0);
}

/** The text of a stretch as the page writes it: the spot's own, if none is given. */
export function textOf(spot: Spot, stretch: Stretch = spot): string {
  return rangeOf(spot.block, stretch)?.toString() ?? '';
}

/** The text from one stretch's start to another's end, of the same block. */
export function textBetween(block: MarkedBlock, from: Stretch, to: Stretch): string {
  const { node, offset } = from;
  const { endNode, endOffset } = to;
  return rangeOf(block, { node, offset, endNode, endOffset })?.toString() ?? '';
}

function rangeOf(block: MarkedBlock, stretch: Stretch): Range | null {
  const bounds = boundsOf(block, stretch);
  if (!bounds) return null;
  const range = (bounds.start.ownerDocument as Document).createRange();
  range.setStart(bounds.start, stretch.offset);
  range.setEnd(bounds.end, stretch.endOffset);
  return range;
}
