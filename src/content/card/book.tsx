/** What an open card shows: the pages it was turned to, and what the reader did on them. */
import type { JSX } from 'preact';
import type { Card } from '../../glossary/card.ts';
import type { MessageName, PageSettings, Request } from '../../messages.ts';
import type { Said } from '../../ui/card-actions.tsx';
import { cardAsText } from '../../ui/card-plain.ts';
import { CARD_TEXT } from '../../ui/card-text.ts';
import { CardView } from '../../ui/card-view.tsx';
import { CompareView } from '../../ui/compare-view.tsx';
import { ask } from '../ask.ts';
import { type Spot, textOf } from '../mark/marked-block.ts';
import type { Cards } from './cards.ts';
import { reportOf } from './report.ts';
import { reasonsFor, rivalOf } from './sentence.ts';

/** Own terms have no number by which they could be known. */
const OWN = /^own-/;

interface Page {
  term: string;
  lang: 'en' | 'ko';
  /** The term beside it, on a page that compares. */
  rival?: string;
}

export interface BookHooks {
  /** Puts the page up; `wide` for two columns. */
  draw(page: (dark: boolean) => JSX.Element, wide: boolean): void;
  /** The year in which the page was written. */
  written(): number | undefined;
  pin(pinned: boolean): void;
  close(): void;
}

export class Book {
  readonly #spot: Spot;
  readonly #cards: Cards;
  readonly #settings: PageSettings;
  readonly #hooks: BookHooks;
  readonly #because: string[];
  readonly #rival: string | null;
  readonly #pages: Page[];
  readonly #known = new Set<string>();
  #shown: Card[];
  #others: Card[] = [];
  #plain = false;
  #said: Said | null = null;
  #closed = false;
  pinned = false;
  /** Whether the card has a button that closes it: where it stays without the pointer. */
  closable = false;

  /** Begins with the mention's own card. */
  constructor(spot: Spot, card: Card, cards: Cards, settings: PageSettings, hooks: BookHooks) {
    this.#spot = spot;
    this.#cards = cards;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#pages = [{ term: spot.term, lang: card.lang }];
    this.#shown = [card];
    this.#because = reasonsFor(spot);
    this.#rival = rivalOf(spot);
    void this.#lookForOthers();
  }

  close(): void {
    this.#closed = true;
  }

  draw(): void {
    const [card, beside] = this.#shown;
    if (!card) return;
    const back = this.#pages.length > 1;
    const handlers = {
      onBack: () => this.#turnBack(),
      onTerm: (id: string) => this.#turn([...this.#pages, { term: id, lang: card.lang }]),
      onLang: (lang: 'en' | 'ko') => this.#turn([...this.#pages.slice(0, -1), { ...this.#page, lang }]),
      onClose: this.closable || this.pinned ? () => this.#hooks.close() : undefined,
    };
    if (beside) {
      this.#hooks.draw((dark) => <CompareView cards={[card, beside]} dark={dark} {...handlers} />, true);
      return;
    }
    const own = card.id === this.#spot.term;
    const rival = own && this.#rival !== null ? this.#cards.get(this.#rival, card.lang) : undefined;
    const view = {
      card,
      back,
      written: card.status ? this.#hooks.written() : undefined,
      because: own ? this.#because : [],
      others: own ? this.#others.map(({ id, name }) => ({ id, name })) : [],
      rival: rival && { id: rival.id, name: rival.name },
      onCompare: () => rival && this.#turn([...this.#pages, { ...this.#page, rival: rival.id }]),
      actions: {
        known: this.#known.has(card.id),
        onKnow: OWN.test(card.id) ? undefined : (known: boolean) => void this.#know(card, known),
        plain: this.#plain,
        // A selection that the reader asked about is marked by nobody.
        onPlain: own && this.#isListed ? (plain: boolean) => void this.#setPlain(card, plain) : undefined,
        pinned: this.pinned,
        onPin: (pinned: boolean) => this.#hooks.pin(pinned),
        onCopy: () => void this.#copy(cardAsText(card, this.#hooks.written()), card.lang),
        said: this.#said,
      },
      ...handlers,
    };
    this.#hooks.draw((dark) => <CardView {...view} dark={dark} />, false);
  }

