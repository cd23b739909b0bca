/** The reader's selection: its words, and a place for a card beside it that is not in the page's text otherwise. */
import type { Lang } from '../../recognizer/types.ts';
import { MarkedBlock, type Spot } from '../mark/marked-block.ts';
import { bodyOf, parentOf } from '../read/page.ts';
import type { Run } from '../read/walk.ts';

/** What is asked about is a name; a longer selection is a text. UTF-16 units. */
export const MOST_TEXT = 400;
/** The text around it says which language is read. UTF-16 units. */
const AROUND = 1_000;
/** A Korean text with many English names is Korean still: share of Hangul among the letters. */
const LEAST_HANGUL = 0.2;

/** A stretch of the page, or an element where the selection is no text of the page: what is typed into a field. */
export interface Selected {
  text: string;
  range: Range | null;
  element: Element;
}

/** What is selected; null when nothing is. `roots`: open shadow roots, into which a selection is told only on request. */
export function selected(roots: ShadowRoot[]): Selected | null {
  const selection = getSelection();
  const range = selection && rangeOf(selection, roots);
  const text = range?.toString().trim() ?? '';
  if (!range || text === '') return null;
  const node = range.startContainer;
  const element = node instanceof Element ? node : parentOf(node);
  return element && { text: text.slice(0, MOST_TEXT), range, element };
}

/** The place of words that the browser gives without one: they stand in a field, or the page has dropped the selection meanwhile. */
export function placeWithout(text: string): Selected | null {
  const { activeElement } = document;
  const element = activeElement && activeElement !== bodyOf(document) ? activeElement : bodyOf(document);
  return element && { text: text.slice(0, MOST_TEXT), range: null, element };
}

function rangeOf(selection: Selection, roots: ShadowRoot[]): Range | null {
  const ends = roots.length > 0 ? selection.getComposedRanges?.({ shadowRoots: roots })[0] : undefined;
  if (!ends) return selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  if (ends.collapsed) return null;
  const range = document.createRange();
  range.setStart(ends.startContainer, ends.startOffset);
  range.setEnd(ends.endContainer, ends.endOffset);
  // Ends in two trees: the range has fallen together.
  return range.collapsed ? null : range;
}

/** The language of the text around, by its letters. */
export function languageAround({ text, element }: Selected): Lang {
  const around = `${text} ${(element.textContent ?? '').slice(0, AROUND)}`;
  const hangul = around.match(/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/g)?.length ?? 0;
  const letters = around.match(/\p{L}/gu)?.length ?? 0;
  return hangul > letters * LEAST_HANGUL ? 'ko' : 'en';
}

/** The selection as a mention of a term, in a block that stands in no list; `others`: what else it may name. */
export function spotAt(place: Selected, lang: Lang, term: string, others: string[]): Spot {
  const nodes = place.range ? textNodes(place.range) : [];
  const run: Run = {
    text: '',
    nodes: nodes.map(({ node }) => node),
    starts: [],
    skips: [],
    container: place.element,
    heading: false,
    code: false,
    boundary: undefined,
  };
  for (const { node, from, to } of nodes) {
    run.starts.push(run.text.length);
    run.skips.push(from);
    run.text += node.data.slice(from, to);
  }
  const mention = { start: 0, end: run.text.length, term, confidence: 1, ...(others.length > 0 && { others }) };
  const evidence = { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] as [number, number] };
  const result = { id: 0, lang, mentions: [mention], evidence, doubtful: false };
  const block = new MarkedBlock(0, { at: 0, known: true }, run, result);
  const [spot] = block.spots;
  if (spot) return spot;
  const rects = (): DOMRect[] => [fieldLine(place.element)];
  const none = { node: 0, offset: 0, endNode: 0, endOffset: 0, chosen: false, stays: false, range: null };
  return { term, ...(others.length > 0 && { others }), ...none, block, rects };
}

/** Where a selection in a field is taken to be: the field, or a point in it when it is large. */
function fieldLine(element: Element): DOMRect {
  const LARGE = 80;
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const [from, to] = [Math.max(0, top), Math.min(innerHeight, bottom)];
  if (to - from <= LARGE) return new DOMRect(left, from, right - left, Math.max(1, to - from));
  return new DOMRect((left + right) / 2, from + (to - from) / 3, 1, 1);
}

/** The text nodes that a range takes something of. */
function textNodes(range: Range): { node: Text; from: number; to: number }[] {
  const found: { node: Text; from: number; to: number }[] = [];
  const top = range.commonAncestorContainer;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node: Node | null = top.nodeType === Node.TEXT_NODE ? top : walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) {
      if (found.length > 0) break;
      continue;
    }
    const text = node as Text;
    const from = text === range.startContainer ? range.startOffset : 0;
    const to = text === range.endContainer ? range.endOffset : text.length;
    if (from < to) found.push({ node: text, from, to });
  }
  return found;
}
