/** Starts the real browsers with the built extension, and looks at what a reader would see. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Frame, type Page } from 'puppeteer-core';

export type BrowserName = 'chrome' | 'firefox';
export const BROWSERS: readonly BrowserName[] = (process.env.TERMLIGHT_BROWSERS?.split(',') as BrowserName[]) ?? [
  'chrome',
  'firefox',
];

export const DIST = process.env.TERMLIGHT_DIST ?? join(import.meta.dirname, '../../dist');
const GECKO_ID = 'termlight@termlight.example';
/** Fixed, so that the extension's pages have a known address. */
const GECKO_UUID = '3f7c0c0e-8f6b-4a3e-9a55-0c7d1f2e4b66';
const WELCOME = 'src/welcome/index.html';
export const HIGHLIGHT = 'termlight-mark';

/** Text of the open card and where its parts are, in CSS px of the viewport. */
export interface CardSeen {
  name: string;
  text: string;
  lang: string;
  theme: string;
  box: Box;
  controls: { text: string; href: string | null; box: Box }[];
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A browser with the extension in it. */
export class Bench {
  private constructor(
    readonly name: BrowserName,
    readonly browser: Browser,
    readonly origin: string,
  ) {}

  /** `extension: false`: the same browser without Termlight. */
  static async open(name: BrowserName, { extension = true, args = [] as string[] } = {}): Promise<Bench> {
    const dir = join(DIST, name);
    if (extension && !existsSync(join(dir, 'manifest.json'))) throw new Error(`${dir} is not built: npm run build`);
    const browser = name === 'chrome' ? await openChromium(args) : await openFirefox(args);
    if (!extension) return new Bench(name, browser, '');
    const bench = new Bench(name, browser, '');
    return bench.install();
  }

  /** The first run's page opens by itself and in front; it is closed, unless a test wants to see it. `from`: another copy of the build. */
  async install({ keepWelcome = false, from = join(DIST, this.name) } = {}): Promise<Bench> {
    const id = await this.browser.installExtension(from);
    const origin = this.name === 'chrome' ? `chrome-extension://${id}` : `moz-extension://${GECKO_UUID}`;
    const bench = new Bench(this.name, this.browser, origin);
    if (!keepWelcome && existsSync(join(DIST, this.name, WELCOME))) await (await bench.welcomePage()).close();
    return bench;
  }

