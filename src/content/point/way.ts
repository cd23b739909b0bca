import type { Box } from '../card/placement.ts';

export interface Point {
  x: number;
  y: number;
}

/** Hands tremble: the way is so much wider on each side. CSS px. */
const SLACK = 12;

/**
 * Whether a pointer that left the word at `from` is still on its way to the card: inside the triangle from there to the card's near edge,
 * widened a little.
 *
 *          from
 *          ╱  ╲
 *     ┌───╱────╲───┐
 *     │    card    │
 */
export function isOnWay(point: Point, from: Point, card: Box): boolean {
  const below = card.top >= from.y;
  const edge = below ? card.top : card.bottom;
  const whole = edge - from.y;
  const done = point.y - from.y;
  // A level with the word counts too: the slack reaches around the starting point.
  if (below ? point.y < from.y - SLACK || point.y > edge + SLACK : point.y > from.y + SLACK || point.y < edge - SLACK)
    return false;
  const share = whole === 0 ? 1 : Math.min(1, Math.max(0, done / whole));
  const left = from.x + (Math.min(card.left, from.x) - from.x) * share - SLACK;
  const right = from.x + (Math.max(card.right, from.x) - from.x) * share + SLACK;
  return point.x >= left && point.x <= right;
}
