/** Runs the card's states: timers, the window, where it stands, the focus, and how it ends. */
import type { PageSettings } from '../../messages.ts';
import type { Settings } from '../../settings/settings.ts';
import { rectsOf, type Spot } from '../mark/marked-block.ts';
import { part, partHere } from '../parts.ts';
import { SCROLL_AWAY } from '../point/delays.ts';
import type { Hit } from '../point/hit.ts';
import { type Input, idle, type State, shownIn, transition } from '../point/state.ts';
import { isOnWay, type Point } from '../point/way.ts';
import type { Book } from './book.tsx';
import type { CardWindow } from './card-window.tsx';
import { type Cards, cardLanguage } from './cards.ts';
import type { Box } from './placement.ts';
import { datesOf, yearStated } from './post-year.ts';

/** A card that is to be seen. */
interface Open {
  window: CardWindow;
  book: Book;
  /** The line it was opened at, and the same line where it stands now. */
  from: Box;
  line: Box;
  x: number;
  /** What had the focus before the card took it. */
  focusBefore: Element | null;
  end: AbortController;
}

export class Explainer {
  readonly #cards: Cards;
  #settings: PageSettings;
  #state: State<Spot> = idle();
  #timer = 0;
  /** The mention whose card is shown or on its way. */
  #spot: Spot | null = null;
  /** The mention whose card was shown last, closed or not. */
  last: Spot | null = null;
  #open: Open | null = null;
  /** Which of a mention's line boxes, and where on it. */
  #line: Box | null = null;
  #at: Point = { x: 0, y: 0 };
  /** Where the pointer was last seen on the word. */
  #leftAt: Point | null = null;
  #takesFocus = false;
  #visit = 0;
  /** The year of the page; null before it was looked for. */
  #written: number | undefined | null = null;

