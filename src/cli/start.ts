/**
 * `npm start`: builds, and opens the demo post in a real Chromium with the extension. With a display the window stays
 * open until it is closed. Without one (or with `--headless`): waits for the marks, prints the terms found, hovers the
 * first one, and saves a picture with its card open.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Card } from '../glossary/card.ts';
import { GlossaryError } from '../glossary/compile.ts';
import { type Answer, type FrameReport, POPUP_PORT } from '../messages.ts';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { ensureBrowsers } from './browsers.ts';
import { buildAll } from './build.ts';

const root = join(import.meta.dirname, '../..');
const post = join(root, 'test/pages/ko-post.html');
const picture = join(root, 'build/demo.png');
/** As `src/content/mark/registry.ts` names it. */
const HIGHLIGHT = 'termlight-mark';
const CARD = '[data-termlight-card]';
/** Generous, for a machine that is busy. Milliseconds. */
const MOST_MS = 30_000;

const headless =
  process.argv.includes('--headless') || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);

/** Serves the demo post on this machine alone. */
async function serve(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    if (request.url !== '/') response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(post));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** What the bundler tells is of no use here; what goes wrong is thrown. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log, warn } = console;
  console.log = console.warn = () => {};
  try {
    await work();
  } finally {
    Object.assign(console, { log, warn });
  }
}

function launch(executablePath: string): Promise<Browser> {
  // A window for a person keeps the sandbox, except for root, whom Chromium refuses it.
  const bare = headless || process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath,
    headless,
    pipe: true,
    enableExtensions: true,
    defaultViewport: headless ? { width: 860, height: 640 } : null,
    args: [
      ...(bare ? ['--no-sandbox'] : []),
      ...(headless ? ['--disable-gpu', '--lang=ko'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** The terms of the page, as the popup hears of them: the id and the count of each. */
async function termsOf(extension: Page, url: string): Promise<FrameReport['terms']> {
  const report = await extension.evaluate(
    async (address, name, most) => {
      const tab = (await chrome.tabs.query({})).find((t) => t.url === address);
      const port = chrome.tabs.connect(tab?.id ?? -1, { name });
      return new Promise<FrameReport | null>((done) => {
        setTimeout(() => done(null), most);
        port.onMessage.addListener((message: FrameReport) => {
          if (message.state === 'done') done(message);
        });
      });
    },
    url,
    POPUP_PORT,
    MOST_MS,
  );
  if (!report || report.terms.length === 0) throw new Error('Termlight found nothing in the demo post');
  return report.terms;
}

/** Rests the pointer on the first mark of the page, and waits for its card. Returns the marked text. */
async function hoverFirst(page: Page): Promise<string> {
  await page.waitForFunction((name) => (CSS.highlights.get(name)?.size ?? 0) > 0, { timeout: MOST_MS }, HIGHLIGHT);
  const mark = await page.evaluate((name) => {
    const live = [...(CSS.highlights.get(name) ?? [])].map((range) => {
      const copy = document.createRange();
      copy.setStart(range.startContainer, range.startOffset);
      copy.setEnd(range.endContainer, range.endOffset);
      return copy;
    });
    const first = live.sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))[0] as Range;
    const { left, right, top, bottom } = first.getClientRects()[0] as DOMRect;
    return { text: first.toString(), x: (left + right) / 2, y: (top + bottom) / 2 };
  }, HIGHLIGHT);
  await page.mouse.move(mark.x - 20, mark.y + 10);
  await page.mouse.move(mark.x, mark.y, { steps: 4 });
  await page.waitForSelector(CARD, { timeout: MOST_MS });
  return mark.text;
}

/** A picture of the page when it has come to rest: two in a row are the same. */
async function stillPicture(page: Page): Promise<Uint8Array> {
  const end = Date.now() + MOST_MS;
  let last = await page.screenshot();
  for (;;) {
    const next = await page.screenshot();
    if (Buffer.compare(last, next) === 0 || Date.now() > end) return next;
    last = next;
  }
}

/** The way without a display: what a reader would see, as text and as a picture. */
async function show(browser: Browser, page: Page, id: string, url: string): Promise<void> {
  const extension = await browser.newPage();
  await extension.goto(`chrome-extension://${id}/src/popup/index.html`);
  await page.bringToFront();
  const terms = await termsOf(extension, url);
  const request = { message: 'cards', terms: terms.map((term) => term.term), lang: 'en' };
  const answer = await extension.evaluate(
    (message) => chrome.runtime.sendMessage<unknown, Answer<'cards'> | undefined>(message),
    request,
  );
  const cards = new Map<string, Card>(answer && 'ok' in answer ? answer.ok.map((card) => [card.id, card]) : []);
  const mentions = terms.reduce((sum, term) => sum + term.count, 0);
  console.log(`${mentions} mentions of ${terms.length} terms in test/pages/ko-post.html:`);
  for (const { term, count } of terms) {
    const card = cards.get(term);
    console.log(`  ${String(count).padStart(3)}  ${(card?.name ?? term).padEnd(28)} ${card ? KIND_NAMES.en[card.kind] : ''}`);
  }
  await page.bringToFront();
  const text = await hoverFirst(page);
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(picture, await stillPicture(page));
  console.log(`the card of “${text}” is open in ${picture}`);
}

/** Waits until the reader has closed the browser, or its last page where the program outlives its windows. */
function closed(browser: Browser): Promise<void> {
  return new Promise((done) => {
    browser.once('disconnected', () => done());
    browser.on('targetdestroyed', () => {
      if (!browser.targets().some((target) => target.type() === 'page')) done();
    });
  });
}

async function main(): Promise<void> {
  const { chrome } = ensureBrowsers(['chrome']);
  await quietly(buildAll);
  const { server, url } = await serve();
  let browser: Browser | undefined;
  try {
    browser = await launch(chrome).catch((error: unknown) => {
      throw new Error(`${chrome} did not start: ${error instanceof Error ? error.message : String(error)}`);
    });
    const id = await browser.installExtension(join(root, 'dist/chrome'));
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    await page.goto(url);
    if (headless) await show(browser, page, id, url);
    else {
      console.log(`the demo post is open at ${url}: rest the pointer on an underlined name; close the window to end`);
      await closed(browser);
    }
  } finally {
    await browser?.close().catch(() => {});
    server.closeAllConnections();
    server.close();
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  // the glossary's own faults stand one a line; of the rest the first line says it
  console.error(`npm start: ${error instanceof GlossaryError ? message : message.split('\n')[0]}`);
  process.exitCode = 1;
});
