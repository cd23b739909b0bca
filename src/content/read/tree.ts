/**
 * The little of a document tree that reading needs. A DOM `Node` fits it as it is, and so does the tree that
 * `src/cli/read-html.ts` makes of a file: the same rules read a page in the browser and in Node.
 */
export interface TreeNode {
  /** 1 element, 3 text, 4 CDATA section, 11 fragment or shadow root. */
  readonly nodeType: number;
  readonly parentNode: TreeNode | null;
  readonly firstChild: TreeNode | null;
  readonly nextSibling: TreeNode | null;
}

export interface TreeText extends TreeNode {
  readonly data: string;
}

export interface TreeElement extends TreeNode {
  readonly localName: string;
  hasAttributes(): boolean;
  getAttribute(name: string): string | null;
  /** The open shadow root. */
  readonly shadowRoot?: TreeNode | null;
}

export function isElement(node: TreeNode): node is TreeElement {
  return node.nodeType === 1;
}

export function isText(node: TreeNode): node is TreeText {
  return node.nodeType === 3 || node.nodeType === 4;
}

/** What style says and markup does not. In Node only the markup's own styles are known. */
export interface Styles {
  /** Whether an element that is inline by its name stands as a block of its own. */
  breaks(element: TreeElement): boolean;
  /** Whether line ends in the element's text end a line (`white-space: pre…`); `inherited` is its parent's answer. */
  keepsLines(element: TreeElement, inherited: () => boolean): boolean;
}

/**
 * A form's fields stand before its own properties: with `<input name="parentNode">` one goes round in circles from the form up. Its
 * prototype's getters cannot be shadowed. Nothing else does so in a content script's world: there a document's named elements hide nothing.
 */
function isForm(node: Pick<TreeNode, 'parentNode'>): boolean {
  const { localName: name } = node as { localName?: unknown };
  // A field may be called `localName`, too.
  return name === 'form' || typeof name === 'object';
}

function nodeGetter(name: 'parentNode' | 'nextSibling'): (() => never) | undefined {
  return typeof Node === 'function' ? (Object.getOwnPropertyDescriptor(Node.prototype, name)?.get as () => never) : undefined;
}
const parentGetter = nodeGetter('parentNode');
const nextGetter = nodeGetter('nextSibling');

/** The parent node, whatever a form's fields are called. */
export function above<T extends Pick<TreeNode, 'parentNode'>>(node: T): T['parentNode'] {
  return parentGetter && isForm(node) ? parentGetter.call(node) : node.parentNode;
}

/** The next sibling, whatever a form's fields are called. */
export function after<T extends TreeNode>(node: T): T['nextSibling'] {
  return nextGetter && isForm(node) ? nextGetter.call(node) : node.nextSibling;
}

/** What reading asks of an element. */
const ASKED = [
  ...['nodeType', 'localName', 'firstChild', 'lastChild', 'nextSibling', 'previousSibling', 'parentNode', 'parentElement'],
  ...['isConnected', 'ownerDocument', 'shadowRoot', 'hasAttributes', 'getAttribute'],
];

/** Whether fields of a form hide what reading asks of it. */
export function isShadowed(node: TreeNode): boolean {
  return parentGetter !== undefined && isForm(node) && ASKED.some((name) => Object.hasOwn(node, name));
}
