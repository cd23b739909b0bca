/**
 * Looks at a page from a world of the driver's own, where nothing is what the page's scripts have made of it: a page that replaces the
 * browser's functions would answer the usual questions as it likes.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { type Box, type BrowserName, type CardSeen, HIGHLIGHT, TELL, until } from './harness.ts';

/** Put into a page before its own scripts: keeps the functions that tell what is registered, and hears what goes wrong. */
const WITNESS = `(() => {
  const apply = Reflect.apply;
  const getter = (of, name) => Object.getOwnPropertyDescriptor(of, name)?.get ?? getter(Object.getPrototypeOf(of), name);
  const registry = CSS.highlights;
  const { get } = HighlightRegistry.prototype;
  const { forEach } = Highlight.prototype;
  const { createRange } = Document.prototype;
  const { setStart, setEnd, toString } = Range.prototype;
  const [startNode, start, endNode, end] = ['startContainer', 'startOffset', 'endContainer', 'endOffset'].map((name) => getter(StaticRange.prototype, name));
  const frame = requestAnimationFrame.bind(window);
  const now = performance.now.bind(performance);
  const page = document;
  const told = { errors: '', frames: 0, longest: 0 };
  let last = now();
  const beat = () => {
    const at = now();
    if (told.frames++ > 0 && at - last > told.longest) told.longest = at - last;
    last = at;
    frame(beat);
  };
  frame(beat);
  const note = (what) => { told.errors += what + '\\n'; };
  addEventListener('error', (event) => note(event.message + ' at ' + event.filename + ' ' + (event.error && event.error.stack)), true);
  addEventListener('unhandledrejection', (event) => note(event.reason + ' ' + (event.reason && event.reason.stack)), true);
  Object.defineProperty(window, 'seenByTest', { enumerable: false, value: {
    told,
    texts: () => {
      let texts = '';
      const highlight = apply(get, registry, ['${HIGHLIGHT}']);
      if (highlight) apply(forEach, highlight, [(range) => {
        const live = apply(createRange, page, []);
        apply(setStart, live, [apply(startNode, range, []), apply(start, range, [])]);
        apply(setEnd, live, [apply(endNode, range, []), apply(end, range, [])]);
        texts += apply(toString, live, []) + '\\u0000';
      }]);
      return texts;
    },
  } });
})()`;

/** The host of our card is the last of its kind: what a page puts into its body stands before. */
const HOST = `[...document.querySelectorAll('[data-termlight-card]')].at(-1)`;

interface BidiNode {
  sharedId?: string;
  value?: { children?: BidiNode[]; shadowRoot?: BidiNode };
}
interface BidiAnswer {
  result: { type: string; exceptionDetails?: { text: string }; result: { value: unknown } & BidiNode };
}
interface Bidi {
  send(method: string, params: unknown): Promise<BidiAnswer>;
}

export class CleanView {
  readonly page: Page;
  readonly #name: BrowserName;
  #world: number | null = null;

  /** `page`: a tab that has loaded nothing yet. */
  static async of(page: Page, name: BrowserName): Promise<CleanView> {
    await page.evaluateOnNewDocument(WITNESS);
    return new CleanView(page, name);
  }

  private constructor(page: Page, name: BrowserName) {
    this.page = page;
    this.#name = name;
  }

  /** The value of an expression, as JSON takes it. */
  async ask<T>(expression: string): Promise<T> {
    const source = `JSON.stringify((() => (${expression}))() ?? null)`;
    const text = this.#name === 'chrome' ? await this.#byCdp(source) : (await this.#byBidi(source)).result.result.value;
    return JSON.parse(String(text)) as T;
  }

  /** The texts that are registered, sorted. */
  async marks(): Promise<string[]> {
    const texts = String(await this.page.evaluate('seenByTest.texts()'));
    return texts
      .split('\u0000')
      .slice(0, -1)
      .map((text) => text.replace(/\s+/g, ' '))
      .sort();
  }

  async marksAre(texts: readonly string[], most = 10_000): Promise<void> {
    let last: string[] = [];
    const same = async (): Promise<boolean> => {
      last = await this.marks();
      return last.join('|') === texts.join('|');
    };
    await until(same, 'marks', most).catch((error) => {
      throw new Error(`marked: ${last.join(', ')}; wanted: ${texts.join(', ')}; ${error}`);
    });
  }

  /** What the page's own scripts were told of errors, how often they got a frame, and the longest time between two of them. */
  async told(): Promise<{ errors: string; frames: number; longest: number }> {
    const [errors = '', frames = '', longest = ''] = String(
      await this.page.evaluate(
        `seenByTest.told.errors + '\\u0000' + seenByTest.told.frames + '\\u0000' + seenByTest.told.longest`,
      ),
    ).split('\u0000');
    return { errors, frames: Number(frames), longest: Number(longest) };
  }

