/** The card's place in the page: one host element, in the page only while a card is open, with a closed shadow root. */
import { render } from 'preact';
import type { Card } from '../../glossary/card.ts';
import cardCss from '../../ui/card.css?inline';
import { CardView } from '../../ui/card-view.tsx';
import tokensCss from '../../ui/tokens.css?inline';
import { parentOf, rootOf } from '../read/page.ts';
import hostCss from './host.css?inline';
import { type Box, type Placement, placeCard } from './placement.ts';
import { sideOf } from './side.ts';

/** As wide as a column of about 50 letters. CSS px. */
const WIDTH = 348;
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

export interface CardWindowHooks {
  onBack(): void;
  onTerm(id: string): void;
  onLang(lang: 'en' | 'ko'): void;
}

export class CardWindow {
  readonly #host: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #hooks: CardWindowHooks;
  readonly #shadow: ShadowRoot;
  #placement: Placement | null = null;
  #line: Box | null = null;
  #x = 0;
  #dark = false;

  /** Puts an empty card into the page, near `element`; `remove` takes it out again. */
  constructor(element: Element, theme: 'page' | 'light' | 'dark', hooks: CardWindowHooks) {
    this.#hooks = hooks;
    const page = element.ownerDocument;
    this.#host = page.createElement('termlight-card');
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
      this.#host.removeAttribute('popover');
    }
  }

  /** Whether an event came from the card. */
  holds(event: Event): boolean {
    return event.target === this.#host;
  }

  /** Whether the card is still in the page: pages clear themselves. */
  get standing(): boolean {
    return this.#host.isConnected;
  }

  /** Where the card is, in CSS px of the viewport. */
  get box(): Box {
    return this.#frame.getBoundingClientRect();
  }

  draw(card: Card, back: boolean): void {
    render(<CardView card={card} dark={this.#dark} back={back} {...this.#hooks} />, this.#frame);
  }

  /** Places the card beside a line; `x` is where the reader points. */
  place(line: Box, x: number): void {
    this.#line = line;
    this.#x = x;
    const { style } = this.#frame;
    const view = visibleBox();
    const zoom = currentZoom();
    const narrow = placeCard({ line, x, card: { width: WIDTH, height: 0 }, view });
    style.width = `${narrow.width / zoom}px`;
    style.maxHeight = '';
    const height = this.#frame.getBoundingClientRect().height;
    const placement = placeCard({ line, x, card: { width: WIDTH, height: Math.ceil(height) }, view });
    this.#placement = placement;
    style.left = `${placement.left / zoom}px`;
    style.top = `${placement.top / zoom}px`;
    style.maxHeight = `${placement.maxHeight / zoom}px`;
    this.#frame.classList.toggle('sheet', placement.sheet);
    this.#frame.classList.toggle('above', placement.side === 'above');
  }

  /** Places it again where it was: its content or the window changed. */
  replace(): void {
    if (this.#line) this.place(this.#line, this.#x);
  }

  get side(): 'above' | 'below' {
    return this.#placement?.side ?? 'below';
  }

  remove(): void {
    render(null, this.#frame);
    this.#host.remove();
  }
}

/** Where the host must hang to be live: in the open modal dialog or the fullscreen element that holds the mention, else at the root. */
function layerOf(element: Element): Element {
  for (let at: Element | null = element; at; at = parentOf(at)) if (at.matches('dialog:modal, :fullscreen')) return at;
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
