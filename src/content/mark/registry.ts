import { shadowRule } from './shadow-rule.ts';

/** In Firefox a document's rule does not reach into shadow roots; there the root takes one sheet while it holds marks. */
const NEEDS_SHEET_IN_SHADOW = CSS.supports('-moz-appearance', 'none');

/**
 * Our highlight in the page's registry. It is shared with the page and with a second copy of ourselves after an update: only what is
 * ours is touched, and it is never iterated (Firefox refuses that to content scripts, and pages could drive it).
 */
export class Registry {
  #name = 'termlight-mark';
  #highlight: Highlight | null = null;
  #size = 0;
  readonly #shadows = new Map<ShadowRoot, number>();
  #sheet: CSSStyleSheet | null = null;

  get size(): number {
    return this.#size;
  }

  /** Whether another copy of Termlight has taken the name over. */
  get taken(): boolean {
    return this.#highlight !== null && CSS.highlights.get(this.#name) !== this.#highlight;
  }

  /** The highlight's name says how it is painted. The same ranges go on under the new one: nothing is read or placed anew. */
  set name(name: string) {
    if (this.#name === name) return;
    const highlight = this.taken ? null : this.#highlight;
    if (highlight) CSS.highlights.delete(this.#name);
    this.#name = name;
    this.#sheet?.replaceSync(shadowRule(name));
    if (highlight) CSS.highlights.set(name, highlight);
  }

  add(range: StaticRange): void {
    if (typeof Highlight !== 'function' || !CSS.highlights) return;
    if (!this.#highlight) {
      this.#highlight = new Highlight();
      CSS.highlights.set(this.#name, this.#highlight);
    }
    this.#highlight.add(range);
    this.#size++;
    if (NEEDS_SHEET_IN_SHADOW) this.#count(range, 1);
  }

  delete(range: StaticRange): void {
    if (!this.#highlight?.delete(range)) return;
    this.#size--;
    if (NEEDS_SHEET_IN_SHADOW) this.#count(range, -1);
    if (this.#size === 0) this.#remove();
  }

  clear(): void {
    this.#remove();
    this.#size = 0;
    for (const root of this.#shadows.keys()) this.#undress(root);
    this.#shadows.clear();
  }

  #remove(): void {
    if (this.#highlight && CSS.highlights.get(this.#name) === this.#highlight) CSS.highlights.delete(this.#name);
    this.#highlight = null;
  }

  #count(range: StaticRange, by: 1 | -1): void {
    const root = range.startContainer.getRootNode();
    // A node that has left its root leaves the sheet behind until the marks are cleared.
    if (!(root instanceof ShadowRoot)) return;
    const count = (this.#shadows.get(root) ?? 0) + by;
    if (count === 1 && by === 1) {
      if (!this.#sheet) {
        this.#sheet = new CSSStyleSheet();
        this.#sheet.replaceSync(shadowRule(this.#name));
      }
      root.adoptedStyleSheets.push(this.#sheet);
    }
    if (count > 0) this.#shadows.set(root, count);
    else {
      this.#undress(root);
      this.#shadows.delete(root);
    }
  }

  #undress(root: ShadowRoot): void {
    const at = this.#sheet ? root.adoptedStyleSheets.indexOf(this.#sheet) : -1;
    if (at >= 0) root.adoptedStyleSheets.splice(at, 1);
  }
}
