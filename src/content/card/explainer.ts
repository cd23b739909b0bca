/** Runs the card's states: timers, the window, what it shows, and how it ends. */
import type { PageSettings } from '../../messages.ts';
import { rectsOf, type Spot } from '../mark/marked-block.ts';
import { SCROLL_AWAY } from '../point/delays.ts';
import type { Hit } from '../point/hit.ts';
import { type Input, idle, type State, shownIn, transition } from '../point/state.ts';
import { isOnWay, type Point } from '../point/way.ts';
import { CardWindow } from './card-window.tsx';
import { type Cards, cardLanguage } from './cards.ts';
import type { Box } from './placement.ts';

interface Page {
  term: string;
  lang: 'en' | 'ko';
}

export class Explainer {
  readonly #cards: Cards;
  #settings: PageSettings;
  #state: State<Spot> = idle();
  #timer = 0;
  #window: CardWindow | null = null;
  /** The mention whose card the window shows. */
  #spot: Spot | null = null;
  /** The cards turned to, the last one shown. */
  #pages: Page[] = [];
  /** Which of a mention's line boxes, and where on it. */
  #line: Box | null = null;
  #at: Point = { x: 0, y: 0 };
  /** Where the pointer was last seen on the word. */
  #leftAt: Point | null = null;
  #open: AbortController | null = null;
  #visit = 0;

  constructor(cards: Cards, settings: PageSettings, signal: AbortSignal) {
    this.#cards = cards;
    this.#settings = settings;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#close();
    });
  }

  set settings(settings: PageSettings) {
    if (settings.cardLanguage !== this.#settings.cardLanguage || settings.theme !== this.#settings.theme)
      this.input({ type: 'dismiss' }, null, this.#at);
    this.#settings = settings;
  }

  get showing(): boolean {
    return this.#window !== null;
  }

  holds(event: Event): boolean {
    return this.#window?.holds(event) ?? false;
  }

  onWay(at: Point): boolean {
    return this.#window !== null && this.#leftAt !== null && isOnWay(at, this.#leftAt, this.#window.box);
  }

  /** The page changed: a card whose word is gone closes. */
  check(): void {
    if (!this.#spot) return;
    if (!this.#window?.standing || rectsOf(this.#spot).length === 0) this.input({ type: 'dismiss' }, null, this.#at);
  }

  input(input: Input<Spot>, hit: Hit | null, at: Point): void {
    if (hit && input.type !== 'timer' && shownIn(this.#state) !== hit.spot) {
      this.#line = hit.line;
      this.#at = at;
    }
    if (hit && hit.spot === this.#spot) this.#leftAt = at;
    const { state, timer } = transition(this.#state, input);
    if (state === this.#state) return;
    this.#state = state;
    clearTimeout(this.#timer);
    if (timer !== undefined) {
      const { token } = state;
      this.#timer = window.setTimeout(() => this.input({ type: 'timer', token }, null, this.#at), timer);
    }
    const shown = shownIn(state);
    if (shown === this.#spot) return;
    if (shown) void this.#show(shown);
    else this.#close();
  }

  async #show(spot: Spot): Promise<void> {
    this.#close();
    this.#spot = spot;
    const visit = this.#visit;
    const lang = cardLanguage(this.#settings.cardLanguage, spot.block.lang);
    const card = this.#cards.get(spot.term, lang) ?? (await this.#cards.fetch(spot.term, lang));
    // The reader may have gone on while the card was asked for.
    if (visit !== this.#visit) return;
    const element = spot.block.node(spot.node)?.parentElement ?? spot.block.container.deref();
    const rects = rectsOf(spot);
    const line = rects.find((rect) => this.#line && Math.abs(rect.top - this.#line.top) < 2) ?? rects[0];
    if (!card || !element || !line) {
      this.input({ type: 'dismiss' }, null, this.#at);
      return;
    }
    const open = new AbortController();
    this.#open = open;
    this.#window = new CardWindow(element, this.#settings.theme, {
      onBack: () => this.#turnBack(),
      onTerm: (id) => void this.#turn({ term: id, lang: this.#pages.at(-1)?.lang ?? lang }),
      onLang: (other) => void this.#turn({ term: this.#pages.at(-1)?.term ?? spot.term, lang: other }, true),
    });
    this.#pages = [{ term: spot.term, lang }];
    this.#window.draw(card, false);
    const x = this.#at.x >= line.left && this.#at.x <= line.right ? this.#at.x : (line.left + line.right) / 2;
    this.#leftAt = { x, y: (line.top + line.bottom) / 2 };
    this.#line = line;
    this.#window.place(line, x);
    const listening = { capture: true, signal: open.signal };
    addEventListener('keydown', (event) => this.#key(event), listening);
    addEventListener('scroll', (event) => this.#scrolled(event), { ...listening, passive: true });
    addEventListener('resize', () => this.input({ type: 'dismiss' }, null, this.#at), listening);
  }

  #close(): void {
    this.#visit++;
    this.#open?.abort();
    this.#open = null;
    this.#window?.remove();
    this.#window = null;
    this.#spot = null;
    this.#pages = [];
    this.#leftAt = null;
  }

  async #turn(page: Page, inPlace = false): Promise<void> {
    const visit = this.#visit;
    const card = await this.#cards.fetch(page.term, page.lang);
    if (!card || visit !== this.#visit || !this.#window) return;
    if (inPlace) this.#pages.pop();
    this.#pages.push(page);
    this.#window.draw(card, this.#pages.length > 1);
    this.#window.replace();
  }

  #turnBack(): void {
    const page = this.#pages.at(-2);
    if (!page) return;
    this.#pages.length -= 2;
    void this.#turn(page);
  }

  /** Escape closes the card and nothing else: the page's own dialog stays. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !event.isTrusted || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.input({ type: 'dismiss' }, null, this.#at);
  }

  #scrolled(event: Event): void {
    if (!this.#spot || !this.#window || !this.#line || this.holds(event)) return;
    const line = this.#line;
    const rect = rectsOf(this.#spot).sort((a, b) => Math.abs(a.top - line.top) - Math.abs(b.top - line.top))[0];
    const moved = rect ? Math.hypot(rect.top - line.top, rect.left - line.left) : Number.POSITIVE_INFINITY;
    if (moved === 0) return;
    const out = !rect || rect.bottom < 0 || rect.top > innerHeight;
    if (out || moved > SCROLL_AWAY) this.input({ type: 'dismiss' }, null, this.#at);
  }
}
