/** What the popup sees of the tab, kept up to date while it is open. It begins before the popup is drawn. */
import browser from 'webextension-polyfill';
import type { DirectoryEntry } from '../glossary/card.ts';
import type { Answer, FrameReport } from '../messages.ts';
import { UI_LANG } from '../ui/page-text.ts';
import { Frames } from './frames.ts';
import type { TermFacts } from './stack.ts';
import { findTab, mergeReports, type PageTerm, type TabPlace } from './tab.ts';

/** Between two looks at the tab and calls to its frames. Milliseconds. */
const ROUND_MS = 700;

export interface Seen {
  /** `undefined`: not found yet. */
  tab: TabPlace | 'none' | undefined;
  /** Whether frames answer; `undefined`: not known yet. */
  answered: boolean | undefined;
  /** Whether the page is being read for the first time. One that goes on changing is not called unread again. */
  reading: boolean;
  terms: readonly PageTerm[];
  /** Of the page's terms, by id. */
  facts: ReadonlyMap<string, TermFacts>;
}

export class TabWatch {
  #seen: Seen = { tab: undefined, answered: undefined, reading: true, terms: [], facts: new Map() };
  #listener: () => void = () => {};
  /** Read from the package: the background may have been stopped, and its first answer then takes a while. */
  readonly #directory = readDirectory();
  readonly #asked = new Set<string>();
  readonly #frames = new Frames((reports, answered) => this.#reported(reports, answered));

  /** `query`: of the popup's own address. */
  constructor(private readonly query: string) {}

  get seen(): Seen {
    return this.#seen;
  }

  /** Calls `listener` at every change; the function returned ends that. */
  listen(listener: () => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => {};
    };
  }

  /** Looks at the tab now and every so often, as long as the popup is open. */
  async run(): Promise<never> {
    for (;;) {
      await this.#look();
      await new Promise((done) => setTimeout(done, ROUND_MS));
    }
  }

  show(term: string, frame: string): void {
    this.#frames.show(term, frame);
  }

  async #look(): Promise<void> {
    const before = this.#seen.tab;
    const tab = (await findTab(this.query).catch(() => undefined)) ?? 'none';
    if (JSON.stringify(tab) !== JSON.stringify(before)) this.#set({ tab });
    if (tab !== 'none' && tab.reach === 'open') this.#frames.call(tab.tabId);
    else if (this.#seen.terms.length > 0) this.#frames.clear();
  }

  #reported(reports: FrameReport[], answered: boolean): void {
    const { reading, terms } = mergeReports(reports);
    const before = this.#seen;
    this.#set({ answered, reading: reading && (!answered || before.answered !== true || before.reading), terms });
    const news = terms.map(({ term }) => term).filter((term) => !this.#asked.has(term));
    if (news.length === 0) return;
    for (const term of news) this.#asked.add(term);
    // one after the other: a background that has to start would keep the list waiting
    void this.#nameTerms(news).then(() => this.#fetchCards(news));
  }

  /** Names and kinds come first; icons and sentences follow with the cards. */
  async #nameTerms(terms: string[]): Promise<void> {
    const directory = await this.#directory;
    const facts = new Map(this.#seen.facts);
    for (const id of terms) {
      const [, name, kind] = directory.get(id) ?? [];
      if (name !== undefined && kind !== undefined && !facts.has(id)) facts.set(id, { id, name, kind });
    }
    this.#set({ facts });
  }

  async #fetchCards(terms: string[]): Promise<void> {
    try {
      const request = { message: 'cards', terms, lang: UI_LANG };
      const answer = (await browser.runtime.sendMessage(request)) as Answer<'cards'> | undefined;
      if (!answer || !('ok' in answer)) throw new Error(answer?.error ?? 'no answer');
      this.#set({ facts: new Map([...this.#seen.facts, ...answer.ok.map((card) => [card.id, card] as const)]) });
    } catch (error) {
      console.warn('Termlight:', error);
      // the next report asks again
      for (const term of terms) this.#asked.delete(term);
    }
  }

  #set(news: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...news };
    this.#listener();
  }
}

/** The glossary's directory by id; empty where it cannot be read: then the cards alone tell. */
async function readDirectory(): Promise<ReadonlyMap<string, DirectoryEntry>> {
  try {
    const entries = (await (await fetch(browser.runtime.getURL('glossary/directory.json'))).json()) as DirectoryEntry[];
    return new Map(entries.map((entry) => [entry[0], entry]));
  } catch (error) {
    console.warn('Termlight:', error);
    return new Map();
  }
}
