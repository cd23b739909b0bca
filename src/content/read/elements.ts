/** The two named sets of reading: what is never read, and what breaks a run of prose. */
import { above, after, isElement, isShadowed, type TreeElement, type TreeNode } from './tree.ts';

/** Never read and nothing to see: the text around them runs on as if they were not there. */
export const NEVER_READ_NOTHING: ReadonlySet<string> = new Set([
  ...['script', 'style', 'template', 'noscript', 'link', 'meta', 'title', 'head', 'base', 'param', 'source', 'track', 'wbr'],
  ...['datalist', 'rt', 'rp', 'noembed', 'noframes', 'area', 'map', 'col', 'colgroup'],
]);

/** Never read, but something stands there: U+FFFC takes its place in the prose. `sup` is mostly a note's number. */
export const NEVER_READ_OBJECT: ReadonlySet<string> = new Set([
  ...['img', 'picture', 'svg', 'math', 'canvas', 'video', 'audio', 'iframe', 'object', 'embed', 'sup', 'mjx-container'],
  ...['button', 'input', 'select', 'textarea', 'option', 'optgroup', 'progress', 'meter', 'output'],
]);

/** The page's furniture: never read, and a run of prose ends there. */
export const NEVER_READ_FURNITURE: ReadonlySet<string> = new Set(['nav', 'footer', 'menu', 'frameset', 'frame']);

/** The same by role. */
export const NEVER_READ_ROLES: ReadonlySet<string> = new Set([
  ...['navigation', 'menu', 'menubar', 'menuitem', 'toolbar', 'tablist', 'tree', 'banner', 'contentinfo', 'search'],
  ...['button', 'textbox', 'searchbox', 'combobox', 'listbox', 'option', 'slider', 'spinbutton', 'switch'],
  ...['checkbox', 'radio', 'progressbar', 'scrollbar', 'math', 'img', 'application'],
]);

/** Code editors and code views that use neither `pre` nor `contenteditable` all over. */
const CODE_VIEWS = /(?:^|\s)(?:CodeMirror|cm-editor|monaco-editor|ace_editor|blob-code|react-code-lines|katex|MathJax)(?:\s|$)/;

/** A run of prose never crosses their edge. */
export const BREAKS_A_RUN: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'body', 'caption', 'center', 'dd', 'details', 'dialog', 'dir', 'div', 'dl'],
  ...['dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hgroup', 'hr'],
  ...['html', 'legend', 'li', 'listing', 'main', 'nav', 'ol', 'p', 'plaintext', 'pre', 'search', 'section', 'slot', 'summary'],
  ...['table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul', 'xmp', 'marquee'],
]);

/** Code in a line of prose: evidence, and U+FFFC in its place. */
export const INLINE_CODE: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt']);

/** Code that stands alone. */
const BLOCK_CODE: ReadonlySet<string> = new Set(['pre', 'listing', 'xmp', 'plaintext']);

const HEADING = /^h[1-6]$/;
export function isHeading(name: string): boolean {
  return HEADING.test(name);
}

/** Whether a new section of the page begins with it. */
export function isBoundary(name: string): boolean {
  return name === 'h1' || name === 'h2' || name === 'h3' || name === 'article';
}

/** Whether it holds what the page is about: furniture inside it is the post's own. */
export function isArticle(name: string): boolean {
  return name === 'article' || name === 'main';
}

export type Fate = 'inline' | 'block' | 'line' | 'nothing' | 'object' | 'furniture' | 'code' | 'pre';

const FATES = new Map<string, Fate>();
for (const name of BREAKS_A_RUN) FATES.set(name, 'block');
for (const name of NEVER_READ_NOTHING) FATES.set(name, 'nothing');
for (const name of NEVER_READ_OBJECT) FATES.set(name, 'object');
for (const name of NEVER_READ_FURNITURE) FATES.set(name, 'furniture');
for (const name of INLINE_CODE) FATES.set(name, 'code');
for (const name of BLOCK_CODE) FATES.set(name, 'pre');
FATES.set('br', 'line');

/** What becomes of an element by its name alone; undefined for names that say nothing (custom elements, `span`). */
export function fateByName(name: string): Fate | undefined {
  return FATES.get(name);
}

/**
 * Whether an element is never read because of its attributes or its place. Hidden means `hidden` or a closed dialog:
 * both are told by an attribute, which is watched. Text hidden by style alone is read, and marked once it is seen.
 */
export function isFurniture(element: TreeElement, name: string, inArticle: boolean): boolean {
  if ((name === 'form' || typeof name !== 'string') && isShadowed(element)) return true;
  if (element.hasAttributes()) {
    const hidden = element.getAttribute('hidden');
    if (hidden !== null && hidden !== 'until-found') return true;
    const editable = element.getAttribute('contenteditable');
    if (editable !== null && editable.toLowerCase() !== 'false') return true;
    const role = element.getAttribute('role');
    if (role !== null && NEVER_READ_ROLES.has(role)) return true;
    const classes = element.getAttribute('class');
    if (classes !== null && CODE_VIEWS.test(classes)) return true;
  }
  if (name === 'dialog') return element.getAttribute('open') === null;
  // Outside the article a header is the site's, unless it carries the title; an aside is the site's too.
  if (name === 'header') return !inArticle && !holdsTitle(element);
  return name === 'aside' && !inArticle;
}

/** Whether an h1 is among the first nodes inside. */
function holdsTitle(element: TreeElement): boolean {
  const NODES = 400;
  let node: TreeNode | null = element.firstChild;
  for (let seen = 0; node !== null && seen < NODES; seen++) {
    if (isElement(node) && node.localName === 'h1') return true;
    let next: TreeNode | null = node.firstChild;
    while (next === null && node !== null && node !== element) {
      next = after(node);
      if (next === null) node = above(node);
    }
    node = next;
  }
  return false;
}
