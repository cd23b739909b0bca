/**
 * Reads a tree into runs of prose: the text of one block-level element with its inline children run together. The walk can
 * be paused after any node and go on later; what the page changed in between is told by the watcher, not found here.
 */
import { type Fate, fateByName, INLINE_CODE, isArticle, isBoundary, isFurniture, isHeading } from './elements.ts';
import { above, after, isElement, isText, type Styles, type TreeElement, type TreeNode, type TreeText } from './tree.ts';

/** A run of prose (or of code), and where its text came from. */
export interface Run {
  text: string;
  /** The text nodes, in order; empty for code, which is never marked. */
  nodes: TreeText[];
  /** Where each node's text begins in `text`. */
  starts: number[];
  /** Where `text` begins in each node: above 0 only where a long node was cut. */
  skips: number[];
  /** The element whose block this is (the host, for text directly in a shadow root). */
  container: TreeNode;
  heading: boolean;
  code: boolean;
  /** The last h1–h3 or article that began before it; null if there is none, undefined if the walk did not come past. */
  boundary: TreeNode | null | undefined;
}

export interface WalkSink {
  run(run: Run): void;
  /** An open shadow root was passed; it is read by a walk of its own. */
  shadow?(root: TreeNode, host: TreeElement): void;
  /** A custom element without an open shadow root: one may come later. */
  bare?(element: TreeElement): void;
}

/** Longer prose is cut at a blank: a block must fit a message and be read in a slice. UTF-16 units. */
export const LONGEST_RUN = 16_384;
/** Whole posts are written with `<br>` in one element: there a run ends at a line's end once it is so long. UTF-16 units. */
const LONG_AT_LINE_END = 4_096;
/** Code is only a witness: so much of one `pre`, and of the inline code of one block, is enough. UTF-16 units. */
const LONGEST_CODE = 4_096;
/** How often a walk looks at the clock: after so many nodes, or so much text, which others have to handle. UTF-16 units. */
const NODES_BETWEEN_LOOKS = 64;
const UNITS_BETWEEN_LOOKS = 2_048;

const OBJECT = '\uFFFC';
const LETTER = /\p{L}/u;
const BLANK = /^\s*$/;

interface Open {
  element: TreeNode;
  /** The block that the text inside belongs to; null where an outer run is not ours to read. */
  container: TreeNode | null;
  heading: boolean;
  article: boolean;
  /** undefined: not asked yet. */
  keepsLines: boolean | undefined;
  asks: boolean;
}

export interface WalkOptions {
  /** Only the runs directly in the root: block-level children are passed over. */
  shallow?: boolean;
  /** Where to begin inside the root; what stands before it is not read. */
  from?: TreeNode;
  /** The root is the document's body and is read from its first node on. */
  fromTop?: boolean;
  /** The only child of the root that is read. */
  only?: TreeNode;
}

export class Walk {
  readonly #root: TreeNode;
  readonly #styles: Styles;
  readonly #sink: WalkSink;
  readonly #shallow: boolean;
  readonly #open: Open[] = [];
  /** The next node to enter; null: leave the innermost open element. */
  #node: TreeNode | null;
  #skip = 0;
  #text = '';
  #nodes: TreeText[] = [];
  #starts: number[] = [];
  #skips: number[] = [];
  #code = '';
  #done = false;
  #boundary: TreeNode | null | undefined;
  /** Whether the walk ends at the root's next child. */
  #last = false;
  readonly #only: boolean;
  /** Units of text passed so far. */
  units = 0;

  /** `place` tells how the root stands in its tree (`placeOf`). */
  constructor(root: TreeNode, styles: Styles, sink: WalkSink, place: Place = TOP, options: WalkOptions = {}) {
    this.#root = root;
    this.#styles = styles;
    this.#sink = sink;
    this.#shallow = options.shallow ?? false;
    this.#only = options.only !== undefined;
    this.#boundary = options.fromTop ? null : undefined;
    this.#node = options.only ?? root.firstChild;
    const { container, heading, article } = place;
    this.#open.push({ element: root, container, heading, article, keepsLines: undefined, asks: true });
    if (options.from) this.#begin(options.from);
  }

  get done(): boolean {
    return this.#done;
  }

  /** The node at which the walk stands. */
  get position(): TreeNode {
    return this.#node ?? this.#open.at(-1)?.element ?? this.#root;
  }

  /** Opens the elements between the root and `from` without reading what comes before it. */
  #begin(from: TreeNode): void {
    const chain: TreeElement[] = [];
    for (let up = above(from); up !== null && up !== this.#root; up = above(up)) if (isElement(up)) chain.unshift(up);
    for (const element of chain) {
      const fate = this.#fate(element);
      if (fate !== 'block' && fate !== 'inline') {
        this.#node = element;
        return;
      }
      this.#enter(element, fate);
    }
    this.#node = from;
  }

