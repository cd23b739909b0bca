/** Brings a mention into view, and moves nothing where it is in view already. */
import { rectsOf, type Spot } from '../mark/marked-block.ts';
import { parentOf } from '../read/page.ts';

/** At the window's edges the page's own bars may cover it, and its card needs room. Share of the height. */
const EDGE = 0.12;

function isInView(spot: Spot): boolean {
  return rectsOf(spot).some((rect) => rect.top >= 0 && rect.bottom <= innerHeight && rect.left >= 0 && rect.right <= innerWidth);
}

/** Always at once: a movement over a long way is what readers who want less motion turn off, and no other gains by it. */
export function bringIntoView(spot: Spot): void {
  const element = spot.block.node(spot.node)?.parentElement ?? spot.block.container.deref();
  if (!element || isComfortable(spot)) return;
  // What scrolls around it, other frames included; then the line itself, for its element may be higher than the window.
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const rect = rectsOf(spot)[0];
    if (!rect || isComfortable(spot)) return;
    const root = at === at.ownerDocument.scrollingElement;
    if (!root && !scrolls(at)) continue;
    const box = root ? { top: 0, bottom: innerHeight, left: 0, right: innerWidth } : at.getBoundingClientRect();
    const edge = (box.bottom - box.top) * EDGE;
    const top =
      rect.top < box.top + edge || rect.bottom > box.bottom - edge
        ? middle(rect.top, rect.bottom) - middle(box.top, box.bottom)
        : 0;
    const left = rect.left < box.left || rect.right > box.right ? middle(rect.left, rect.right) - middle(box.left, box.right) : 0;
    if (top !== 0 || left !== 0) at.scrollBy({ top, left, behavior: 'instant' });
  }
}

/** In view, not at an edge, and nothing of the page lies over it. */
function isComfortable(spot: Spot): boolean {
  const edge = innerHeight * EDGE;
  const rect = rectsOf(spot)[0];
  if (!rect || !isInView(spot) || rect.top < edge || rect.bottom > innerHeight - edge) return false;
  const top = document.elementFromPoint(middle(rect.left, rect.right), middle(rect.top, rect.bottom));
  const element = spot.block.node(spot.node)?.parentElement;
  if (!top || !element || element.getRootNode() !== document) return true;
  return top.contains(element) || element.contains(top);
}

function scrolls(element: Element): boolean {
  if (element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth) return false;
  const { overflowX, overflowY } = getComputedStyle(element);
  return /auto|scroll|hidden/.test(overflowY + overflowX);
}

function middle(a: number, b: number): number {
  return (a + b) / 2;
}