  /** Where a text stands first. */
  placeOf(text: string): Promise<Box> {
    return this.ask<Box>(`(() => {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(${JSON.stringify(text)});
        if (at < 0 || ['script', 'style', 'title'].includes(node.parentElement?.localName)) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + ${text.length});
        const { left, top, right, bottom } = range.getClientRects()[0];
        return { left, top, right, bottom };
      }
      throw new Error('no such text');
    })()`);
  }

  /** Moves the mouse onto a text as a hand does, and rests there. */
  async hover(text: string): Promise<void> {
    const { left, right, top, bottom } = await this.placeOf(text);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    await this.page.mouse.move(x - 6, y + 3);
    await this.page.mouse.move(x - 2, y + 1);
    await this.page.mouse.move(x, y);
  }

  /** What our card shows; null when there is none. */
  card(): Promise<CardSeen | null> {
    return this.inCard<CardSeen>(TELL);
  }

  cardSeen(test: (seen: CardSeen) => boolean = () => true): Promise<CardSeen> {
    return until(async () => {
      const seen = await this.card();
      return seen && test(seen) ? seen : null;
    }, 'the card');
  }

  async cardGone(): Promise<void> {
    await until(async () => (await this.card()) === null, 'the card to close');
  }

  /** Runs a function in the card's closed shadow tree, in the clean world. */
  async inCard<T>(declaration: string): Promise<T | null> {
    return (await (this.#name === 'chrome' ? this.#inCardByCdp(declaration) : this.#inCardByBidi(declaration))) as T | null;
  }

  get #client(): CDPSession {
    return (this.page.mainFrame() as unknown as { client: CDPSession }).client;
  }

  async #context(): Promise<number> {
    if (this.#world === null) {
      const frameId = (this.page.mainFrame() as unknown as { _id: string })._id;
      const made = await this.#client.send('Page.createIsolatedWorld', { frameId, worldName: 'test' });
      this.#world = made.executionContextId;
    }
    return this.#world;
  }

  /** The world of an earlier document is gone. */
  async #inWorld<T>(work: (contextId: number) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#context());
    } catch {
      this.#world = null;
      return work(await this.#context());
    }
  }

  async #byCdp(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#inWorld((contextId) =>
      this.#client.send('Runtime.evaluate', { expression, contextId, returnByValue: true }),
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async #inCardByCdp(declaration: string): Promise<unknown> {
    const host = await this.#inWorld((contextId) => this.#client.send('Runtime.evaluate', { expression: HOST, contextId }));
    if (!host.result.objectId) return null;
    const { node } = await this.#client.send('DOM.describeNode', { objectId: host.result.objectId, depth: 2, pierce: true });
    const inner = node.shadowRoots?.[0]?.children?.[0];
    if (!inner || node.shadowRoots?.[0]?.shadowRootType !== 'closed') return null;
    const executionContextId = await this.#context();
    const { object } = await this.#client.send('DOM.resolveNode', { backendNodeId: inner.backendNodeId, executionContextId });
    const { result } = await this.#client.send('Runtime.callFunctionOn', {
      objectId: object.objectId as string,
      functionDeclaration: declaration,
      returnByValue: true,
    });
    return JSON.parse(String(result.value));
  }

  get #bidi(): { connection: Bidi; target: { context: string; sandbox: string } } {
    const { connection } = this.page.browser() as unknown as { connection: Bidi };
    return { connection, target: { context: (this.page.mainFrame() as unknown as { _id: string })._id, sandbox: 'test' } };
  }

  async #byBidi(expression: string): Promise<BidiAnswer> {
    const { connection, target } = this.#bidi;
    const answer = await connection.send('script.evaluate', {
      expression,
      target,
      awaitPromise: false,
      serializationOptions: { maxDomDepth: 3, includeShadowTree: 'all' },
    });
    if (answer.result.exceptionDetails) throw new Error(answer.result.exceptionDetails.text);
    return answer;
  }

  async #inCardByBidi(declaration: string): Promise<unknown> {
    const { connection, target } = this.#bidi;
    const host = (await this.#byBidi(HOST)).result.result;
    const inner = (host.value as BidiNode['value'])?.shadowRoot?.value?.children?.[0];
    if (!inner?.sharedId) return null;
    const told = await connection.send('script.callFunction', {
      functionDeclaration: declaration,
      target,
      awaitPromise: false,
      this: { sharedId: inner.sharedId },
    });
    if (told.result.exceptionDetails) throw new Error(told.result.exceptionDetails.text);
    return JSON.parse(String(told.result.result.value));
  }
}
