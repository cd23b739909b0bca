/**
 * In place of `content/session.ts`: it reads no DOM and paints nothing. What it is given to read goes through the real requests, and
 * what is found is kept for the run to look at.
 */

import { ask } from '../../src/content/ask.ts';
import type { Run } from '../../src/content/read/walk.ts';
import { Requests } from '../../src/content/requests.ts';
import type { SessionHooks } from '../../src/content/session.ts';
import type { FrameTerm, PageSettings } from '../../src/messages.ts';
import type { Block, BlockResult } from '../../src/recognizer/types.ts';

/** What a run gives to a page and sees of it, on the page's `globalThis`. */
export interface PageSeen {
  texts: string[];
  session: Session | null;
}
const seen = globalThis as unknown as PageSeen;

export class Session {
  readonly ask = ask;
  readonly life: AbortController;
  readonly #hooks: SessionHooks;
  readonly #requests: Requests;
  readonly #texts = new Map<number, string>();
  readonly #found = new Map<string, string>();
  readonly #containers: object[] = [];
  settings: PageSettings | null = null;
  settled = false;

  constructor(life: AbortController, hooks: SessionHooks) {
    this.life = life;
    this.#hooks = hooks;
    this.#requests = new Requests(
      {
        found: (id, _run, _order, result) => this.#take(id, result),
        busy: () => {},
        settled: () => {
          this.settled = true;
          hooks.changed();
        },
      },
      life,
    );
    seen.session = this;
    life.signal.addEventListener('abort', () => {
      if (seen.session === this) seen.session = null;
    });
    for (const text of seen.texts) this.read(text);
    this.#requests.readAll = true;
    hooks.prose();
  }

  read(text: string): void {
    const container = { isConnected: true };
    this.#containers.push(container);
    const run = { text, nodes: [], starts: [0], skips: [0], container, heading: false, code: false, boundary: null };
    this.settled = false;
    const id = this.#requests.add(run as unknown as Run, { at: this.#texts.size, known: true }, false);
    this.#texts.set(id, text);
  }

  send(): void {
    this.#requests.send();
  }

  first(): Block[] {
    return this.#requests.first();
  }

  open(settings: PageSettings, results?: BlockResult[]): void {
    this.settings = settings;
    this.#requests.open(settings, results);
  }

  #take(id: number, { mentions }: BlockResult): void {
    const text = this.#texts.get(id) ?? '';
    this.#found.set(text, mentions.map((mention) => `${text.slice(mention.start, mention.end)}=${mention.term}`).join(' '));
    this.#hooks.changed();
  }

  /** Text → what was found in it; a text without an answer is missing. */
  get found(): ReadonlyMap<string, string> {
    return this.#found;
  }

  terms(): FrameTerm[] {
    return [];
  }
  shadowRoots(): ShadowRoot[] {
    return [];
  }
  async hand(): Promise<null> {
    return null;
  }
}
