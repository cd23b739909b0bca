/**
 * Reads an HTML file by the rules of the content script, so that `annotate FILE.html` sees the blocks that a browser
 * would see. Style sheets are not known here: only what markup and `style` attributes say.
 */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Styles, TreeElement, TreeNode, TreeText } from '../content/read/tree.ts';
import { type Run, TOP, Walk } from '../content/read/walk.ts';
import type { Block } from '../recognizer/types.ts';

class PlainNode implements TreeNode {
  parentNode: PlainNode | null = null;
  firstChild: PlainNode | null = null;
  nextSibling: PlainNode | null = null;
  constructor(readonly nodeType: number) {}
}

class PlainText extends PlainNode implements TreeText {
  constructor(readonly data: string) {
    super(3);
  }
}

class PlainElement extends PlainNode implements TreeElement {
  constructor(
    readonly localName: string,
    readonly attributes: ReadonlyMap<string, string>,
  ) {
    super(1);
  }
  hasAttributes(): boolean {
    return this.attributes.size > 0;
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }
}

function convert(node: DefaultTreeAdapterTypes.ChildNode): PlainNode {
  if (node.nodeName === '#text') return new PlainText((node as DefaultTreeAdapterTypes.TextNode).value);
  if (!('tagName' in node)) return new PlainNode(8);
  return new PlainElement(node.tagName, new Map(node.attrs.map((a) => [a.name, a.value])));
}

/** Links the tree without recursion: pages nest deep. */
function link(document: DefaultTreeAdapterTypes.Document): PlainNode {
  const root = new PlainNode(9);
  const waiting: [DefaultTreeAdapterTypes.ParentNode, PlainNode][] = [[document, root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [source, parent] = next;
    let last: PlainNode | null = null;
    for (const child of source.childNodes) {
      const node = convert(child);
      node.parentNode = parent;
      if (last) last.nextSibling = node;
      else parent.firstChild = node;
      last = node;
      if ('childNodes' in child) waiting.push([child, node]);
    }
  }
  return root;
}

const BREAKING = /(?:^|;)\s*display\s*:\s*(?:block|flex|grid|list-item|flow-root|table)/i;
const WHITE_SPACE = /(?:^|;)\s*white-space\s*:\s*([\w-]+)/i;

const markupStyles: Styles = {
  breaks: (element) => BREAKING.test(element.getAttribute('style') ?? ''),
  keepsLines(element, inherited) {
    const value = WHITE_SPACE.exec(element.getAttribute('style') ?? '')?.[1];
    return value === undefined ? inherited() : value.startsWith('pre') || value === 'break-spaces';
  },
};

function child(parent: TreeNode | null, name: string): TreeNode | null {
  for (let node = parent?.firstChild ?? null; node; node = node.nextSibling)
    if (node instanceof PlainElement && node.localName === name) return node;
  return null;
}

/** The runs of a page, in the order of the document. */
export function readRuns(html: string): Run[] {
  const body = child(child(link(parse(html)), 'html'), 'body');
  const runs: Run[] = [];
  if (body) new Walk(body, markupStyles, { run: (run) => runs.push(run) }, { ...TOP, container: body }).step(() => false);
  return runs;
}

/** The blocks of a page, numbered from 1 in the order of the document. */
export function readHtml(html: string): Block[] {
  return readRuns(html).map(toBlock);
}

function toBlock(run: Run, index: number): Block {
  const block: Block = { id: index + 1, text: run.text };
  if (run.heading) block.heading = true;
  if (run.code) block.code = true;
  return block;
}
