/** What the page writes around a mention, read when its card opens and not kept. */
import { type Spot, textBetween, textOf } from '../mark/marked-block.ts';
import { comparedWith } from './compared.ts';

/** So much before and after. UTF-16 units. */
const AROUND = 90;
/** A longer word is no reason that a reader would see at a glance. UTF-16 units. */
const LONGEST_WORD = 40;

/** The words that spoke for the mention's sense, each once. */
export function reasonsFor(spot: Spot): string[] {
  const words = new Map<string, string>();
  for (const stretch of spot.because ?? []) {
    const word = textOf(spot, stretch).replace(/\s+/g, ' ').trim();
    if (word !== '' && word.length <= LONGEST_WORD) words.set(word.toLowerCase(), word);
  }
  words.delete(textOf(spot).toLowerCase());
  return [...words.values()];
}

/** The term that the sentence sets against the mention. */
export function rivalOf(spot: Spot): string | null {
  const { spots } = spot.block;
  const at = spots.indexOf(spot);
  if (at < 0) return null;
  const near = [spots[at - 1], spot, spots[at + 1]].filter((other) => other !== undefined);
  const [first] = near;
  const last = near.at(-1);
  if (near.length < 2 || !first || !last) return null;
  const before = textBeside(spot.block.node(first.node), first.offset, spot, true);
  const after = textBeside(spot.block.node(last.endNode), last.endOffset, spot, false);
  const mentions = near.map((other) => {
    const end = before.length + textBetween(spot.block, first, other).length;
    return { start: end - textOf(other).length, end, term: other.term };
  });
  const text = before + textBetween(spot.block, first, last) + after;
  const rival = comparedWith(text, mentions, near.indexOf(spot));
  return rival === null ? null : (near[rival]?.term ?? null);
}

/** The text before or after an offset of a node, within the block's element. */
function textBeside(node: Text | undefined, offset: number, spot: Spot, back: boolean): string {
  if (!node) return '';
  let text = back ? node.data.slice(Math.max(0, offset - AROUND), offset) : node.data.slice(offset, offset + AROUND);
  const container = spot.block.container.deref();
  const root = container && Node.prototype.contains.call(container, node) ? container : node.getRootNode();
  const walker = (node.ownerDocument as Document).createTreeWalker(root, NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  while (text.length < AROUND) {
    const next = (back ? walker.previousNode() : walker.nextNode()) as Text | null;
    if (!next) break;
    text = back ? next.data.slice(text.length - AROUND) + text : text + next.data.slice(0, AROUND - text.length);
  }
  return text;
}
