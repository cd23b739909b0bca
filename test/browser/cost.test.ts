/**
 * What Termlight may cost, in counts and ratios that hold on any machine: messages, registered ranges, bytes, wake-ups of a page that
 * rests. Milliseconds are the benchmark's (`npm run bench`).
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchPages } from '../bench/generated-pages.ts';
import { collect, heapParts } from '../bench/heap.ts';
import { ASK, COUNTING, type Counts, copyWith, makeExtension, removeExtensions, WALK } from '../bench/own-scripts.ts';
import { mainTasks, ownCalls, ownSpans, traced } from '../bench/trace.ts';
import { Bench, BROWSERS, DIST, marked, marks, until } from './harness.ts';
import { Pages } from './pages.ts';

/**
 * Bytes of each script of the page's, as they are and five in a hundred more. Whoever needs more says why, here.
 * Marked blocks far away sleep in groups (2.5 KB): a frame of a scrolled page of 3 MB costs 7 ms instead of 16.
 */
const BYTES = {
  'src/content/main.iife.js': 46_500,
  'src/content/door.iife.js': 1_400,
  'parts/hand.js': 25_800,
  'parts/card.js': 49_000,
};
/** Ranges on a short post, and ever. */
const FEW_RANGES = 100;
const MOST_RANGES = 300;
/** A short post: the settings, its text, what is decided once more, the number on the button. */
const MOST_MESSAGES = { hello: 1, recognize: 3, count: 2 };
/** The content script against one that only takes each text node; about 10 now, and the issue asks for 3.5. */
const MOST_SCRIPT = 25;
const STYLED = 4_000;
/** A resting page is watched so long. Milliseconds. */
const REST = 2_000;

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(async () => {
  await pages.stop();
  removeExtensions();
});

const pageNamed = (name: string) => {
  const found = benchPages(true).find((page) => page.name.startsWith(name));
  if (!found) throw new Error(`no page ${name}`);
  return found;
};

/** What the script beside Termlight has counted in a frame. */
async function countsOf(frame: Page | Frame): Promise<Counts> {
  const told = JSON.parse(String(await frame.evaluate(ASK))) as Counts | null;
  if (!told) throw new Error('nobody counts here');
  return told;
}

/** Nothing asked of the background for a while: read, answered and told. */
async function rested(page: Page): Promise<Counts> {
  return until(async () => {
    const counts = await countsOf(page);
    return counts.still > 1_500 ? counts : null;
  }, 'the page to rest');
}

