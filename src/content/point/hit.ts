import type { Box } from '../card/placement.ts';
import { rectsOf, type Spot } from '../mark/marked-block.ts';
import type { Marks } from '../mark/marks.ts';

/** A mention under a point, and its line box there. */
export interface Hit {
  spot: Spot;
  line: Box;
}

/** The underline hangs a little below the letters' box. CSS px. */
const SLACK = 2;

/**
 * The marked mention at a point of the viewport. The caret snaps to the nearest text, also from afar, so a mention counts only when
 * the point lies in one of its rectangles.
 */
export function hitAt(marks: Marks, x: number, y: number, shadowRoots: ShadowRoot[]): Hit | null {
  if (!marks.anyPainted) return null;
  const caret = document.caretPositionFromPoint(x, y, { shadowRoots });
  if (caret?.offsetNode.nodeType !== Node.TEXT_NODE) return null;
  for (const spot of marks.at(caret.offsetNode as Text, caret.offset)) {
    const line = rectsOf(spot).find(
      (rect) => x >= rect.left - 1 && x <= rect.right + 1 && y >= rect.top - SLACK && y <= rect.bottom + SLACK,
    );
    if (line) return { spot, line };
  }
  return null;
}