  constructor(cards: Cards, settings: PageSettings, signal: AbortSignal) {
    this.#cards = cards;
    this.#settings = settings;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#close();
    });
  }

  set settings(settings: PageSettings) {
    const { cardLanguage: lang, theme } = this.#settings;
    this.#settings = settings;
    if (settings.cardLanguage !== lang || settings.theme !== theme) this.#tell({ type: 'close' });
  }

  /** What opens a card here. */
  get trigger(): Settings['trigger'] {
    return this.#settings.trigger;
  }

  /** The mention whose card is to be seen. */
  get shown(): Spot | null {
    return this.#open && this.#spot;
  }

  holds(event: Event): boolean {
    return this.#open?.window.holds(event) ?? false;
  }

  onWay(at: Point): boolean {
    return this.#open !== null && this.#leftAt !== null && isOnWay(at, this.#leftAt, this.#open.window.box);
  }

  /** The page changed: a card whose word is gone closes, unless it is pinned. */
  check(): void {
    if (!this.#spot || !this.#open) return;
    if (!this.#open.window.standing) this.#tell({ type: 'close' });
    else if (rectsOf(this.#spot).length === 0) this.#tell({ type: 'dismiss' });
  }

  input(input: Input<Spot>, hit: Hit | null, at: Point): void {
    if (hit && input.type !== 'timer' && shownIn(this.#state) !== hit.spot) {
      this.#line = hit.line;
      this.#at = at;
    }
    if (hit && hit.spot === this.#spot) this.#leftAt = at;
    // While the focus is in the card, the pointer may go where it likes.
    const busy = (input.type === 'over' || input.type === 'way') && this.#open?.window.focused === true;
    const { state, timer } = transition(this.#state, busy ? { type: 'card' } : input, this.#settings.delay);
    const takesFocus = input.type === 'show' && input.focus === true;
    if (state === this.#state) return;
    this.#state = state;
    clearTimeout(this.#timer);
    if (timer !== undefined) {
      const { token } = state;
      this.#timer = window.setTimeout(() => this.#tell({ type: 'timer', token }), timer);
    }
    if (state.name === 'waiting') this.#lookAhead(state.on);
    const shown = shownIn(state);
    if (shown !== this.#spot) {
      this.#takesFocus = takesFocus;
      if (shown) void this.#show(shown);
      else this.#close();
    } else this.#kept(state, takesFocus);
  }

  #tell(input: Input<Spot>): void {
    this.input(input, null, this.#at);
  }

  /** The same card stays, perhaps in another way. */
  #kept(state: State<Spot>, takesFocus: boolean): void {
    const open = this.#open;
    if (!open) return;
    const pinned = state.name === 'pinned';
    if (open.book.pinned !== pinned) {
      open.book.pinned = pinned;
      // Unpinned, it goes with the page from where the word is now.
      if (!pinned) open.from = open.line = this.#lineOf(open.line) ?? open.line;
      open.book.closable = true;
      open.book.draw();
    }
    if (takesFocus) this.#focus(open);
  }

  /** While the pointer rests: what the card will need. */
  #lookAhead(spot: Spot): void {
    part('card', this.#cards.life).catch(() => {});
    const lang = cardLanguage(this.#settings.cardLanguage, spot.block.lang);
    void this.#cards.fetchAll([spot.term, ...(spot.others ?? [])], lang);
  }

  async #show(spot: Spot): Promise<void> {
    // From card to card the focus goes back to where it was before the first.
    const focusBefore = this.#open?.window.focused ? this.#open.focusBefore : deepFocus();
    this.#close();
    this.#spot = spot;
    this.last = spot;
    const visit = this.#visit;
    const lang = cardLanguage(this.#settings.cardLanguage, spot.block.lang);
    const parts = partHere('card') ?? (await part('card', this.#cards.life).catch(() => null));
    const card = this.#cards.get(spot.term, lang) ?? (await this.#cards.fetch(spot.term, lang));
    // The reader may have gone on while the card was asked for.
    if (visit !== this.#visit) return;
    const element = spot.block.node(spot.node)?.parentElement ?? spot.block.container.deref();
    const rects = rectsOf(spot);
    const line = rects.find((rect) => this.#line && Math.abs(rect.top - this.#line.top) < 2) ?? rects[0];
    if (!parts || !card || !element || !line) {
      this.#tell({ type: 'close' });
      return;
    }
    const x = this.#at.x >= line.left && this.#at.x <= line.right ? this.#at.x : (line.left + line.right) / 2;
    this.#leftAt = { x, y: (line.top + line.bottom) / 2 };
    const { Book, CardWindow } = parts;
    const cardWindow = new CardWindow(element, this.#settings.theme);
    const book = new Book(spot, card, this.#cards, this.#settings, {
      draw: (page, wide) => {
        cardWindow.draw(page(cardWindow.dark), wide);
        if (book.pinned) cardWindow.keepInView();
        else cardWindow.replace();
      },
      written: () => this.#writtenYear(element),
      pin: (pinned) => this.#tell({ type: 'pin', pinned }),
      close: () => this.#tell({ type: 'close' }),
    });
    const open: Open = { window: cardWindow, book, from: line, line, x, focusBefore, end: new AbortController() };
    this.#open = open;
    book.closable = this.#state.name === 'open' && this.#state.held;
    book.draw();
    cardWindow.place(line, x);
    if (this.#takesFocus) this.#focus(open);
    const listening = { capture: true, signal: open.end.signal };
    const passive = { ...listening, passive: true };
    addEventListener('keydown', (event) => this.#key(event), listening);
    addEventListener('scroll', (event) => this.holds(event) || this.#follow(), passive);
    addEventListener('resize', () => this.#placeAnew(), passive);
    // A pinch shows another part of the page.
    visualViewport?.addEventListener('resize', () => this.#placeAnew(), passive);
  }

  #close(): void {
    this.#visit++;
    const open = this.#open;
    this.#open = null;
    this.#spot = null;
    this.#leftAt = null;
    if (!open) return;
    open.end.abort();
    open.book.close();
    const focused = open.window.focused;
    open.window.remove();
    if (focused) giveFocus(open.focusBefore);
  }

  #focus(open: Open): void {
    if (!open.window.focused) open.focusBefore = deepFocus();
    open.window.focus();
  }

  /** Escape closes the card and nothing else: the page's own dialog stays. Tab goes out of the card to where the focus was. */
  #key(event: KeyboardEvent): void {
    const open = this.#open;
    if (!open || !event.isTrusted || event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#tell({ type: 'close' });
    } else if (event.key === 'Tab' && open.window.focused && open.window.isAtEdge(event.shiftKey)) {
      // The browser then goes on from there.
      giveFocus(open.focusBefore);
      this.#tell({ type: 'dismiss' });
    }
  }

  /** The mention's line box that is nearest to a place. */
  #lineOf(place: Box): DOMRect | undefined {
    const rects = this.#spot ? rectsOf(this.#spot) : [];
    return rects.sort((a, b) => Math.abs(a.top - place.top) - Math.abs(b.top - place.top))[0];
  }

  /** A page that scrolls a little takes its card along; one that scrolls on leaves it behind. */
  #follow(): void {
    const open = this.#open;
    if (!open || open.book.pinned) return;
    const line = this.#lineOf(open.line);
    if (!line || isOut(line) || Math.hypot(line.top - open.from.top, line.left - open.from.left) > SCROLL_AWAY)
      this.#tell({ type: 'dismiss' });
    else if (line.top !== open.line.top || line.left !== open.line.left) this.#placeAt(open, line);
  }

  /** The window or what is seen of it has changed, and with it perhaps every line. */
  #placeAnew(): void {
    const open = this.#open;
    if (!open) return;
    if (open.book.pinned) {
      open.window.keepInView();
      return;
    }
    const line = this.#lineOf(open.line);
    if (!line || isOut(line)) {
      this.#tell({ type: 'dismiss' });
      return;
    }
    open.from = line;
    this.#placeAt(open, line);
  }

  #placeAt(open: Open, line: DOMRect): void {
    open.x += line.left - open.line.left;
    open.line = line;
    open.window.place(line, open.x);
    this.#leftAt = { x: open.x, y: (line.top + line.bottom) / 2 };
  }

  #writtenYear(element: Element): number | undefined {
    if (this.#written === null) {
      this.#written = undefined;
      try {
        this.#written = yearStated(datesOf(element.ownerDocument, element), new Date().getFullYear());
      } catch {
        // A page that has named an element as one of the document's functions.
      }
    }
    return this.#written;
  }
}

function isOut(line: Box): boolean {
  return line.bottom < 0 || line.top > innerHeight;
}

/** What has the focus, in open shadow trees too. */
function deepFocus(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** The body cannot take it: it has it when nothing else does. */
function giveFocus(element: Element | null): void {
  if (element?.isConnected && 'focus' in element && typeof element.focus === 'function') element.focus({ preventScroll: true });
}
