/** Browsers that are measured beside each other: each with one extension, or none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { loadNames } from '../../src/cli/compiled.ts';
import {
  ANSWERING,
  ASKING,
  CONTROL,
  COUNTING,
  copyWith,
  makeExtension,
  NOTING,
  RANGES,
  TOUCHING_WALK,
  WALK,
} from './own-scripts.ts';

export const DIST = join(process.env.TERMLIGHT_DIST ?? join(import.meta.dirname, '../../dist'), 'chrome');

/** `counted` is Termlight too, with a script that counts what it does and is too dear for times. */
export type RigName =
  | 'without'
  | 'walk only'
  | 'touching walk'
  | 'termlight'
  | 'counted'
  | 'mark.js'
  | 'bare ranges'
  | 'bare worker';

export interface Rig {
  name: RigName;
  browser: Browser;
}

function markScript(): string {
  const surfaces = [...new Set([...loadNames().values()].flatMap((term) => term.surfaces))].sort((a, b) => b.length - a.length);
  const source = surfaces.map((s) => s.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return `new Mark(document.body).markRegExp(/(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])/giu, { exclude: ['pre *', 'code', 'nav *'] });`;
}

const EXTENSIONS: Record<RigName, (() => string) | null> = {
  without: null,
  'walk only': () => makeExtension('walk', { 'walk.js': WALK }),
  'touching walk': () => makeExtension('touch', { 'touch.js': TOUCHING_WALK }),
  termlight: () => copyWith(DIST, 'termlight', NOTING),
  counted: () => copyWith(DIST, 'counted', COUNTING),
  'mark.js': () =>
    makeExtension('mark', {
      'mark.js': readFileSync(fileURLToPath(import.meta.resolve('mark.js/dist/mark.min.js')), 'utf8'),
      'run.js': markScript(),
    }),
  'bare worker': () => makeExtension('asking', { 'a-noting.js': NOTING, 'asking.js': ASKING }, ANSWERING),
  'bare ranges': () =>
    makeExtension('ranges', {
      'ranges.js': RANGES,
      // the same look for the same ranges
      'ranges.css': readFileSync(join(DIST, 'src/content/mark/mark.css'), 'utf8').replaceAll('termlight-mark', CONTROL),
    }),
};

export async function openBrowser(extension?: string): Promise<Browser> {
  const browser = await puppeteer.launch({
    executablePath: process.env.TERMLIGHT_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    pipe: true,
    enableExtensions: true,
    protocolTimeout: 300_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--enable-precise-memory-info',
    ],
  });
  if (extension !== undefined) await browser.installExtension(extension);
  return browser;
}

export class Rigs {
  readonly #open = new Map<RigName, Rig>();

  /** Opened at the first need, and left open: the same browsers serve all pages. */
  async get(name: RigName): Promise<Rig> {
    const before = this.#open.get(name);
    if (before) return before;
    const rig = { name, browser: await openBrowser(EXTENSIONS[name]?.()) };
    this.#open.set(name, rig);
    if (name === 'termlight' || name === 'counted') await closeWelcome(rig.browser);
    return rig;
  }

  async close(): Promise<void> {
    for (const { browser } of this.#open.values()) await browser.close();
  }
}

/** The first run's page would be the one in front. */
export async function closeWelcome(browser: Browser): Promise<void> {
  const target = await browser.waitForTarget((one) => one.url().includes('/src/welcome/'), { timeout: 20_000 });
  await (await target.page())?.close();
}

/** A page in front, at an address of the same site, so that its process is there before it is measured. */
export async function frontPage(rig: Rig, blank: string): Promise<Page> {
  const page = await rig.browser.newPage();
  await page.setViewport({ width: 1000, height: 800 });
  await page.goto(blank);
  await page.bringToFront();
  return page;
}

/** Ends when the number of marks has stayed the same for a while. */
export async function settled(page: Page, rig: RigName, most = 90_000): Promise<void> {
  const STILL = 400;
  const seen = rig === 'mark.js' ? `document.querySelectorAll('mark').length` : `CSS.highlights.get('termlight-mark')?.size ?? 0`;
  const waits = rig === 'termlight' || rig === 'counted' || rig === 'bare worker';
  let last = -1;
  let since = Date.now();
  const end = since + most;
  while (Date.now() < end) {
    const now = Number(await page.evaluate(seen));
    if (now !== last) {
      last = now;
      since = Date.now();
    } else if (Date.now() - since >= (waits && now === 0 ? 4 * STILL : STILL)) return;
    await new Promise((done) => setTimeout(done, 60));
  }
}

/** Ends when the page has come to rest, and Termlight has asked nothing for a while: far text is read when the page is idle. */
export async function quiet(page: Page, rig: RigName, most = 90_000): Promise<void> {
  const STILL = 1_600;
  // asked for its marks again and again, the page would pay for the questions
  if (rig !== 'termlight' && rig !== 'counted') return settled(page, rig, most);
  const end = Date.now() + most;
  while (Date.now() < end && (await sinceMessage(page.browser())) < STILL) await new Promise((done) => setTimeout(done, 100));
}

/** Milliseconds since the extension's worker heard a message. It is asked, not the page, which would have to be changed for it. */
async function sinceMessage(browser: Browser): Promise<number> {
  const worker = await (await workerOf(browser)).worker();
  const told = await worker?.evaluate(`(() => {
    if (globalThis.benchHeard === undefined) {
      globalThis.benchHeard = Date.now();
      chrome.runtime.onMessage.addListener(() => { globalThis.benchHeard = Date.now(); });
    }
    return Date.now() - globalThis.benchHeard;
  })()`);
  return Number(told ?? Number.POSITIVE_INFINITY);
}

/** The extension's worker. */
export async function workerOf(browser: Browser) {
  return browser.waitForTarget((one) => one.type() === 'service_worker', { timeout: 20_000 });
}
