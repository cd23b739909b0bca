/** Notices that the reader's hand is on the page, before the script that follows it is there, and keeps what it has missed. */

/** Moves are many, and only the last tells where the pointer is. */
const HEARD = ['pointermove', 'pointerdown', 'click'] as const;

/** What was missed: the last event of each kind that counts, in the order in which they came. */
export interface Missed {
  move?: PointerEvent;
  down?: PointerEvent;
  click?: { event: MouseEvent; target: EventTarget | undefined };
}

export class Wake {
  readonly #end = new AbortController();
  readonly missed: Missed = {};

  /** `wakes`: whether there is anything to point at; `wake` is called for each event until `stop`. */
  constructor(wakes: () => boolean, wake: () => void, signal: AbortSignal) {
    signal.addEventListener('abort', () => this.stop(), { signal: this.#end.signal });
    for (const type of HEARD)
      addEventListener(
        type,
        (event) => {
          if (!event.isTrusted || !wakes()) return;
          this.#note(event);
          wake();
        },
        { capture: true, passive: true, signal: this.#end.signal },
      );
  }

  #note(event: PointerEvent | MouseEvent): void {
    if (event.type === 'click') this.missed.click = { event, target: event.composedPath()[0] };
    else if (event.type === 'pointermove') this.missed.move = event as PointerEvent;
    else {
      this.missed.down = event as PointerEvent;
      delete this.missed.click;
    }
  }

  stop(): void {
    this.#end.abort();
  }
}