  /**
   * Whether the elements it has open still hang together; when not, the walk goes on after the deepest that does, and
   * that one is returned to be read again.
   */
  mend(): TreeNode | null {
    for (let i = 1; i <= this.#open.length; i++) {
      const parent = this.#open[i - 1]?.element;
      const child = i < this.#open.length ? this.#open[i]?.element : this.#node;
      if (!child || above(child) === parent) continue;
      this.#clear();
      this.#skip = 0;
      this.#open.length = i;
      this.#node = null;
      return parent ?? null;
    }
    return null;
  }

  /** Reads on until `pause()` says to stop (asked at every run and now and then); true when all has been read. */
  step(pause: () => boolean): boolean {
    let nodes = 0;
    let looked = this.units;
    while (!this.#done) {
      const flushed = this.#advance();
      if (++nodes < NODES_BETWEEN_LOOKS && !(flushed && this.units - looked >= UNITS_BETWEEN_LOOKS)) continue;
      nodes = 0;
      looked = this.units;
      if (pause()) break;
    }
    return this.#done;
  }

  /** One node on; true if a run was sent. */
  #advance(): boolean {
    const node = this.#node;
    if (this.#only && this.#open.length === 1) {
      if (this.#last) return this.#end();
      this.#last = true;
    }
    if (node === null) return this.#leave();
    if (isText(node)) return this.#readText(node);
    this.#node = after(node);
    if (!isElement(node)) return false;
    const fate = this.#fate(node);
    if (fate === 'inline') return this.#enter(node, fate);
    if (fate === 'nothing') return false;
    if (fate === 'object') {
      this.#mark(OBJECT);
      return false;
    }
    if (fate === 'line') {
      this.#mark('\n');
      const long = this.#text.length > LONG_AT_LINE_END;
      if (long) this.#flush();
      return long;
    }
    if (fate === 'code') {
      this.#mark(OBJECT);
      if (this.#code.length < LONGEST_CODE) this.#code += `${textInside(node, LONGEST_CODE - this.#code.length)}\n`;
      return false;
    }
    this.#flush();
    if (this.#shallow || fate === 'furniture') return true;
    if (fate === 'pre') this.#sendCode(textInside(node, LONGEST_CODE), node);
    else this.#enter(node, fate);
    return true;
  }

  #fate(element: TreeElement): Fate {
    const name = element.localName;
    const byName = fateByName(name);
    if (byName !== undefined && byName !== 'block' && byName !== 'code' && byName !== 'pre') return byName;
    if (isFurniture(element, name, this.#open.at(-1)?.article ?? false)) return 'furniture';
    return byName ?? (this.#breaks(element, name) ? 'block' : 'inline');
  }

  #breaks(element: TreeElement, name: string): boolean {
    // Style is asked only where it is likely to speak: a style question for each `em` would cost more than the reading.
    return (name.includes('-') || hasStyle(element)) && this.#styles.breaks(element);
  }

  #enter(element: TreeElement, fate: 'inline' | 'block'): boolean {
    const outer = this.#open.at(-1);
    const name = element.localName;
    const block = fate === 'block';
    if (block) this.#flush();
    if (isBoundary(name)) this.#boundary = element;
    const shadow = element.shadowRoot;
    if (shadow) this.#sink.shadow?.(shadow, element);
    else if (name.includes('-')) this.#sink.bare?.(element);
    const first = element.firstChild;
    if (first === null) return false;
    this.#open.push({
      element,
      container: block ? element : (outer?.container ?? null),
      heading: (outer?.heading ?? false) || isHeading(name),
      article: (outer?.article ?? false) || isArticle(name),
      keepsLines: undefined,
      asks: block || hasStyle(element),
    });
    this.#node = first;
    return block;
  }

