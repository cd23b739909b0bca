/** Tells the background which terms a frame has, for the number on the toolbar button: when the frame has come to rest, and only what is new. */
import { ask } from './ask.ts';

/** Milliseconds. */
const REST_MS = 300;

export class Count {
  readonly #life: AbortController;
  readonly #frame: string;
  readonly #terms: () => string[] | null;
  /** What was told last; a frame without terms has nothing to tell. Null: perhaps lost, so it is told again whatever it is. */
  #told: string | null = '';
  #timer = 0;

  /** `terms`: the frame's different terms; null while it is not at rest. */
  constructor(life: AbortController, frame: string, terms: () => string[] | null) {
    this.#life = life;
    this.#frame = frame;
    this.#terms = terms;
    const { signal } = life;
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
    // A frame that is taken out of its page takes its terms along; the top page's number goes with the page.
    if (window.top !== window) addEventListener('pagehide', (event) => !event.persisted && this.#tell([]), { signal });
  }

  /** Something has changed: the terms, or whether they are counted. */
  changed(): void {
    if (this.#timer || this.#life.signal.aborted) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      const terms = this.#terms();
      if (terms) this.#tell(terms);
    }, REST_MS);
  }

  /** The background knows nothing of this frame any more: the page comes out of the back-forward cache, or the settings have changed. */
  forget(): void {
    if (this.#told !== '') this.#told = null;
  }

  #tell(terms: string[]): void {
    const told = [...terms].sort().join(' ');
    if (told === this.#told) return;
    this.#told = told;
    ask('count', { frame: this.#frame, terms }, this.#life).catch(() => {
      // Told again with the next change.
      if (this.#told === told) this.#told = null;
    });
  }
}
