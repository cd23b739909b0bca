/** One calm line beside what the reader asked about, where there is no card to show. */
import { NOTES, type NoteName } from '../../ui/note-text.ts';
import type { CardWindow } from '../card/card-window.tsx';
import type { Box } from '../card/placement.ts';
import { part } from '../parts.ts';
import { isShortcut } from './hears.ts';

/** Long enough to be read twice. It goes earlier with whatever the reader does next. Milliseconds. */
const STAYS_MS = 6_000;
/** Screen readers speak what changes in a place that they know. Milliseconds. */
const SPEAK_MS = 60;

export class Note {
  #window: CardWindow | null = null;
  #open: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  #visit = 0;

  constructor(readonly life: AbortController) {
    life.signal.addEventListener('abort', () => this.close());
  }

  async show(name: NoteName, lang: 'en' | 'ko', element: Element, line: Box, theme: 'page' | 'light' | 'dark'): Promise<void> {
    this.close();
    const visit = this.#visit;
    const { CardWindow } = await part('card', this.life);
    if (visit !== this.#visit) return;
    const window = new CardWindow(element, theme);
    this.#window = window;
    window.say('', lang);
    this.#timer = setTimeout(() => {
      window.say(NOTES[lang][name], lang);
      window.place(line, (line.left + line.right) / 2);
      this.#timer = setTimeout(() => this.close(), STAYS_MS);
    }, SPEAK_MS);
    const open = new AbortController();
    this.#open = open;
    const listening = { capture: true, passive: true, signal: open.signal };
    for (const type of ['pointerdown', 'resize', 'scroll'] as const) addEventListener(type, () => this.close(), listening);
    // Escape is ours while something of ours is open; any other key goes on to the page.
    const onKey = (event: KeyboardEvent): void => {
      if (!event.isTrusted || event.isComposing || isShortcut(event)) return;
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      this.close();
    };
    addEventListener('keydown', onKey, { capture: true, signal: open.signal });
  }

  close(): void {
    this.#visit++;
    clearTimeout(this.#timer);
    this.#open?.abort();
    this.#open = null;
    this.#window?.remove();
    this.#window = null;
  }
}
