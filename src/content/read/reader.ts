/**
 * Reads the page's body in slices: what is in view first, the rest when the page is idle, and again what the page changes.
 */
import type { Slices } from '../slices.ts';
import { fateByName } from './elements.ts';
import { AHEAD, type Order } from './order.ts';
import { bodyOf, hostOf, isEditor, pageStyles, parentOf, precedes } from './page.ts';
import { above, type Styles, type TreeElement, type TreeNode } from './tree.ts';
import { type Place, placeOf, type Run, Walk, type WalkOptions, type WalkSink } from './walk.ts';

export interface ReaderHooks {
  /** `again`: the page may have shown this text before. */
  run(run: Run, order: Order, again: boolean): void;
  /** What stands in `element` (directly: `deep` false) is read again; what is returned is called when it has been. */
  replace(element: Node, deep: boolean): () => void;
  /** An open shadow root was found. */
  shadow(root: ShadowRoot): void;
  /** All has been read (for now), or reading goes on. */
  readAll(all: boolean): void;
}

/** So much text around the viewport is read before the rest. UTF-16 units. */
const NEAR_UNITS = 24_576;
/** Custom elements that may get a shadow root later. */
const MOST_BARE = 2_000;

export class Reader {
  readonly #slices: Slices;
  readonly #hooks: ReaderHooks;
  #styles: Styles = pageStyles();
  /** The walk over the whole body. */
  #far: Walk | null = null;
  #jobs = 0;
  /** Runs that were read before their turn, by first node. */
  #early = new WeakMap<object, Order>();
  /** Number of the next run that is read in its turn, and before it. */
  #next = 0;
  #nextAhead = AHEAD;
  #roots = new WeakSet<ShadowRoot>();
  #bare = new Set<WeakRef<Element>>();
  #scrollTimer = 0;
  #frame = 0;

  constructor(slices: Slices, hooks: ReaderHooks, signal: AbortSignal) {
    this.#slices = slices;
    this.#hooks = hooks;
    addEventListener('scroll', () => this.#scrolled(), { passive: true, capture: true, signal });
    signal.addEventListener('abort', () => {
      clearTimeout(this.#scrollTimer);
      cancelAnimationFrame(this.#frame);
    });
  }

  get done(): boolean {
    return this.#jobs === 0;
  }

  /** Reads all: begins with a slice at once. */
  start(): void {
    this.#styles = pageStyles();
    this.#early = new WeakMap();
    this.#roots = new WeakSet();
    this.#bare.clear();
    const body = bodyOf(document);
    const place = body && this.#placeOf(body);
    if (!body || !place) {
      this.#hooks.readAll(true);
      return;
    }
    const far = new Walk(body, this.#styles, this.#sink('far'), place, { fromTop: true });
    this.#far = far;
    this.#add(far, true, () => {
      if (this.#far === far) this.#far = null;
    });
    this.#slices.run(undefined, true);
    // A page that opens further down; asked in a frame, which lays the page out anyway: asked now, it would do so for us alone.
    this.#frame = requestAnimationFrame(() => {
      if (this.#far === far && scrollY > innerHeight / 2) this.#readNear();
    });
  }

  /** Reads again an element with everything inside. */
  reread(element: Element): void {
    const parent = above(element);
    if (!element.isConnected || !parent) return;
    const replaced = this.#hooks.replace(element, true);
    const place = parent instanceof Document ? null : this.#placeOf(parent);
    if (!place) {
      replaced();
      return;
    }
    // An inline element's own text belongs to a block outside, which is read on its own.
    place.container = null;
    this.#add(new Walk(parent, this.#styles, this.#sink('again'), place, { only: element }), false, replaced);
  }

  /** Reads again the text that stands directly in a block, or in a shadow root. */
  rereadOwn(block: Element | ShadowRoot): void {
    const replaced = this.#hooks.replace(block instanceof ShadowRoot ? block.host : block, false);
    const place = this.#placeOf(block);
    if (!place) {
      replaced();
      return;
    }
    place.container = block instanceof ShadowRoot ? block.host : block;
    this.#add(new Walk(block, this.#styles, this.#sink('again'), place, { shallow: true }), false, replaced);
  }

  /** The block-level element whose run holds what stands directly in `node`; null where nothing is read. */
  blockOf(node: Node): Element | ShadowRoot | null {
    const place = this.#placeOf(node as TreeNode);
    if (!place) return null;
    if (node instanceof ShadowRoot) return node;
    return place.container as unknown as Element | null;
  }

  /** Whether a node breaks its parent's run of prose or is nothing to it: then the text around it is not changed by it. */
  standsAlone(node: Node): boolean {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType !== Node.TEXT_NODE || !(node as Text).data.trim();
    const fate = fateByName((node as Element).localName);
    return fate === 'block' || fate === 'pre' || fate === 'furniture' || fate === 'nothing';
  }

  /** Custom elements seen without a shadow root may have one now. */
  lookForShadows(): void {
    for (const ref of this.#bare) {
      const element = ref.deref();
      if (!element) this.#bare.delete(ref);
      else if (element.shadowRoot) {
        this.#bare.delete(ref);
        this.#readShadow(element.shadowRoot);
      }
    }
  }

  #placeOf(node: TreeNode): Place | null {
    return isEditor(document) ? null : placeOf(node, this.#styles, hostOf);
  }

  #add(walk: Walk, idle: boolean, done?: () => void): void {
    if (this.#jobs++ === 0) this.#hooks.readAll(false);
    this.#slices.add({
      idle,
      step: (pause) => {
        const broken = walk.mend();
        if (broken) this.#rereadPlace(broken as unknown as Node);
        if (!walk.step(pause)) return false;
        done?.();
        if (--this.#jobs === 0) this.#hooks.readAll(true);
        return true;
      },
    });
  }

  #rereadPlace(node: Node): void {
    if (node instanceof ShadowRoot) {
      for (const child of node.children) this.reread(child);
      this.rereadOwn(node);
    } else if (node instanceof Element) this.reread(node);
  }

