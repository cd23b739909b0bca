/** Everything that a frame does while Termlight is on there: it ends with its signal and leaves the page as it was found. */
import type { FrameTerm, PageSettings } from '../messages.ts';
import type { Block, BlockResult } from '../recognizer/types.ts';
import { markName } from '../settings/mark-name.ts';
import { isOrphaned } from './ask.ts';
import { Cards, cardLanguage } from './card/cards.ts';
import type { Hand } from './hand.ts';
import { Marks } from './mark/marks.ts';
import { part } from './parts.ts';
import { bodyOf } from './read/page.ts';
import { Reader } from './read/reader.ts';
import { Requests } from './requests.ts';
import { Slices } from './slices.ts';
import { Wake } from './wake.ts';
import { Watch } from './watch.ts';

/** A frame with less prose has nothing to explain and sends nothing. UTF-16 units. */
const LEAST_PROSE = 200;

export interface SessionHooks {
  /** There is enough prose to be worth a question. */
  prose(): void;
  /** What the popup shows has changed. */
  changed(): void;
  /** The reader asked for the next mention, and there is none. */
  none(): void;
}

export class Session {
  readonly #life: AbortController;
  readonly #hooks: SessionHooks;
  readonly #slices: Slices;
  readonly #requests: Requests;
  readonly #reader: Reader;
  readonly #cards: Cards;
  readonly #shadowRoots = new Set<WeakRef<ShadowRoot>>();
  #watch: Watch;
  #marks: Marks | null = null;
  #settings: PageSettings | null = null;
  #wake: Wake | null = null;
  #hand: Hand | null = null;
  #prose = 0;
  #asked = false;
  #settled = false;

  /** Starts reading at once; nothing is sent or shown before `open`. */
  constructor(life: AbortController, hooks: SessionHooks) {
    this.#life = life;
    this.#hooks = hooks;
    const { signal } = life;
    this.#cards = new Cards(life);
    this.#requests = new Requests(
      {
        found: (id, run, order, result) => this.#marks?.set(id, run, order, result),
        busy: (busy) => {
          this.#slices.held = busy;
        },
        settled: () => {
          this.#settled = true;
          this.#changed();
        },
      },
      life,
    );
    this.#slices = new Slices(signal, () => this.#read());
    this.#reader = new Reader(
      this.#slices,
      {
        run: (run, order, again) => {
          this.#requests.add(run, order, again);
          if (!run.code && this.#prose < LEAST_PROSE) this.#prose += run.text.trim().length;
        },
        replace: (element, deep) => {
          const old = this.#idsIn(element, deep);
          return () => this.#drop(old);
        },
        shadow: (root) => {
          this.#shadowRoots.add(new WeakRef(root));
          this.#watch.observe(root);
        },
        readAll: (all) => {
          if (!all) this.#settled = false;
          this.#requests.readAll = all;
        },
      },
      signal,
    );
    this.#watch = new Watch(
      this.#reader,
      {
        textChanged: (node) => this.#marks?.unpaintNode(node),
        tidy: (headings) => this.#tidy(headings),
        rescan: () => this.#rescan(),
      },
      signal,
    );
    this.#watch.observe(document);
    addEventListener('load', () => this.#reader.lookForShadows(), { signal });
    this.#reader.start();
  }

  /** What was read first, for the question that comes before `open`. */
  first(): Block[] {
    return this.#requests.first();
  }

  /** Asks for what was read and shows what is found. `results`: what was found in what was read first. */
  open(settings: PageSettings, results?: BlockResult[]): void {
    if (this.#life.signal.aborted) return;
    const { signal } = this.#life;
    const marks = new Marks(settings.density, signal, () => this.#changed());
    this.#marks = marks;
    this.#settings = settings;
    marks.look = markName(settings);
    marks.hidden = new Set(settings.hidden);
    this.#wake = new Wake(
      () => marks.anyPainted,
      () => void this.hand(),
      signal,
    );
    this.#requests.open(settings, results);
  }

  /** A slice has been read. */
  #read(): void {
    if (!this.#asked && this.#prose >= LEAST_PROSE) {
      this.#asked = true;
      this.#hooks.prose();
    }
    this.#requests.send();
  }

  /** New settings that need no new reading. */
  set settings(settings: PageSettings) {
    this.#settings = settings;
    if (this.#marks) {
      this.#marks.look = markName(settings);
      this.#marks.density = settings.density;
      this.#marks.hidden = new Set(settings.hidden);
    }
    if (this.#hand) this.#hand.settings = settings;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** The frame's terms with their counts, in the order of their first mention. */
  terms(setting: PageSettings['cardLanguage']): FrameTerm[] {
    const terms = new Map<string, FrameTerm>();
    for (const block of this.#marks?.blocks ?? []) {
      if (!block.shown) continue;
      for (const { term } of block.spots) {
        if (this.#marks?.hidden.has(term)) continue;
        const known = terms.get(term);
        if (known) known.count++;
        else terms.set(term, { term, lang: cardLanguage(setting, block.lang), count: 1 });
      }
    }
    return [...terms.values()];
  }

  /** What answers the reader's hand here; null before the session is open, at its end, and when it cannot be had. */
  async hand(): Promise<Hand | null> {
    if (this.#hand || !this.#marks) return this.#hand;
    try {
      const { Hand } = await part('hand', this.#life);
      if (this.#hand || this.#life.signal.aborted || !this.#settings) return this.#hand;
      const hand = new Hand(this.#marks, this.#cards, this.#settings, this.#life, {
        settled: () => this.#settled,
        none: () => this.#hooks.none(),
        shadowRoots: () => this.shadowRoots(),
      });
      this.#hand = hand;
      this.#wake?.stop();
      hand.catchUp(this.#wake?.missed ?? {});
      return hand;
    } catch {
      // The next move tries again.
      return null;
    }
  }

  #changed(): void {
    this.#hooks.changed();
    this.#hand?.more();
  }

  /** Whether this copy has been left behind by an update; then it goes without a word. */
  #isLast(): boolean {
    if (!isOrphaned() && !this.#marks?.taken) return false;
    this.#life.abort();
    return true;
  }

  /** Roots of open shadow trees whose text is read. */
  shadowRoots(): ShadowRoot[] {
    const roots: ShadowRoot[] = [];
    for (const ref of this.#shadowRoots) {
      const root = ref.deref();
      if (!root) this.#shadowRoots.delete(ref);
      else if (root.isConnected) roots.push(root);
    }
    return roots;
  }

  /** Blocks that stand in an element, or directly in it. */
  #idsIn(element: Node, deep: boolean): number[] {
    const ids = this.#requests.waitingIn(element, deep);
    const containers: Iterable<Node> =
      deep && element instanceof Element ? [element, ...Element.prototype.querySelectorAll.call(element, '*')] : [element];
    for (const container of containers)
      ids.push(...(this.#marks?.idsAt(container) ?? []), ...this.#requests.evidence.idsAt(container));
    return ids;
  }

  #drop(ids: number[]): void {
    for (const id of ids) {
      this.#marks?.remove(id);
      this.#requests.drop(id);
    }
  }

  #tidy(headings: boolean): void {
    if (this.#isLast()) return;
    this.#slices.run();
    this.#requests.evidence.prune();
    for (const id of this.#marks?.tidy(headings) ?? []) this.#requests.drop(id);
    this.#hand?.check();
  }

  #rescan(): void {
    if (this.#isLast()) return;
    const root = bodyOf(document);
    if (root) this.#reader.reread(root);
    this.#tidy(true);
  }
}
