/** Which mention is the next or the previous one. Pure but for `placed`, which looks at the page. */
import type { MarkedBlock, Spot } from '../mark/marked-block.ts';
import { AHEAD } from '../read/order.ts';

/** How a mention stands to the window; null where it is not rendered. */
export type Placed = 'above' | 'in view' | 'below' | null;

export interface Steps {
  /** In the order of the document. */
  blocks: readonly MarkedBlock[];
  /** From where: the mention that was shown last. Null: from what is in view. */
  from: Spot | null;
  back: boolean;
  placed(spot: Spot): Placed;
  /** Terms that the reader does not want to see. */
  hidden: ReadonlySet<string>;
}

/** The neighbor, and whether there is text between that has not been read yet. */
export interface Neighbor {
  spot: Spot;
  gap: boolean;
}

/** The next mention that can be seen, marked or not; null at the end of what is known. */
export function neighborOf({ blocks, from, back, placed, hidden }: Steps): Neighbor | null {
  let begun = from === null;
  for (const block of back ? reversed(blocks) : blocks) {
    if (!begun && block !== from?.block) continue;
    for (const spot of back ? reversed(block.spots) : block.spots) {
      if (!begun) {
        begun = spot === from;
        continue;
      }
      if (hidden.has(spot.term)) continue;
      const place = placed(spot);
      if (place === null || (from === null && place === (back ? 'below' : 'above'))) continue;
      return { spot, gap: from !== null && isAhead(from.block) !== isAhead(block) };
    }
  }
  return null;
}

/** The first or the last mention that can be seen: where the way goes on at the end. */
export function outermostOf({ blocks, back, placed, hidden }: Omit<Steps, 'from'>): Spot | null {
  for (const block of back ? reversed(blocks) : blocks)
    for (const spot of back ? reversed(block.spots) : block.spots)
      if (!hidden.has(spot.term) && placed(spot) !== null) return spot;
  return null;
}

/** The mention as it stands in the list now: its block may have been decided once more. Null for one that is in no list. */
export function current(spot: Spot | null, blocks: readonly MarkedBlock[]): Spot | null {
  if (!spot || blocks.includes(spot.block)) return spot;
  const again = blocks.find((block) => block.order === spot.block.order);
  return again?.spots.find((other) => other.term === spot.term && other.offset === spot.offset) ?? null;
}

/** Read before its turn: what stands before it may not have been read. */
function isAhead(block: MarkedBlock): boolean {
  return block.order.at >= AHEAD;
}

function* reversed<T>(list: readonly T[]): Iterable<T> {
  for (let i = list.length - 1; i >= 0; i--) yield list[i] as T;
}
