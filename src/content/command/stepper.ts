/** Next and previous mention: where the way goes from, waiting for what is still being read, and on from the other end. */
import { type MarkedBlock, rectsOf, type Spot } from '../mark/marked-block.ts';
import { isShortcut } from './hears.ts';
import { current, neighborOf, outermostOf, type Placed } from './neighbor.ts';

/** So long a step waits for what is still being read; on a page that never rests it goes on then with what is known. Milliseconds. */
const MOST_WAIT_MS = 15_000;
/** Whoever does one of these while a step waits has gone on to something else. */
const GONE_ON = ['keydown', 'pointerdown', 'wheel'] as const;

export interface StepperHooks {
  blocks(): readonly MarkedBlock[];
  /** The mention whose card was shown last. */
  last(): Spot | null;
  hidden(): ReadonlySet<string>;
  /** Whether all has been read and decided. */
  settled(): boolean;
  open(spot: Spot): void;
  /** There is not a single mention in this frame. */
  none(): void;
}

export class Stepper {
  readonly #hooks: StepperHooks;
  readonly #signal: AbortSignal;
  #waiting: { back: boolean; end: AbortController; timer: number } | null = null;

  constructor(hooks: StepperHooks, signal: AbortSignal) {
    this.#hooks = hooks;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#stopWaiting());
  }

  go(back: boolean): void {
    this.#stopWaiting();
    if (this.#step(back, false)) return;
    const end = new AbortController();
    const timer = window.setTimeout(() => this.#wakened(true), MOST_WAIT_MS);
    this.#waiting = { back, end, timer };
    for (const type of GONE_ON)
      addEventListener(type, (event) => this.#goneOn(event), {
        capture: true,
        passive: true,
        signal: end.signal,
      });
  }

  /** More is known: a step that waits tries again. */
  more(): void {
    if (this.#waiting) this.#wakened(false);
  }

  #goneOn(event: Event): void {
    if (event.isTrusted && !(event instanceof KeyboardEvent && isShortcut(event))) this.#stopWaiting();
  }

  #wakened(last: boolean): void {
    const waiting = this.#waiting;
    if (!waiting || this.#signal.aborted || !this.#step(waiting.back, last)) return;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    clearTimeout(this.#waiting?.timer);
    this.#waiting?.end.abort();
    this.#waiting = null;
  }

  /** False: what comes next may not have been read yet. `last`: what is known must do. */
  #step(back: boolean, last: boolean): boolean {
    const known = last || this.#hooks.settled();
    const blocks = this.#hooks.blocks();
    const hidden = this.#hooks.hidden();
    const shown = current(this.#hooks.last(), blocks);
    // A reader who has scrolled on since goes on from where he is.
    const from = shown && placed(shown) === 'in view' ? shown : null;
    const neighbor = neighborOf({ blocks, from, back, placed, hidden });
    if (neighbor && (known || !neighbor.gap)) {
      this.#hooks.open(neighbor.spot);
      return true;
    }
    if (!known) return false;
    const other = outermostOf({ blocks, back, placed, hidden });
    if (other) this.#hooks.open(other);
    else this.#hooks.none();
    return true;
  }
}

function placed(spot: Spot): Placed {
  // Folded text has rectangles in Chromium.
  const element = spot.block.node(spot.node)?.parentElement;
  if (element && !element.checkVisibility({ visibilityProperty: true })) return null;
  const rects = rectsOf(spot);
  const [first] = rects;
  const end = rects.at(-1);
  if (!first || !end) return null;
  if (end.bottom <= 0) return 'above';
  return first.top >= innerHeight ? 'below' : 'in view';
}
