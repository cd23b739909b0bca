/** The page as a tree: its style oracle, its body, its open shadow roots. */
import { above, type Styles, type TreeElement, type TreeNode } from './tree.ts';

const BREAKING = /^(?:block|flex|grid|list-item|flow-root|table)/;

/** Computed styles, asked once for each name and class: what looks the same mostly is. */
export function pageStyles(): Styles {
  const MOST = 2_000;
  const known = new Map<string, boolean>();
  return {
    breaks(element) {
      const key =
        element.getAttribute('style') === null ? `${element.localName} ${element.getAttribute('class') ?? ''}` : undefined;
      const cached = key === undefined ? undefined : known.get(key);
      if (cached !== undefined) return cached;
      const breaks = BREAKING.test(getComputedStyle(element as unknown as Element)?.display ?? '');
      if (key !== undefined && known.size < MOST) known.set(key, breaks);
      return breaks;
    },
    keepsLines(element) {
      const value = getComputedStyle(element as unknown as Element)?.whiteSpace ?? '';
      return value.startsWith('pre') || value === 'break-spaces';
    },
  };
}

/** Named elements of a page shadow the document's own properties; the prototype's getter cannot be shadowed. */
const rootGetter =
  typeof Document === 'function' ? Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement')?.get : undefined;

/** The body of an HTML document; null where there is none to read (XML, SVG, frameset, a document being torn down). */
export function bodyOf(page: Document): HTMLElement | null {
  const root: Element | null = rootGetter?.call(page) ?? null;
  if (root?.localName !== 'html') return null;
  for (let node = root.firstElementChild; node; node = node.nextElementSibling)
    if (node.localName === 'body') return node as HTMLElement;
  return null;
}

/** The root element, whatever the page has named so. */
export function rootOf(page: Document): Element | null {
  return rootGetter?.call(page) ?? null;
}

/** Whether the whole document is an editor: some keep theirs in a frame of its own. */
export function isEditor(page: Document): boolean {
  return page.designMode === 'on';
}

/** The attribute of our card's host. */
export const HOST = 'data-termlight-card';

/** The host of a shadow root. */
export function hostOf(root: TreeNode): TreeElement | null {
  return root instanceof ShadowRoot ? root.host : null;
}

/** The element that holds a node, through shadow roots. */
export function parentOf(node: Node): Element | null {
  const parent = above(node);
  return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
}

/** The element of the page's own tree in which a node of a shadow tree hangs; the node itself outside of shadow trees. */
export function outermost(node: Node): Node {
  let at = node;
  for (let root = rootNode(at); root instanceof ShadowRoot; root = rootNode(at)) at = root.host;
  return at;
}

/** Whether `a` comes before `b` in the document; shadow trees stand where their host stands. */
export function precedes(a: Node, b: Node): boolean {
  if (a === b) return false;
  if (rootNode(a) === rootNode(b)) return isFollowed(a, b);
  const outerA = outermost(a);
  const outerB = outermost(b);
  if (outerA === outerB) return a === outerA;
  return isFollowed(outerA, outerB);
}

/** By the prototype, as in `above`: a form's fields may have these names. */
function rootNode(node: Node): Node {
  return Node.prototype.getRootNode.call(node);
}

function isFollowed(a: Node, b: Node): boolean {
  return (Node.prototype.compareDocumentPosition.call(a, b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