  #end(): boolean {
    this.#flush();
    this.#done = true;
    return true;
  }

  #leave(): boolean {
    const open = this.#open.at(-1);
    if (!open || this.#open.length === 1) return this.#end();
    const block = open.container === open.element;
    if (block) this.#flush();
    this.#open.pop();
    this.#node = after(open.element);
    return block;
  }

  #mark(char: string): void {
    if (this.#open.at(-1)?.container) this.#text += char;
  }

  #readText(node: TreeText): boolean {
    const open = this.#open.at(-1);
    const skip = this.#skip;
    let data = node.data;
    this.#skip = 0;
    this.#node = node.nextSibling;
    if (!open?.container) return false;
    if (skip > 0 || data.length > LONGEST_RUN) {
      // A long node is cut; the rest is read in the next step.
      const end = cut(data, skip, skip + LONGEST_RUN);
      if (end < data.length) {
        this.#skip = end;
        this.#node = node;
      }
      data = data.slice(skip, end);
    }
    this.units += data.length;
    if (this.#text === '' && BLANK.test(data)) return false;
    let flushed = false;
    if (this.#text.length + data.length > LONGEST_RUN && this.#text !== '') {
      this.#flush();
      flushed = true;
    }
    if (data.includes('\n') && !this.#linesKept(this.#open.length - 1)) data = data.replaceAll('\n', ' ');
    this.#nodes.push(node);
    this.#starts.push(this.#text.length);
    this.#skips.push(skip);
    this.#text += data;
    if (this.#skip > 0) {
      this.#flush();
      flushed = true;
    }
    return flushed;
  }

  #linesKept(at: number): boolean {
    // In a loop, and no more asked than must be: a page may be nested deeper than calls may be.
    let from = at;
    while (from > 0 && this.#open[from]?.keepsLines === undefined && !this.#open[from]?.asks) from--;
    const open = this.#open[from];
    if (!open) return false;
    open.keepsLines ??= isElement(open.element) && this.#styles.keepsLines(open.element, () => this.#linesKept(from - 1));
    for (const inner of this.#open.slice(from + 1, at + 1)) inner.keepsLines = open.keepsLines;
    return open.keepsLines;
  }

  /** Sends the run that has gathered. */
  #flush(): void {
    const open = this.#open.at(-1);
    const container = open?.container;
    if (container && this.#nodes.length > 0 && LETTER.test(this.#text))
      this.#sink.run({
        text: this.#text,
        nodes: this.#nodes,
        starts: this.#starts,
        skips: this.#skips,
        container,
        heading: open.heading,
        code: false,
        boundary: this.#boundary,
      });
    if (container && this.#code !== '') this.#sendCode(this.#code, container);
    this.#clear();
  }

  #clear(): void {
    this.#text = '';
    this.#code = '';
    if (this.#nodes.length > 0) {
      this.#nodes = [];
      this.#starts = [];
      this.#skips = [];
    }
  }

  #sendCode(text: string, container: TreeNode): void {
    this.#code = '';
    if (!LETTER.test(text)) return;
    this.#sink.run({ text, nodes: [], starts: [], skips: [], container, heading: false, code: true, boundary: null });
  }
}

/** How a node stands in its tree: what a walk that starts there must know of the elements around it. */
export interface Place {
  container: TreeNode | null;
  heading: boolean;
  article: boolean;
}

export const TOP: Place = { container: null, heading: false, article: false };

/** The place of what stands directly in `node`; null when it stands in something that is never read. */
export function placeOf(node: TreeNode, styles: Styles, hostOf: (root: TreeNode) => TreeElement | null): Place | null {
  const chain: TreeElement[] = [];
  for (let up: TreeNode | null = node; up !== null; ) {
    if (isElement(up)) chain.unshift(up);
    const host: TreeElement | null = up.nodeType === 11 ? hostOf(up) : null;
    up = host ?? above(up);
  }
  const place: Place = { ...TOP };
  for (const element of chain) {
    const name = element.localName;
    const byName = fateByName(name);
    if (byName !== undefined && byName !== 'block') return null;
    if (isFurniture(element, name, place.article)) return null;
    if (byName === 'block' || ((name.includes('-') || hasStyle(element)) && styles.breaks(element))) place.container = element;
    if (element.shadowRoot && element !== node && !place.container) place.container = element;
    place.heading ||= isHeading(name);
    place.article ||= isArticle(name);
  }
  if (node.nodeType === 11) place.container = hostOf(node);
  return place;
}

function hasStyle(element: TreeElement): boolean {
  return element.hasAttributes() && (element.getAttribute('class') !== null || element.getAttribute('style') !== null);
}

/** Where to cut `text[from, to)`: after the last blank near `to`, never inside a surrogate pair. */
function cut(text: string, from: number, to: number): number {
  if (to >= text.length) return text.length;
  const blank = text.lastIndexOf(' ', to - 1);
  if (blank > from + (to - from) / 2) return blank + 1;
  const unit = text.charCodeAt(to - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? to - 1 : to;
}

/** The text inside a code element, at most `most` units; `<br>` and the edges of blocks end a line. */
function textInside(root: TreeElement, most: number): string {
  let text = '';
  let node: TreeNode | null = root.firstChild;
  while (node !== null && text.length < most) {
    let descend = true;
    if (isText(node)) text += node.data;
    else if (isElement(node)) {
      const fate = INLINE_CODE.has(node.localName) ? 'inline' : fateByName(node.localName);
      if (fate === 'line' || fate === 'block') text += '\n';
      descend = fate === undefined || fate === 'inline' || fate === 'block' || fate === 'pre';
    }
    let next: TreeNode | null = descend ? node.firstChild : null;
    while (next === null && node !== null && node !== root) {
      next = after(node);
      if (next === null) node = above(node);
    }
    node = next;
  }
  return text.slice(0, most);
}
