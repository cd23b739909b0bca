/** Where the card goes. Pure; all in CSS px of the viewport. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Placement {
  left: number;
  top: number;
  width: number;
  /** The card scrolls inside when it is higher. */
  maxHeight: number;
  side: 'above' | 'below';
  /** On a narrow screen the card is a sheet at an edge. */
  sheet: boolean;
}

/** Between word and card. */
const GAP = 8;
/** Between card and the viewport's edge. */
const MARGIN = 8;
/** Narrower viewports get a sheet. */
const NARROW = 480;
/** A sheet leaves at least this much of the page to be seen. */
const SHEET_SHARE = 0.6;

/**
 * Places a card of the given size beside `line` (the mention's line box) within `view`: below it, or above where there is more room; it
 * never covers the line. `x` is where the reader points.
 */
export function placeCard(input: { line: Box; x: number; card: { width: number; height: number }; view: Box }): Placement {
  const { line, x, card, view } = input;
  const roomBelow = view.bottom - MARGIN - (line.bottom + GAP);
  const roomAbove = line.top - GAP - (view.top + MARGIN);
  const side = card.height <= roomBelow || roomBelow >= roomAbove ? 'below' : 'above';
  const viewWidth = view.right - view.left;
  if (viewWidth < NARROW) return placeSheet(input, roomAbove, roomBelow);
  const room = Math.max(0, side === 'below' ? roomBelow : roomAbove);
  const height = Math.min(card.height, room);
  const width = Math.min(card.width, viewWidth - 2 * MARGIN);
  // The word stands near the card's left third: the eye goes on where it was.
  const left = clamp(x - width / 3, view.left + MARGIN, view.right - MARGIN - width);
  const top = side === 'below' ? line.bottom + GAP : line.top - GAP - height;
  return { left, top, width, maxHeight: room, side, sheet: false };
}

/** A sheet at the bottom; at the top where it would cover the line. */
function placeSheet(input: { line: Box; card: { height: number }; view: Box }, roomAbove: number, roomBelow: number): Placement {
  const { line, card, view } = input;
  const most = (view.bottom - view.top) * SHEET_SHARE;
  const height = Math.min(card.height, most);
  const fitsBottom = view.bottom - height >= line.bottom;
  const side = fitsBottom || roomBelow >= roomAbove ? 'below' : 'above';
  const room = Math.max(0, side === 'below' ? view.bottom - line.bottom : line.top - view.top);
  const maxHeight = Math.min(most, room);
  const used = Math.min(height, maxHeight);
  const top = side === 'below' ? view.bottom - used : view.top;
  return { left: view.left, top, width: view.right - view.left, maxHeight, side, sheet: true };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
