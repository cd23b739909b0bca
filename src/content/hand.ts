/** What the reader's hand does in a frame: pointer, keys and the popup's jumps, and the card that they open. */
import type { FrameMentions, PageSettings } from '../messages.ts';
import { isOrphaned } from './ask.ts';
import type { Cards } from './card/cards.ts';
import { Explainer } from './card/explainer.ts';
import { bringIntoView } from './command/into-view.ts';
import type { Stage } from './command/look-up.ts';
import { Stepper } from './command/stepper.ts';
import { rectsOf, type Spot, textOf } from './mark/marked-block.ts';
import type { Marks } from './mark/marks.ts';
import { Pointer } from './point/pointer.ts';
import type { Missed } from './wake.ts';

export interface HandHooks {
  /** Whether all has been read and decided. */
  settled(): boolean;
  /** The reader asked for the next mention, and there is none. */
  none(): void;
  /** Roots of open shadow trees whose text is read. */
  shadowRoots(): ShadowRoot[];
}

export class Hand {
  readonly #marks: Marks;
  readonly #life: AbortController;
  readonly #explainer: Explainer;
  readonly #stepper: Stepper;
  readonly #pointer: Pointer;
  /** Where the session's cards are shown. */
  readonly stage: Stage;

  constructor(marks: Marks, cards: Cards, settings: PageSettings, life: AbortController, hooks: HandHooks) {
    this.#marks = marks;
    this.#life = life;
    const { signal } = life;
    const explainer = new Explainer(cards, settings, signal);
    this.#explainer = explainer;
    this.stage = { cards, explainer };
    this.#stepper = new Stepper(
      {
        blocks: () => marks.blocks,
        last: () => explainer.last,
        hidden: () => marks.hidden,
        settled: () => hooks.settled(),
        open: (spot) => this.#openAt(spot, true),
        none: () => hooks.none(),
      },
      signal,
    );
    this.#pointer = new Pointer(
      marks,
      {
        input: (input, hit, at) => {
          if (!this.#isLast()) explainer.input(input, hit, at);
        },
        onCard: (event) => explainer.holds(event),
        onWay: (at) => explainer.onWay(at),
        shown: () => explainer.shown,
        trigger: () => explainer.trigger,
        shadowRoots: () => hooks.shadowRoots(),
      },
      signal,
    );
  }

  /** Makes up for what happened while this script was on its way. */
  catchUp(missed: Missed): void {
    this.#pointer.catchUp(missed);
  }

  set settings(settings: PageSettings) {
    this.#explainer.settings = settings;
  }

  /** The page has changed. */
  check(): void {
    this.#explainer.check();
  }

  /** More of the page is known. */
  more(): void {
    this.#stepper.more();
  }

  /** Scrolls to the first mention of a term and opens its card. */
  show(term: string): void {
    const spot = this.#marks.firstOf(term);
    if (spot) this.#openAt(spot, false);
  }

  /** Goes to the next or the previous mention, marked or not, and opens its card with the focus in it. */
  step(back: boolean): void {
    if (!this.#isLast()) this.#stepper.go(back);
  }

  /** All mentions in the order of the document, marked or not, with the page's own writing: for the tests. */
  mentions(): FrameMentions['mentions'] {
    return this.#marks.blocks.flatMap((block) => block.spots.map((spot) => ({ term: spot.term, text: textOf(spot) })));
  }

  #openAt(spot: Spot, focus: boolean): void {
    const explainer = this.#explainer;
    // A second press may come before the card: it goes on from here.
    explainer.last = spot;
    bringIntoView(spot);
    // After the scroll event, which would close the card.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const line = rectsOf(spot)[0];
        if (line && !this.#life.signal.aborted)
          explainer.input({ type: 'show', on: spot, focus }, { spot, line }, { x: (line.left + line.right) / 2, y: line.top });
      }),
    );
  }

  /** Whether this copy has been left behind by an update; then it goes without a word. */
  #isLast(): boolean {
    if (!isOrphaned() && !this.#marks.taken) return false;
    this.#life.abort();
    return true;
  }
}
