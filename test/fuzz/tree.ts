/** Random trees that can be changed while they are read, as a page is. */
import fc from 'fast-check';
import type { Styles, TreeNode } from '../../src/content/read/tree.ts';
import { anyText } from './texts.ts';

export class Node implements TreeNode {
  parentNode: Node | null = null;
  readonly children: Node[] = [];

  constructor(
    readonly nodeType: number,
    public data = '',
    readonly localName = '',
    private readonly attributes: Readonly<Record<string, string>> = {},
  ) {}

  get firstChild(): Node | null {
    return this.children[0] ?? null;
  }
  get nextSibling(): Node | null {
    const among = this.parentNode?.children;
    return among?.[among.indexOf(this) + 1] ?? null;
  }
  hasAttributes(): boolean {
    return Object.keys(this.attributes).length > 0;
  }
  getAttribute(name: string): string | null {
    return this.attributes[name] ?? null;
  }
  remove(): void {
    const among = this.parentNode?.children;
    among?.splice(among.indexOf(this), 1);
    this.parentNode = null;
  }
  insert(child: Node, at: number): void {
    child.remove();
    this.children.splice(at % (this.children.length + 1), 0, child);
    child.parentNode = this;
  }
  /** Itself and all inside, in the order of the document. */
  all(): Node[] {
    return [this, ...this.children.flatMap((child) => child.all())];
  }
  contains(other: Node): boolean {
    for (let at: Node | null = other; at; at = at.parentNode) if (at === this) return true;
    return false;
  }
}

/** What style attributes say, as `src/cli/read-html.ts` reads them. */
export const markupStyles: Styles = {
  breaks: (element) => element.getAttribute('style') === 'display: block',
  keepsLines: (element, inherited) => inherited() || element.getAttribute('style') === 'white-space: pre',
};

const NAMES = [
  ...[
    'span',
    'b',
    'a',
    'em',
    'x-y',
    'span',
    'b',
    'div',
    'p',
    'li',
    'h1',
    'h3',
    'article',
    'main',
    'section',
    'td',
    'div',
    'p',
    'body',
  ],
  ...[
    'script',
    'style',
    'nav',
    'footer',
    'button',
    'img',
    'svg',
    'sup',
    'aside',
    'header',
    'dialog',
    'textarea',
    'wbr',
    'rt',
    'slot',
  ],
  ...['code', 'kbd', 'pre', 'br', 'br', 'constructor', '__proto__'],
];
const ATTRIBUTES: readonly Readonly<Record<string, string>>[] = [
  ...[{}, {}, {}, {}, {}, { class: 'x' }, { style: 'display: block' }, { style: 'white-space: pre' }, { hidden: '' }],
  ...[{ role: 'button' }, { role: 'article' }, { contenteditable: '' }, { class: 'cm-editor' }, { open: '' }],
];

/** A tree as data, so that it can be shrunk and shown. */
export interface Plan {
  text?: string;
  name?: string;
  attributes?: number;
  inside?: Plan[];
}

const text = fc.oneof(
  { weight: 5, arbitrary: anyText(3) },
  { weight: 2, arbitrary: fc.constantFrom('a', ' ', '', '\n', ' \n ', '1 2', '가', 'Ruby', ' on ', 'Rails\n') },
);
export const anyTree: fc.Arbitrary<Plan> = fc.letrec<{ node: Plan }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    { weight: 3, arbitrary: text.map((each): Plan => ({ text: each })) },
    {
      weight: 4,
      arbitrary: fc.record({
        name: fc.constantFrom(...NAMES),
        attributes: fc.nat(ATTRIBUTES.length - 1),
        inside: fc.array(tie('node'), { maxLength: 5 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant<Plan>({ name: '#comment' }) },
  ),
})).node;

export function build(plan: Plan): Node {
  if (plan.text !== undefined) return new Node(plan.text.length % 5 === 4 ? 4 : 3, plan.text);
  if (plan.name === '#comment') return new Node(8, 'comment');
  const node = new Node(1, '', plan.name, ATTRIBUTES[plan.attributes ?? 0]);
  for (const [i, child] of (plan.inside ?? []).entries()) node.insert(build(child), i);
  return node;
}

/** A body that holds these trees. */
export function bodyOf(plans: readonly Plan[]): Node {
  const body = new Node(1, '', 'body');
  for (const [i, plan] of plans.entries()) body.insert(build(plan), i);
  return body;
}