  /** The page that opens when the extension is installed. */
  welcomePage(): Promise<Page> {
    return until(async () => {
      // Firefox: such a page's address is known to itself only.
      for (const page of await this.browser.pages())
        if ((await page.evaluate(() => location.href)) === `${this.origin}/${WELCOME}`) return page;
      return null;
    }, "the first run's page");
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  async page(url?: string, size = { width: 1000, height: 800 }): Promise<Page> {
    const page = await this.browser.newPage();
    await page.setViewport(size);
    if (url) await page.goto(url, { waitUntil: 'load' });
    return page;
  }

  /** A page of the extension: there `chrome` is the extension's own. */
  async extensionPage(path = '/src/popup/index.html'): Promise<Page> {
    const page = await this.browser.newPage();
    const url = this.origin + path;
    // Firefox: the navigation never reports back, the page is there nevertheless.
    if (this.name === 'firefox') page.goto(url).catch(() => {});
    else await page.goto(url);
    await until(() =>
      page.evaluate(() => typeof chrome !== 'undefined' && !!chrome.runtime?.id && document.readyState === 'complete'),
    );
    return page;
  }
}

async function openChromium(args: string[]): Promise<Browser> {
  return puppeteer.launch({
    executablePath: process.env.TERMLIGHT_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    pipe: true,
    enableExtensions: true,
    protocolTimeout: 60_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

async function openFirefox(args: string[]): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.TERMLIGHT_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    protocolTimeout: 60_000,
    args: ['--remote-allow-system-access', ...args],
    extraPrefsFirefox: { 'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: GECKO_UUID }) },
  });
}

/** Waits until `test` gives something true, and returns it. Throws after `most` ms with what it gave last. */
export async function until<T>(test: () => Promise<T> | T, what = 'condition', most = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + most;
  let last: unknown;
  for (;;) {
    try {
      const value = await test();
      if (value) return value as NonNullable<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${most} ms; last: ${String(last)}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** How many ranges are registered in a frame. */
export function marked(page: Page | Frame): Promise<number> {
  return page.evaluate((name) => CSS.highlights.get(name)?.size ?? 0, HIGHLIGHT);
}

/** The registered texts in a frame, as the page itself could read them, sorted. */
export function markedTexts(page: Page | Frame): Promise<string[]> {
  return page.evaluate((name) => {
    const texts: string[] = [];
    for (const range of CSS.highlights.get(name) ?? []) {
      const live = document.createRange();
      live.setStart(range.startContainer, range.startOffset);
      live.setEnd(range.endContainer, range.endOffset);
      texts.push(live.toString().replace(/\s+/g, ' '));
    }
    return texts.sort();
  }, HIGHLIGHT);
}

/** Waits for marks and returns their texts. */
export async function marks(page: Page | Frame, least = 1): Promise<string[]> {
  await until(async () => (await marked(page)) >= least, `${least} marks`);
  return markedTexts(page);
}

/** Waits until just these texts are marked, in the order of the alphabet. Throws with what was marked last. */
export async function marksAre(page: Page | Frame, texts: readonly string[]): Promise<void> {
  let last: string[] = [];
  try {
    await until(async () => {
      last = await markedTexts(page);
      return last.join('|') === texts.join('|');
    });
  } catch {
    throw new Error(`marked: ${last.join(', ')}; wanted: ${texts.join(', ')}`);
  }
}

/** Where the first occurrence of a text stands in a frame's prose, in CSS px of that frame's viewport; `nth` counts from 0. */
export function placeOfText(page: Page | Frame, text: string, nth = 0): Promise<Box> {
  return page.evaluate(
    (wanted, skip) => {
      const roots: Node[] = [document.body];
      let left = skip;
      for (let root = roots.shift(); root; root = roots.shift()) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (node instanceof Element) {
            if (node.shadowRoot) roots.push(node.shadowRoot);
            continue;
          }
          const at = (node as Text).data.indexOf(wanted);
          if (at < 0 || node.parentElement?.closest('script, style, nav, footer, pre, code') || left-- > 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + wanted.length);
          const { left: x, top, right, bottom } = range.getClientRects()[0] as DOMRect;
          return { left: x, top, right, bottom };
        }
      }
      throw new Error(`no "${wanted}" in the page`);
    },
    text,
    nth,
  );
}

/** Moves the mouse onto a text in small steps, as a hand does, and rests there. */
export async function hover(
  page: Page,
  text: string,
  { nth = 0, frame = page as Page | Frame, offset = { x: 0, y: 0 } } = {},
): Promise<Box> {
  const box = await placeOfText(frame, text, nth);
  const x = offset.x + (box.left + box.right) / 2;
  const y = offset.y + (box.top + box.bottom) / 2;
  await page.mouse.move(x - 6, y + 3);
  await page.mouse.move(x - 2, y + 1);
  await page.mouse.move(x, y);
  return { left: box.left + offset.x, right: box.right + offset.x, top: box.top + offset.y, bottom: box.bottom + offset.y };
}

/** Runs in the card's closed shadow tree: tells what is to be seen. `root` is any node of that tree. */
export const TELL = `function () {
  const root = this.getRootNode();
  const frame = root.querySelector('.tl-root');
  const card = root.querySelector('.card');
  if (!frame || !card) return 'null';
  const box = (e) => { const { left, top, right, bottom } = e.getBoundingClientRect(); return { left, top, right, bottom }; };
  return JSON.stringify({
    name: root.querySelector('h2')?.textContent ?? '',
    text: card.innerText,
    lang: card.lang,
    theme: frame.dataset.theme,
    box: box(frame),
    controls: [...card.querySelectorAll('button, a')].map((e) => ({ text: e.textContent || e.getAttribute('aria-label'), href: e.getAttribute('href'), box: box(e) })),
  });
}`;
const HOST = `document.querySelector('[data-termlight-card]')`;

/** What the open card of a frame shows; null when there is none. Reads the closed shadow root by the debugger's rights. */
export async function card(page: Page | Frame, name: BrowserName): Promise<CardSeen | null> {
  return inCard<CardSeen>(page, name, TELL);
}

/**
 * Runs a function in the card's closed shadow tree by the debugger's rights: `this` is a node of that tree, and what it returns is JSON.
 * Null when there is no card.
 */
export function inCard<T>(page: Page | Frame, name: BrowserName, declaration: string): Promise<T | null> {
  return name === 'chrome' ? inCardByCdp(page, declaration) : inCardByBidi(page, declaration);
}

async function inCardByCdp<T>(page: Page | Frame, declaration: string): Promise<T | null> {
  const frame = 'mainFrame' in page ? page.mainFrame() : page;
  const host = await frame.evaluateHandle(HOST);
  try {
    const id = host.remoteObject().objectId;
    if (!id) return null;
    const cdp = (frame as unknown as { client: CDPSession }).client;
    const { node } = await cdp.send('DOM.describeNode', { objectId: id, depth: 2, pierce: true });
    const inner = node.shadowRoots?.[0]?.children?.[0];
    if (!inner) return null;
    const { object } = await cdp.send('DOM.resolveNode', { backendNodeId: inner.backendNodeId });
    const { result } = await cdp.send('Runtime.callFunctionOn', {
      objectId: object.objectId as string,
      functionDeclaration: declaration,
      returnByValue: true,
    });
    return JSON.parse(String(result.value)) as T | null;
  } finally {
    await host.dispose();
  }
}

interface BidiNode {
  sharedId?: string;
  value?: { children?: BidiNode[]; shadowRoot?: BidiNode };
}

async function inCardByBidi<T>(page: Page | Frame, declaration: string): Promise<T | null> {
  const frame = 'mainFrame' in page ? page.mainFrame() : page;
  const { connection } = frame.page().browser() as unknown as {
    connection: { send(method: string, params: unknown): Promise<{ result: { result: { value: unknown } & BidiNode } }> };
  };
  const target = { context: (frame as unknown as { _id: string })._id };
  const found = await connection.send('script.evaluate', {
    expression: HOST,
    target,
    awaitPromise: false,
    serializationOptions: { maxDomDepth: 3, includeShadowTree: 'all' },
  });
  const host = found.result.result;
  const inner = host.value && (host.value as NonNullable<BidiNode['value']>).shadowRoot?.value?.children?.[0];
  if (!inner?.sharedId) return null;
  const told = await connection.send('script.callFunction', {
    functionDeclaration: declaration,
    target,
    awaitPromise: false,
    this: { sharedId: inner.sharedId },
  });
  return JSON.parse(String(told.result.result.value)) as T | null;
}

/** Waits for a card and returns what it shows. */
export function cardSeen(
  page: Page | Frame,
  name: BrowserName,
  test: (seen: CardSeen) => boolean = () => true,
): Promise<CardSeen> {
  return until(async () => {
    const seen = await card(page, name);
    return seen && test(seen) ? seen : null;
  }, 'the card');
}

/** Waits until no card is in the page. */
export async function cardGone(page: Page | Frame): Promise<void> {
  await until(() => page.evaluate(() => !document.querySelector('[data-termlight-card]')), 'the card to close');
}

export function middle(box: Box): [number, number] {
  return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
}
