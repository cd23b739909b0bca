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
  keepsLines(element: TreeElement, inherited: boolean): boolean;
}
