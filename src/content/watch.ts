/**
 * Watches what the page changes and has only that read again. Bursts are merged; a huge burst is one reading of everything; a page that
 * never rests is looked at less and less often.
 */
import { fateByName, isBoundary } from './read/elements.ts';
import { HOST } from './read/page.ts';
import type { Reader } from './read/reader.ts';
import { above } from './read/tree.ts';

/** A change after a calm time is read at once, the next ones wait, each a step longer. Milliseconds. */
const RESTS_MS = [0, 100, 250, 500, 1_000, 2_000] as const;
/** So long without a change, and the page counts as calm again. Milliseconds. */
const CALM_MS = 3_000;
/** More changed places than this are one change of everything. */
const MOST_PLACES = 400;
/** Their change can hide or show text, or make it editable. */
const ATTRIBUTES = ['hidden', 'open', 'contenteditable'];

export interface WatchHooks {
  /** At once, before the page is painted again. */
  textChanged(node: Node): void;
  /** After the changed places were handed to the reader; `headings`: some came or went. */
  tidy(headings: boolean): void;
  /** Too much changed: read everything again. */
  rescan(): void;
}

export class Watch {
  readonly #reader: Reader;
  readonly #hooks: WatchHooks;
  readonly #observer: MutationObserver;
  /** Blocks whose own text is read again. */
  readonly #own = new Set<Element | ShadowRoot>();
  /** Elements that are read again with all they hold. */
  readonly #whole = new Set<Element>();
  #all = false;
  #headings = false;
  #timer = 0;
  #frame = 0;
  #rest = 0;
  #last = 0;

  constructor(reader: Reader, hooks: WatchHooks, signal: AbortSignal) {
    this.#reader = reader;
    this.#hooks = hooks;
    this.#observer = new MutationObserver((records) => this.#changed(records));
    signal.addEventListener('abort', () => {
      this.#observer.disconnect();
      clearTimeout(this.#timer);
      cancelAnimationFrame(this.#frame);
    });
  }

  /** Watches a document or an open shadow root. */
  observe(root: Document | ShadowRoot): void {
    this.#observer.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
  }

  #changed(records: MutationRecord[]): void {
    let any = false;
    for (const record of records) {
      const { target } = record;
      if (record.type === 'characterData') this.#hooks.textChanged(target);
      if (this.#all) continue;
      any = this.#note(record) || any;
      if (this.#own.size + this.#whole.size > MOST_PLACES) {
        this.#all = true;
        this.#own.clear();
        this.#whole.clear();
      }
    }
    if (any || this.#all) this.#plan();
  }

  /** Notes what must be read again; false if it is nothing. */
  #note(record: MutationRecord): boolean {
    const { target } = record;
    if (record.type === 'attributes') {
      if (record.attributeName === 'open' && (target as Element).localName !== 'dialog') return false;
      this.#whole.add(target as Element);
      return true;
    }
    if (record.type === 'characterData') return this.#noteOwn(target.parentNode);
    const added = [...record.addedNodes].filter(matters);
    const removed = [...record.removedNodes].filter(matters);
    if (added.length === 0 && removed.length === 0) return false;
    let own = false;
    for (const node of added) {
      if (node.nodeType === Node.ELEMENT_NODE) this.#whole.add(node as Element);
      this.#headings ||= holdsHeading(node);
      own ||= !this.#reader.standsAlone(node);
    }
    for (const node of removed) {
      this.#headings ||= holdsHeading(node);
      own ||= !this.#reader.standsAlone(node);
    }
    // A block put between two pieces of text parts them; one taken away joins them.
    for (const node of [record.previousSibling, record.nextSibling]) own ||= node !== null && !this.#reader.standsAlone(node);
    if (own) this.#noteOwn(target);
    return true;
  }

  #noteOwn(node: Node | null): boolean {
    if (!(node instanceof Element || node instanceof ShadowRoot)) return false;
    // Which block it is in is asked later, once for all changes of a burst.
    this.#own.add(node);
    return true;
  }

  #plan(): void {
    if (this.#timer || this.#frame) return;
    const now = performance.now();
    if (now - this.#last > CALM_MS) this.#rest = 0;
    const wait = RESTS_MS[Math.min(this.#rest, RESTS_MS.length - 1)] ?? 0;
    const work = (): void => {
      this.#timer = 0;
      this.#frame = 0;
      this.#work();
    };
    if (wait === 0 && document.visibilityState === 'visible') this.#frame = requestAnimationFrame(work);
    else this.#timer = window.setTimeout(work, Math.max(0, this.#last + wait - now));
  }

  #work(): void {
    this.#last = performance.now();
    this.#rest++;
    if (this.#all) {
      this.#all = false;
      this.#hooks.rescan();
      return;
    }
    const whole = [...this.#whole].filter((element) => element.isConnected);
    const wholeSet = new Set<Node>(whole);
    const own = new Set<Element | ShadowRoot>();
    for (const node of this.#own) {
      const block = node.isConnected ? this.#reader.blockOf(node) : null;
      if (block) own.add(block);
    }
    this.#own.clear();
    this.#whole.clear();
    for (const element of whole) if (!insideAny(above(element), wholeSet)) this.#reader.reread(element);
    for (const block of own) if (!insideAny(block, wholeSet)) this.#reader.rereadOwn(block);
    this.#reader.lookForShadows();
    this.#hooks.tidy(this.#headings);
    this.#headings = false;
  }
}

/** Scripts, styles, comments and our own card are nothing to be read. */
function matters(node: Node): boolean {
  return node instanceof Element ? fateByName(node.localName) !== 'nothing' && !isOurs(node) : node.nodeType === Node.TEXT_NODE;
}

function isOurs(element: Element): boolean {
  return element.localName === 'div' && element.hasAttribute(HOST);
}

function holdsHeading(node: Node): boolean {
  return (
    node instanceof Element &&
    (isBoundary(node.localName) || Element.prototype.querySelector.call(node, 'h1, h2, h3, article') !== null)
  );
}

function insideAny(node: Node | null, elements: ReadonlySet<Node>): boolean {
  if (elements.size === 0) return false;
  for (let at = node; at; at = above(at) ?? (at instanceof ShadowRoot ? at.host : null)) if (elements.has(at)) return true;
  return false;
}
