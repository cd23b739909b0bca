/**
 * The order of the document as numbers. Asking the tree which of two nodes comes first is slow in Chromium where elements have
 * thousands of siblings (150 µs at 20,000), so each run gets its number while it is read.
 */
import { isBoundary } from './elements.ts';
import { precedes } from './page.ts';

/** A place in the document's order; runs read before their turn get their final number when the reading comes past. */
export interface Order {
  at: number;
  /** False until it was found by reading or by comparing. */
  known: boolean;
}

/** What was read before its turn stands behind all that was read in turn. */
export const AHEAD = 1e9;

/** Gives an order to `node` among blocks sorted by theirs: between its neighbors. */
export function orderAmong(node: Node, sorted: readonly { first: Node | undefined; order: Order }[]): number {
  const last = sorted.at(-1);
  if (!last) return 0;
  if (last.first && precedes(last.first, node)) return last.order.at + 1;
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const first = sorted[middle]?.first;
    // A block whose text has left the page tells nothing; it will be taken out.
    if (first && precedes(node, first)) high = middle;
    else low = middle + 1;
  }
  const after = sorted[low]?.order.at ?? 0;
  const before = sorted[low - 1]?.order.at ?? after - 2;
  return (before + after) / 2;
}

/** The last h1–h3 or article that begins before a node, found by going backwards. */
export function boundaryBefore(node: Node): Element | null {
  const MOST_STEPS = 20_000;
  let at: Node | null = node;
  for (let steps = 0; at && steps < MOST_STEPS; steps++) {
    if (at instanceof Element && isBoundary(at.localName)) return at;
    const before: Node | null = at.previousSibling;
    if (before) {
      at = before;
      // Counted too: a form's field may be called `lastChild`.
      for (; at.lastChild && steps < MOST_STEPS; steps++) at = at.lastChild;
    } else at = at.parentNode instanceof ShadowRoot ? at.parentNode.host : at.parentNode;
  }
  return null;
}