describe.each(BROWSERS)('cost, in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await (await Bench.open(name, { extension: false })).install({ from: copyWith(join(DIST, name), name, COUNTING) });
  });
  afterAll(() => bench?.close());

  it('a short post: few messages, few ranges', async () => {
    const page = await bench.page(pages.add('/short.html', pageNamed('short post').html));
    await marks(page, 3);
    const { messages, ranges } = await rested(page);
    expect(Object.keys(messages).filter((one) => !(one in MOST_MESSAGES))).toEqual([]);
    for (const [message, most] of Object.entries(MOST_MESSAGES))
      expect(messages[message] ?? 0, message).toBeLessThanOrEqual(most);
    expect(ranges).toBeGreaterThan(0);
    expect(ranges).toBeLessThanOrEqual(FEW_RANGES);
    await page.close();
  });

  it('a page that grows and scrolls: never more than so many ranges', async () => {
    const page = await bench.page(pages.add('/feed.html', pageNamed('infinite scroll').html));
    await marks(page, 3);
    for (let i = 0; i < 12; i++) {
      await page.evaluate(
        `(() => { const feed = document.getElementById('feed'); feed.insertAdjacentHTML('beforeend', [...feed.children].slice(0, 12).map((e) => e.outerHTML).join('')); scrollTo(0, document.documentElement.scrollHeight); })()`,
      );
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    }
    const { ranges } = await rested(page);
    expect(ranges).toBeLessThanOrEqual(MOST_RANGES);
    // what has scrolled away is not registered
    expect(await marked(page)).toBeLessThanOrEqual(FEW_RANGES);
    await page.close();
  });

  it('frames without prose send nothing', async () => {
    const { html, frame } = pageNamed('30 frames');
    pages.add('/frame.html', frame ?? '');
    const page = await bench.page(pages.add('/frames.html', html));
    await marks(page, 3);
    await rested(page);
    const ads = page.frames().filter((one) => one.url().endsWith('/frame.html'));
    expect(ads.length).toBe(30);
    for (const ad of ads) {
      const { messages, ranges } = await countsOf(ad);
      expect(messages).toEqual({});
      expect(ranges).toBe(0);
    }
    await page.close();
  });

  it('a page that rests asks for no timer, frame or idle time', async () => {
    const page = await bench.page(pages.add('/short.html', pageNamed('short post').html));
    await marks(page, 3);
    const { wakes } = await rested(page);
    expect(wakes).toBeGreaterThan(0);
    await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), REST);
    expect((await countsOf(page)).wakes).toBe(wakes);
    await page.close();
  });

  it('each script of the page is as small as it was', () => {
    const sizes = Object.keys(BYTES).map((file) => [file, statSync(join(DIST, name, file)).size] as const);
    for (const [file, most] of Object.entries(BYTES))
      expect(sizes.find(([one]) => one === file)?.[1], `${file}: bytes`).toBeLessThanOrEqual(most);
    const { content_scripts: scripts } = JSON.parse(readFileSync(join(DIST, name, 'manifest.json'), 'utf8'));
    expect(scripts.flatMap(({ js }: { js: string[] }) => js)).toEqual(['src/content/main.iife.js', 'src/content/door.iife.js']);
  });

  it.runIf(name === 'chrome')('nothing of ours runs on a page that rests', async () => {
    const page = await bench.page(pages.add('/short.html', pageNamed('short post').html));
    await marks(page, 3);
    await rested(page);
    const events = await traced(page, async () => {
      await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), REST);
    });
    expect(mainTasks(events).length).toBeGreaterThan(0);
    expect(ownCalls(events).map(({ args }) => args?.data)).toEqual([]);
    await page.close();
  });

  it.runIf(name === 'chrome')('the look of marks is worked out once, not for each element', async () => {
    const { browser } = await Bench.open(name, { extension: false });
    try {
      const sheet = readFileSync(join(DIST, name, 'src/content/mark/mark.css'), 'utf8');
      const without = await bytesEach(browser, '');
      // what it would be: the style of one name for each element
      expect(await bytesEach(browser, '::highlight(some-name) { text-underline-offset: 0.2em }')).toBeGreaterThan(without + 200);
      expect(await bytesEach(browser, sheet)).toBeLessThan(without + 20);
    } finally {
      await browser.close();
    }
  });

  it.runIf(name === 'chrome')('the script of a short post is some times that of a bare walk, not many', async () => {
    const { browser: walker } = await Bench.open(name, { extension: false });
    try {
      await walker.installExtension(makeExtension('walk', { 'walk.js': WALK }));
      const url = pages.add('/short.html', pageNamed('short post').html);
      const own: number[] = [];
      const walks: number[] = [];
      for (let i = 0; i < 3; i++) {
        own.push(await scriptOf(bench.browser, url, (page) => rested(page)));
        walks.push(await scriptOf(walker, url, async () => {}));
      }
      // the least of several: other programs only ever add
      const ratio = Math.min(...own.slice(1)) / Math.min(...walks.slice(1));
      console.log(`script × walk only: ${ratio.toFixed(1)}`);
      expect(ratio).toBeLessThan(MOST_SCRIPT);
    } finally {
      await walker.close();
    }
  });
});

/** Bytes of the browser's own objects for each of many elements on a page that has a style sheet. */
async function bytesEach(browser: Browser, sheet: string): Promise<number> {
  const [none, many] = [await objectsOf(browser, sheet, 0), await objectsOf(browser, sheet, STYLED)];
  return (many - none) / STYLED;
}

async function objectsOf(browser: Browser, sheet: string, elements: number): Promise<number> {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><style>${sheet}</style>${'<p>A word or two.</p>'.repeat(elements)}`);
  const cdp = await page.createCDPSession();
  await collect(cdp);
  const { objects } = await heapParts(cdp);
  await page.close();
  return objects;
}

/** Milliseconds of the processor in calls into an extension's script while a page loads. */
async function scriptOf(browser: Browser, url: string, rest: (page: Page) => Promise<unknown>): Promise<number> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 800 });
  const events = await traced(page, async () => {
    await page.goto(url, { waitUntil: 'load' });
    await rest(page);
  });
  await page.close();
  return ownSpans(events, mainTasks(events)).reduce((sum, span) => sum + span.time, 0) / 1000;
}
