/** The card's place in the page: one host element, in the page only while a card is open, with a closed shadow root. */
import { type JSX, render } from 'preact';
import cardCss from '../../ui/card.css?inline';
import tokensCss from '../../ui/tokens.css?inline';
import { HOST, parentOf, rootOf } from '../read/page.ts';
import hostCss from './host.css?inline';
import { type Box, placeCard } from './placement.ts';
import { sideOf } from './side.ts';

/** As wide as a column of about 50 letters. CSS px. */
const WIDTH = 348;
/** Two columns. CSS px. */
const WIDE = 460;
/** What happens in the card is not the page's business. */
const KEPT_IN = [
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'touchstart',
];
const KEPT_IN_KEYS = ['touchend', 'keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'wheel', 'copy'];

export class CardWindow {
  readonly #host: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #shadow: ShadowRoot;
  #line: Box | null = null;
  #x = 0;
  #wide = false;
  #dark = false;

  /** Puts an empty card into the page, near `element`; `remove` takes it out again. */
  constructor(element: Element, theme: 'page' | 'light' | 'dark') {
    const page = element.ownerDocument;
    // Not an element of a name of its own: a class that the page defines for it would run within our call, get at the root, and forbid it.
    this.#host = page.createElement('div');
    this.#host.setAttribute(HOST, '');
    this.#shadow = this.#host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${tokensCss}\n${cardCss}\n${hostCss}`);
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#frame = page.createElement('div');
    this.#frame.className = 'tl-root';
    this.#shadow.append(this.#frame);
    this.#dark = (theme === 'page' ? pageSide(element) : theme) === 'dark';
    this.#frame.dataset.theme = this.#dark ? 'dark' : 'light';
    for (const type of [...KEPT_IN, ...KEPT_IN_KEYS]) this.#shadow.addEventListener(type, (event) => event.stopPropagation());
    // A press on a button must not take the focus from the page: its own menus close on blur.
    this.#shadow.addEventListener('mousedown', (event) => {
      if (event.target instanceof Element && event.target.closest('button, a')) event.preventDefault();
    });
    layerOf(element).append(this.#host);
    try {
      this.#host.setAttribute('popover', 'manual');
      this.#host.showPopover();
    } catch {
      // Below.
    }
    // A page may forbid it (`beforetoggle`).
    if (!this.#host.matches(':popover-open')) this.#host.removeAttribute('popover');
  }

  /** Whether an event came from the card. */
  holds(event: Event): boolean {
    return event.target === this.#host;
  }

  /** Whether the card is still to be seen: pages clear themselves, and close the dialog that it stands in. */
  get standing(): boolean {
    return this.#host.isConnected && this.#frame.getClientRects().length > 0;
  }

  /** Where the card is, in CSS px of the viewport. */
  get box(): DOMRect {
    return this.#frame.getBoundingClientRect();
  }

  get dark(): boolean {
    return this.#dark;
  }

  /** Puts up a page of the card. The focus stays in the card when what had it is gone. */
  draw(page: JSX.Element, wide: boolean): void {
    const focused = this.focused;
    this.#wide = wide;
    render(page, this.#frame);
    if (focused && !this.focused) this.focus();
  }

  /** Whether the focus is in the card. */
  get focused(): boolean {
    return this.#shadow.activeElement !== null;
  }

  /** The card itself takes the focus: screen readers tell its name and what it says, and Tab goes on to its controls. */
  focus(): void {
    const card = this.#frame.querySelector<HTMLElement>('.card');
    if (!card) return;
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
  }

  /** Whether Tab would leave the card from where the focus is. */
  isAtEdge(backward: boolean): boolean {
    const controls = [...this.#frame.querySelectorAll('a[href], button, textarea')];
    const active = this.#shadow.activeElement;
    return backward ? active === controls[0] || active?.classList.contains('card') === true : active === controls.at(-1);
  }

  /** One line in place of a card. Screen readers speak what is put into a status that stands already: first '', then the text. */
  say(text: string, lang: 'en' | 'ko'): void {
    render(
      <p class="card note" role="status" lang={lang}>
        {text}
      </p>,
      this.#frame,
    );
  }

  /** Places the card beside a line; `x` is where the reader points. */
  place(line: Box, x: number): void {
    this.#line = line;
    this.#x = x;
    const { style, classList } = this.#frame;
    const view = visibleBox();
    const zoom = currentZoom();
    const card = { width: this.#wide ? WIDE : WIDTH, height: 0 };
    const narrow = placeCard({ line, x, card, view });
    style.width = `${narrow.width / zoom}px`;
    style.maxHeight = '';
    classList.toggle('sheet', narrow.sheet);
    const height = Math.ceil(this.#frame.getBoundingClientRect().height);
    const placement = placeCard({ line, x, card: { ...card, height }, view });
    style.left = `${placement.left / zoom}px`;
    style.top = `${placement.top / zoom}px`;
    style.maxHeight = `${placement.maxHeight / zoom}px`;
    classList.toggle('above', placement.side === 'above');
  }

  /** Places it again where it was: its content has changed. */
  replace(): void {
    if (this.#line) this.place(this.#line, this.#x);
  }

  /** A card that stays where it is: only pushed back into what is to be seen of the page. */
  keepInView(): void {
    const { style } = this.#frame;
    const view = visibleBox();
    const zoom = currentZoom();
    style.maxHeight = `${(view.bottom - view.top) / zoom}px`;
    const { left, top, width, height } = this.box;
    style.left = `${Math.max(view.left, Math.min(left, view.right - width)) / zoom}px`;
    style.top = `${Math.max(view.top, Math.min(top, view.bottom - height)) / zoom}px`;
  }

  remove(): void {
    render(null, this.#frame);
    this.#host.remove();
  }
}

/** Where the host must hang to be live: in the open modal dialog or the fullscreen element that holds the mention, else at the root. */
function layerOf(element: Element): Element {
  for (let at: Element | null = element; at; at = parentOf(at))
    if (Element.prototype.matches.call(at, 'dialog:modal, :fullscreen')) return at;
  return rootOf(element.ownerDocument) ?? element;
}

/** What of the page is to be seen: a pinch shows less than the window. */
function visibleBox(): Box {
  const view = window.visualViewport;
  const width = Math.min(document.documentElement?.clientWidth || innerWidth, innerWidth);
  if (!view || view.scale === 1) return { left: 0, top: 0, right: width, bottom: innerHeight };
  const { offsetLeft: left, offsetTop: top } = view;
  return { left, top, right: left + view.width, bottom: top + view.height };
}

/** CSS `zoom` on the root scales the host too. */
function currentZoom(): number {
  const zoom = rootOf(document)?.currentCSSZoom ?? 1;
  return zoom > 0 ? zoom : 1;
}

function pageSide(element: Element): 'light' | 'dark' {
  const backgrounds: string[] = [];
  for (let at: Element | null = element; at; at = parentOf(at)) backgrounds.push(getComputedStyle(at).backgroundColor);
  const root = rootOf(element.ownerDocument);
  const scheme = root ? getComputedStyle(root).colorScheme : '';
  const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const canvasDark = scheme.includes('dark') && (prefersDark || !scheme.includes('light'));
  return sideOf(backgrounds, getComputedStyle(element).color, canvasDark);
}
