/** Everything that a frame does while Termlight is on there: it ends with its signal and leaves the page as it was found. */
import type { FrameMentions, FrameTerm, PageSettings } from '../messages.ts';
import { markName } from '../settings/mark-name.ts';
import { isOrphaned } from './ask.ts';
import { Cards, cardLanguage } from './card/cards.ts';
import { Explainer } from './card/explainer.ts';
import { bringIntoView } from './command/into-view.ts';
import type { Stage } from './command/look-up.ts';
import { Stepper } from './command/stepper.ts';
import { rectsOf, type Spot, textOf } from './mark/marked-block.ts';
import { Marks } from './mark/marks.ts';
import { Pointer } from './point/pointer.ts';
import { bodyOf } from './read/page.ts';
import { Reader } from './read/reader.ts';
import { Requests } from './requests.ts';
import { Slices } from './slices.ts';
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
  #explainer: Explainer | null = null;
  #stepper: Stepper | null = null;
  #prose = 0;
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
        cards: (cards) => this.#cards.add(cards),
        busy: (busy) => {
          this.#slices.held = busy;
        },
        settled: () => {
          this.#settled = true;
          this.#changed();
        },
      },
      life,
      () => this.#cards.held(),
    );
    this.#slices = new Slices(signal, () => this.#requests.send());
    this.#reader = new Reader(
      this.#slices,
      {
        run: (run, order, again) => {
          this.#requests.add(run, order, again);
          if (run.code || this.#prose >= LEAST_PROSE) return;
          this.#prose += run.text.trim().length;
          if (this.#prose >= LEAST_PROSE) this.#hooks.prose();
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

  /** Asks for what was read and shows what is found. */
  open(settings: PageSettings): void {
    if (this.#life.signal.aborted) return;
    const { signal } = this.#life;
    this.#marks = new Marks(settings.density, signal, () => this.#changed());
    this.#marks.look = markName(settings);
    const explainer = new Explainer(this.#cards, settings, signal);
    this.#explainer = explainer;
    const marks = this.#marks;
    marks.hidden = new Set(settings.hidden);
    this.#stepper = new Stepper(
      {
        blocks: () => marks.blocks,
        last: () => explainer.last,
        hidden: () => marks.hidden,
        settled: () => this.#settled,
        open: (spot) => this.#openAt(spot, true),
        none: () => this.#hooks.none(),
      },
      signal,
    );
    new Pointer(
      this.#marks,
      {
        input: (input, hit, at) => {
          if (!this.#isLast()) explainer.input(input, hit, at);
        },
        onCard: (event) => explainer.holds(event),
        onWay: (at) => explainer.onWay(at),
        shown: () => explainer.shown,
        trigger: () => explainer.trigger,
        shadowRoots: () => this.shadowRoots(),
      },
      signal,
    );
    this.#requests.open(settings);
  }

  /** New settings that need no new reading. */
  set settings(settings: PageSettings) {
    if (this.#marks) {
      this.#marks.look = markName(settings);
      this.#marks.density = settings.density;
      this.#marks.hidden = new Set(settings.hidden);
    }
    if (this.#explainer) this.#explainer.settings = settings;
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

  /** All mentions in the order of the document, marked or not, with the page's own writing: for the tests. */
  mentions(): FrameMentions['mentions'] {
    return (this.#marks?.blocks ?? []).flatMap((block) => block.spots.map((spot) => ({ term: spot.term, text: textOf(spot) })));
  }

  /** Scrolls to the first mention of a term and opens its card. */
  show(term: string): void {
    const spot = this.#marks?.firstOf(term);
    if (spot) this.#openAt(spot, false);
  }

  /** Goes to the next or the previous mention, marked or not, and opens its card with the focus in it. */
  step(back: boolean): void {
    if (this.#isLast()) return;
    if (this.#stepper) this.#stepper.go(back);
    else this.#hooks.none();
  }

  /** Where a card can be shown; null before the session is open. */
  get stage(): Stage | null {
    return this.#explainer && { cards: this.#cards, explainer: this.#explainer };
  }

  #openAt(spot: Spot, focus: boolean): void {
    const explainer = this.#explainer;
    // A second press may come before the card: it goes on from here.
    if (explainer) explainer.last = spot;
    bringIntoView(spot);
    // After the scroll event, which would close the card.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const line = rectsOf(spot)[0];
        if (line && explainer && !this.#life.signal.aborted)
          explainer.input({ type: 'show', on: spot, focus }, { spot, line }, { x: (line.left + line.right) / 2, y: line.top });
      }),
    );
  }

  #changed(): void {
    this.#hooks.changed();
    this.#stepper?.more();
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
      deep && element instanceof Element ? [element, ...element.querySelectorAll('*')] : [element];
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
    this.#explainer?.check();
  }

  #rescan(): void {
    if (this.#isLast()) return;
    const root = bodyOf(document);
    if (root) this.#reader.reread(root);
    this.#tidy(true);
  }
}
