import type { BlockResult, TextLang } from '../../recognizer/types.ts';
import type { Order } from '../read/order.ts';
import { locate, type Run } from '../read/walk.ts';

/** A mention in the page: where it stands in its block's text nodes. Numbers, so that a page's nodes are not held. */
export interface Spot {
  readonly term: string;
  readonly block: MarkedBlock;
  /** Indices into the block's nodes, and offsets in their data. */
  readonly node: number;
  readonly offset: number;
  readonly endNode: number;
  readonly endOffset: number;
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
    for (const { start, end, term } of result.mentions) {
      if (!(start >= 0 && start < end && end <= run.text.length)) continue;
      const from = locate(run, start, false);
      const to = locate(run, end, true);
      for (let i = from.node; i <= to.node; i++) indexOf(i);
      this.spots.push({
        term,
        block: this,
        node: indexOf(from.node),
        offset: from.offset,
        endNode: indexOf(to.node),
        endOffset: to.offset,
        chosen: false,
        stays: false,
        range: null,
      });
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

/** The spot's boundaries if they still fit their nodes. */
export function boundsOf(spot: Spot): { start: Text; end: Text } | null {
  const start = spot.block.node(spot.node);
  const end = spot.block.node(spot.endNode);
  if (!start || !end || spot.offset > start.length || spot.endOffset > end.length) return null;
  return { start, end };
}

/** The client rectangles of a spot; none when it is not rendered. */
export function rectsOf(spot: Spot): DOMRect[] {
  const bounds = boundsOf(spot);
  if (!bounds) return [];
  const range = (bounds.start.ownerDocument as Document).createRange();
  range.setStart(bounds.start, spot.offset);
  range.setEnd(bounds.end, spot.endOffset);
  return [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
}

/** The text of a spot as the page writes it. */
export function textOf(spot: Spot): string {
  const bounds = boundsOf(spot);
  if (!bounds) return '';
  const range = (bounds.start.ownerDocument as Document).createRange();
  range.setStart(bounds.start, spot.offset);
  range.setEnd(bounds.end, spot.endOffset);
  return range.toString();
}