  #sink(how: 'far' | 'near' | 'again'): WalkSink {
    return {
      run: (run) => {
        const first = run.nodes[0] ?? run.container;
        const early = this.#early.get(first);
        if (how === 'far') {
          const at = this.#next++;
          if (!early) this.#hooks.run(run, { at, known: true }, false);
          else if (!run.code) {
            early.at = at;
            early.known = true;
          }
          return;
        }
        if (how === 'near' && early && !run.code) return;
        const order = { at: this.#nextAhead++, known: how === 'near' };
        // The walk over all will come past it if it stands further on.
        if ((this.#far || how === 'near') && !run.code) this.#early.set(first, order);
        this.#hooks.run(run, order, how === 'again');
      },
      shadow: (root) => this.#readShadow(root as unknown as ShadowRoot),
      bare: (element) => {
        if (this.#bare.size < MOST_BARE) this.#bare.add(new WeakRef(element as unknown as Element));
      },
    };
  }

  #readShadow(root: ShadowRoot): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    this.#hooks.shadow(root);
    const place = this.#placeOf(root as unknown as TreeNode);
    if (place) this.#add(new Walk(root as unknown as TreeNode, this.#styles, this.#sink('again'), place), false);
  }

  /** Reads from the first block in view on, before its turn. */
  #readNear(): void {
    const start = this.#firstInView();
    const body = bodyOf(document);
    if (!start || !body?.contains(start)) return;
    const place = this.#placeOf(body);
    if (!place || !placeOf(start, this.#styles, hostOf)) return;
    const options: WalkOptions = { from: start as unknown as TreeElement };
    const walk = new Walk(body, this.#styles, this.#sink('near'), place, options);
    this.#jobs++;
    this.#slices.add({
      idle: false,
      step: (pause) => {
        if (!walk.mend() && !walk.step(() => walk.units > NEAR_UNITS || pause()) && walk.units <= NEAR_UNITS) return false;
        if (--this.#jobs === 0) this.#hooks.readAll(true);
        return true;
      },
    });
  }

  /** The first block-level element in view, by a few points down the middle. */
  #firstInView(): Element | null {
    let first: Element | null = null;
    for (const y of [0.05, 0.25, 0.5, 0.75])
      for (const x of [0.35, 0.5]) {
        let at: Element | null = document.elementFromPoint(innerWidth * x, innerHeight * y);
        while (at && fateByName(at.localName) !== 'block') at = parentOf(at);
        if (!at || at.localName === 'body' || at.localName === 'html') continue;
        if (Element.prototype.getBoundingClientRect.call(at).height > 3 * innerHeight) continue;
        if (!first || precedes(at, first)) first = at;
      }
    return first;
  }

  #scrolled(): void {
    if (!this.#far || this.#scrollTimer) return;
    const REST_MS = 150;
    this.#scrollTimer = window.setTimeout(() => {
      this.#scrollTimer = 0;
      const start = this.#far && this.#firstInView();
      const position = this.#far?.position as unknown as Node | undefined;
      if (start && position && precedes(position, start)) this.#readNear();
    }, REST_MS);
  }
}
