/**
 * `npm run bench:tabs [-- --tabs N] [--rounds N] [--write]`: many tabs at once, as a browser opens them that goes on where it was left. What
 * the worker has to do for them, how long the tab in front waits for its marks, and what the worker holds. Twice: tabs of one window, of which
 * one is to be seen, and as many windows, which are all to be seen. Real Chromium; a fresh one for each round.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession } from 'puppeteer-core';
import { until } from '../browser/harness.ts';
import { kilobytes, load, median, ms, table } from './figures.ts';
import { benchPages } from './generated-pages.ts';
import { heapNow, heapOf } from './heap.ts';
import { copyWith, NOTING, PAINTED, removeExtensions, STARTED } from './own-scripts.ts';
import { PageServer } from './page-server.ts';
import { closeWelcome, DIST, openBrowser, workerOf } from './rigs.ts';
import { writeSection } from './write-docs.ts';

const argv = process.argv.slice(2);
const value = (name: string): string | undefined => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
const TABS = Number(value('--tabs') ?? 50);
const ROUNDS = Number(value('--rounds') ?? 3);
/** The worker's samples. Microseconds. */
const SAMPLING = 500;
/** Nothing new for so long: all has been read. Milliseconds. */
const STILL = 3_000;

interface Restored {
  /** Of the worker's script, milliseconds. */
  work: number;
  /** From the first address asked for to the marks in the tab in front, and in the last tab that is to be seen. */
  front: number;
  last: number;
  /** The same wait of the tab in front, from its own content script's first statement. */
  own: number;
  marked: number;
  /** Bytes: the worker's heap before, at its highest and at rest. */
  before: number;
  most: number;
  after: number;
}

async function restore(extension: string, urls: readonly string[], windows: boolean): Promise<Restored> {
  const browser = await openBrowser(extension);
  try {
    await closeWelcome(browser);
    const worker = await (await workerOf(browser)).createCDPSession();
    const before = await heapOf(worker);
    await worker.send('Profiler.enable');
    await worker.send('Profiler.setSamplingInterval', { interval: SAMPLING });
    await worker.send('Profiler.start');
    const cdp = await browser.target().createCDPSession();
    const start = Date.now();
    // the one in front is the last to be opened, and the first to be seen
    const opened = urls.map((url, i) =>
      cdp.send('Target.createTarget', { url, newWindow: windows, background: !windows && i < urls.length - 1 }),
    );
    await Promise.all(opened);
    const { marked, front, last, own, most } = await watched(browser, worker, urls, start, windows ? urls.length : 1);
    const { profile } = await worker.send('Profiler.stop');
    const idle = new Set(
      profile.nodes.filter(({ callFrame }) => /^\((?:idle|program|root)\)$/.test(callFrame.functionName)).map(({ id }) => id),
    );
    let work = 0;
    // a longer gap is another program's turn
    profile.samples?.forEach((id, i) => {
      if (!idle.has(id)) work += Math.min(3 * SAMPLING, Math.max(0, profile.timeDeltas?.[i] ?? 0)) / 1000;
    });
    return { work, front, last, own, marked, before, most, after: await heapOf(worker) };
  } finally {
    await browser.close();
  }
}

/** Waits until no more tabs get marks. */
async function watched(
  browser: Browser,
  worker: CDPSession,
  urls: readonly string[],
  start: number,
  wanted: number,
): Promise<Pick<Restored, 'marked' | 'front' | 'last' | 'own' | 'most'>> {
  const times = new Map<string, number>();
  let most = 0;
  let own = Number.NaN;
  let since = Date.now();
  await until(
    async () => {
      most = Math.max(most, await heapNow(worker));
      for (const page of await browser.pages()) {
        const url = page.url();
        if (!urls.includes(url) || times.has(url)) continue;
        const [at, started] = (await page.evaluate(
          `['${PAINTED}', '${STARTED}'].map((name) => (performance.getEntriesByName(name)[0]?.startTime ?? NaN) + performance.timeOrigin)`,
        )) as [number, number];
        if (Number.isNaN(at)) continue;
        times.set(url, at - start);
        if (url === urls.at(-1)) own = at - started;
        since = Date.now();
      }
      return Date.now() - since > STILL && times.size >= Math.min(wanted, 1);
    },
    'marks in the tab in front',
    180_000,
  );
  const front = times.get(urls.at(-1) ?? '') ?? Number.NaN;
  return { marked: times.size, front, last: Math.max(...times.values()), own, most };
}

const server = new PageServer();
try {
  await server.start();
  const posts = benchPages(true).filter(({ name }) => /^(?:short|long|Korean)/.test(name));
  const urls = Array.from({ length: TABS }, (_, i) => server.add(`/tab${i}.html`, posts[i % posts.length]?.html ?? ''));
  const extension = copyWith(DIST, 'tabs', NOTING);
  const rows: string[][] = [];
  const before = load();
  for (const windows of [false, true]) {
    const all: Restored[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      all.push(await restore(extension, urls, windows));
      await wait(500);
    }
    const of = (key: keyof Restored) => median(all.map((one) => one[key]));
    rows.push([
      windows ? `${TABS} windows, all to be seen` : `${TABS} tabs, one to be seen`,
      String(of('marked')),
      ms(of('work')),
      ms(of('front')),
      ms(of('own')),
      ms(of('last')),
      kilobytes(of('before')),
      kilobytes(of('most')),
      kilobytes(of('after')),
    ]);
    console.error(rows.at(-1)?.join(' | '));
  }
  const head = [
    '',
    'with marks',
    "worker's work",
    'marks in the tab in front after',
    'of which since our start',
    'in the last after',
    'worker before',
    'at most',
    'at rest',
  ];
  const text = `Chromium, median of ${ROUNDS}; ${before} before, ${load()} after. A third each short, long and Korean posts. Times from the first address asked for; the browser needs most of them for its own pages.\n\n${table(head, rows)}\n\nBy \`npm run bench:tabs\`.`;
  console.log(text);
  if (argv.includes('--write')) writeSection('tabs', text);
} finally {
  await server.stop();
  removeExtensions();
}
