/**
 * `npm run bench:surfaces`: how soon card, popup and options answer, in real Chromium with the built extension. Prints a table and what the
 * machine was doing; the exit code is 1 if a budget is missed.
 *
 * card: from the end of the intent delay to the frame that paints the card. The delay runs from the last move of the pointer.
 * popup: from its opening to the frame that paints the list, of a page that has been read.
 * options: a key in the search over 5,000 made-up terms, from its event to the end of style and layout. Painting is the compositor's.
 */
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'puppeteer-core';
import { buildGallery } from '../../src/cli/gallery.ts';
import { Bench, marks, until } from '../browser/harness.ts';
import { Pages } from '../browser/pages.ts';
import { hoverTimes } from './hover.ts';

const POST = '/en-post.html';
const HOVERS = 48;
const OPENINGS = 15;
const ROUNDS = 3;
const WORDS = ['redis cluster 4', 'spring.js', '레디스 용어 12', 'graph', 'zz', 'queryname 77'];

/** tsx gives functions their names by a helper of its own, which functions that run in a page miss. */
const NAMING = 'globalThis.__name = (f) => f;';

const pages = new Pages();

interface Figure {
  name: string;
  times: number[];
  of: 'median' | 'p95';
  /** Milliseconds. */
  budget: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

async function hovers(bench: Bench): Promise<number[]> {
  const page = await bench.page(pages.url(POST));
  await marks(page, 3);
  const times = await hoverTimes(page, HOVERS);
  await page.close();
  return times;
}

/** Runs in the popup before anything else: notes the frame that paints the list. */
function watchList(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.term')) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => Object.assign(window, { listed: performance.now() });
      port2.postMessage(null);
    });
  });
  observer.observe(document, { subtree: true, childList: true });
}

async function openings(bench: Bench): Promise<number[]> {
  const post = await bench.page(pages.url(POST));
  await marks(post, 3);
  const finder = await bench.extensionPage();
  const tab = await finder.evaluate(async (url) => (await chrome.tabs.query({})).find((t) => t.url === url)?.id, pages.url(POST));
  await finder.close();
  const times: number[] = [];
  for (let i = 0; i < OPENINGS + 1; i++) {
    const popup = await bench.browser.newPage();
    await popup.setViewport({ width: 360, height: 600 });
    await popup.evaluateOnNewDocument(watchList);
    await popup.goto(`${bench.origin}/src/popup/index.html?tab=${tab}`);
    const listed = await until(() => popup.evaluate(() => (window as { listed?: number }).listed), 'the list');
    if (i > 0) times.push(listed);
    await popup.close();
  }
  await post.close();
  return times;
}

/** Runs in the options: types words letter by letter, and takes them back; returns what each key cost. */
async function typed(words: readonly string[]): Promise<number[]> {
  const input = document.querySelector('input[type=search]') as HTMLInputElement;
  const times: number[] = [];
  const key = async (value: string): Promise<void> => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
    const from = performance.now();
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    // rendering is a microtask of the event
    for (let i = 0; i < 6; i++) await Promise.resolve();
    document.body.getBoundingClientRect();
    times.push(performance.now() - from);
  };
  for (const word of words) {
    for (let end = 1; end <= word.length; end++) await key(word.slice(0, end));
    for (let end = word.length - 1; end >= 0; end--) await key(word.slice(0, end));
  }
  return times;
}

async function keys(page: Page): Promise<number[]> {
  // a folder of its own: tests may be reading the other
  const gallery = await buildGallery(join(tmpdir(), 'termlight-bench-gallery'));
  await page.evaluateOnNewDocument(NAMING);
  await page.goto(new URL('options/index.html?scene=synthetic', pathToFileURL(gallery)).href);
  const count = () => page.evaluate(() => document.querySelector('.count')?.textContent ?? '');
  await until(async () => /5,?000/.test(await count()), 'the made-up terms');
  await page.evaluate(typed, ['warm']);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(...(await page.evaluate(typed, WORDS)));
  return times;
}

function row({ name, times, of, budget }: Figure): boolean {
  const sorted = [...times].sort((a, b) => a - b);
  const figure = at(sorted, of === 'median' ? 0.5 : 0.95);
  const [median, p95, most] = [at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1)].map((ms) => `${ms.toFixed(1)} ms`);
  const kept = figure <= budget;
  console.log(
    `| ${name} | ${times.length} | ${median} | ${p95} | ${most} | ${of} ≤ ${budget} ms | ${kept ? 'kept' : 'missed'} |`,
  );
  return kept;
}

await pages.start();
const bench = await Bench.open('chrome');
try {
  const load = () => loadavg()[0]?.toFixed(1);
  console.log(`${await bench.browser.version()}, ${availableParallelism()} cores, load before: ${load()}\n`);
  const figures: Figure[] = [
    { name: 'card painted after the intent delay', times: await hovers(bench), of: 'p95', budget: 33 },
    { name: 'popup: opened to list painted', times: await openings(bench), of: 'median', budget: 150 },
    { name: 'options: one key in the search over 5,000 terms', times: await keys(await bench.page()), of: 'p95', budget: 16 },
  ];
  console.log('| | times | median | p95 | most | budget | |\n| --- | --- | --- | --- | --- | --- | --- |');
  const kept = figures.map(row);
  console.log(`\nload after: ${load()}`);
  if (kept.includes(false)) process.exitCode = 1;
} finally {
  await bench.close();
  await pages.stop();
}