  get #page(): Page {
    return this.#pages.at(-1) as Page;
  }

  /** Whether it was read in the page: block 0 is made for what the reader has asked about. */
  get #isListed(): boolean {
    return this.#spot.block.id !== 0;
  }

  /** What the first page names besides: its other senses, and what the sentence sets against it. */
  async #lookForOthers(): Promise<void> {
    const { others = [] } = this.#spot;
    const wanted = this.#rival === null ? others : [...others, this.#rival];
    const [page] = this.#pages;
    if (!page || wanted.length === 0) return;
    const cards = await this.#cards.fetchAll(wanted, page.lang);
    this.#others = cards.filter(({ id }) => others.includes(id));
    if (!this.#closed && this.#pages.length === 1) this.draw();
  }

  #turnBack(): void {
    if (this.#pages.length > 1) this.#turn(this.#pages.slice(0, -1));
  }

  #turn(pages: Page[]): void {
    const page = pages.at(-1);
    if (page) void this.#show(page, pages);
  }

  async #show(page: Page, pages: Page[]): Promise<void> {
    const wanted = page.rival === undefined ? [page.term] : [page.term, page.rival];
    const cards = await this.#cards.fetchAll(wanted, page.lang);
    if (cards.length < wanted.length || this.#closed) return;
    this.#pages.splice(0, this.#pages.length, ...pages);
    this.#shown = cards;
    this.#said = null;
    this.draw();
  }

  /** The term's marks go on every page, or come back. Shown at once, and taken back if it did not work. */
  async #know(card: Card, known: boolean): Promise<void> {
    const set = (now: boolean): void => void (now ? this.#known.add(card.id) : this.#known.delete(card.id));
    const undo = (): void => void this.#know(card, false);
    set(known);
    this.#say(known ? { text: CARD_TEXT[card.lang].saidKnown, onUndo: undo } : null);
    if (await this.#tell('know', { terms: [card.id], known }, card.lang)) return;
    set(!known);
    this.draw();
  }

  async #setPlain(card: Card, plain: boolean): Promise<void> {
    const undo = (): void => void this.#setPlain(card, false);
    this.#plain = plain;
    const text = CARD_TEXT[card.lang].saidPlain;
    this.#say(plain ? { text, onUndo: undo, onReport: () => void this.#copy(this.#report(card), card.lang) } : null);
    if (await this.#tell('plainHere', { term: card.id, plain }, card.lang)) return;
    this.#plain = !plain;
    this.draw();
  }

  async #tell<N extends MessageName>(message: N, request: Request<N>, lang: 'en' | 'ko'): Promise<boolean> {
    try {
      await ask(message, request, this.#cards.life);
      return true;
    } catch {
      this.#say({ text: CARD_TEXT[lang].saidFailed });
      return false;
    }
  }

  #report(card: Card): string {
    const { block } = this.#spot;
    return reportOf({
      card,
      surface: textOf(this.#spot),
      host: this.#settings.host,
      version: chrome.runtime.getManifest().version,
      textLang: block.lang,
      because: this.#because,
      others: this.#others.map(({ name }) => name),
    });
  }

  /** To the clipboard; where the page may not (http, frames without the focus) the text is shown, selected. */
  async #copy(text: string, lang: 'en' | 'ko'): Promise<void> {
    const words = CARD_TEXT[lang];
    try {
      await navigator.clipboard.writeText(text);
      this.#say({ text: words.saidCopied });
    } catch {
      this.#say({ text: words.saidTake, take: text });
    }
  }

  #say(said: Said | null): void {
    this.#said = said;
    if (!this.#closed) this.draw();
  }
}
