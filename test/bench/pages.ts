/**
 * `npm run bench [-- --quick] [--rounds N] [--dir FOLDER] [--only TEXT]`: what Termlight costs a page, in real Chromium, beside three others in the
 * same run: no extension, a content script that only walks the text (the floor), and mark.js with one RegExp of the same surfaces.
 * Interleaved, medians. Prints a table; ratios bind, milliseconds guide.
 *
 * script: time of samples (every 100 µs) in which a content script is on the stack of the page's thread.
 * task: added time of main-thread tasks against the page without an extension.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { loadNames } from '../../src/cli/compiled.ts';
import { type BenchPage, benchPages } from './generated-pages.ts';

const root = join(import.meta.dirname, '../..');
const argv = process.argv.slice(2);
const value = (name: string): string | undefined => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
const PROFILE = argv.includes('--profile');
const QUICK = argv.includes('--quick');
const ROUNDS = Number(value('--rounds') ?? 5);
/** Nothing new for so long: the page and its extension have settled. Milliseconds. */
const STILL = 400;
const MOST_WAIT = 60_000;
/** How long a living page is watched. Milliseconds. */
const LIFE = 5000;
const LONG_TASK = 50;
/** Microseconds. */
const SAMPLING = 100;

type RigName = 'without' | 'walk only' | 'termlight' | 'mark.js';

interface Rig {
  name: RigName;
  browser: Browser;
  extension: string;
}

interface Sample {
  script: number;
  task: number;
  longest: number;
  blocking: number;
  /** From DOMContentLoaded to the first mark; from the first statement of the content script, as near as sampling tells. */
  firstMark?: number;
  fromStart?: number;
  ranges: number;
  heap: number;
}

/** The other content scripts, as extensions made for this run. */
function makeExtension(name: string, files: Record<string, string>): string {
  const dir = join(tmpdir(), `termlight-bench-${name}`);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const manifest = {
    manifest_version: 3,
    name,
    version: '1',
    content_scripts: [{ matches: ['http://*/*'], js: Object.keys(files), all_frames: true, run_at: 'document_end' }],
  };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
  return dir;
}

const WALK = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let units = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) units += node.data.length;
  globalThis.termlightBench = units;
})();`;

function markScript(): string {
  const surfaces = [...new Set([...loadNames().values()].flatMap((term) => term.surfaces))].sort((a, b) => b.length - a.length);
  const source = surfaces.map((s) => s.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return `new Mark(document.body).markRegExp(/(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])/giu, { exclude: ['pre *', 'code', 'nav *'] });`;
}

async function openRig(name: RigName): Promise<Rig> {
  const extension =
    name === 'termlight'
      ? join(root, 'dist/chrome')
      : name === 'walk only'
        ? makeExtension('walk', { 'walk.js': WALK })
        : name === 'mark.js'
          ? makeExtension('mark', {
              'mark.js': readFileSync(fileURLToPath(import.meta.resolve('mark.js/dist/mark.min.js')), 'utf8'),
              'run.js': markScript(),
            })
          : '';
  const browser = await puppeteer.launch({
    executablePath: process.env.TERMLIGHT_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    pipe: true,
    enableExtensions: true,
    protocolTimeout: 120_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
    ],
  });
  if (extension) await browser.installExtension(extension);
  return { name, browser, extension };
}

class PageServer {
  readonly #server: Server;
  html = '';
  frame = '';
  constructor() {
    this.#server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        request.url === '/page.html'
          ? this.html
          : request.url === '/frame.html'
            ? this.frame
            : '<!doctype html><title>blank</title>',
      );
    });
  }
  start(): Promise<string> {
    return new Promise((done) =>
      this.#server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(this.#server.address() as { port: number }).port}`)),
    );
  }
  stop(): void {
    this.#server.close();
  }
}

interface ProfileNode {
  id: number;
  callFrame: { url: string; functionName: string; lineNumber: number; columnNumber: number };
  children?: number[];
}
interface Profile {
  nodes: ProfileNode[];
  startTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

/** Milliseconds of samples with a content script on the stack, and when the first of them was (µs, monotonic). */
function scriptTime(profile: Profile): { time: number; first?: number } {
  const parent = new Map<number, number>();
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const node of profile.nodes) for (const child of node.children ?? []) parent.set(child, node.id);
  const ours = new Map<number, boolean>();
  const isOurs = (id: number): boolean => {
    const known = ours.get(id);
    if (known !== undefined) return known;
    const up = parent.get(id);
    const own = byId.get(id)?.callFrame.url.startsWith('chrome-extension://') ?? false;
    const result = own || (up !== undefined && isOurs(up));
    ours.set(id, result);
    return result;
  };
  // a longer gap is another process's turn on the core
  const MOST_GAP = 3 * SAMPLING;
  let at = profile.startTime;
  let time = 0;
  let first: number | undefined;
  profile.samples?.forEach((id, i) => {
    const delta = profile.timeDeltas?.[i] ?? 0;
    at += delta;
    if (!isOurs(id)) return;
    first ??= at;
    time += Math.min(MOST_GAP, Math.max(0, delta));
  });
  return first === undefined ? { time: time / 1000 } : { time: time / 1000, first };
}

/** For `--profile`: where a content script's own samples were. */
function printTop(profile: Profile): void {
  const self = new Map<number, number>();
  profile.samples?.forEach((id, i) => {
    self.set(id, (self.get(id) ?? 0) + Math.min(3 * SAMPLING, profile.timeDeltas?.[i] ?? 0));
  });
  const parent = new Map<number, ProfileNode>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parent.set(child, node);
  const sums = new Map<string, number>();
  for (const node of profile.nodes) {
    let at: ProfileNode | undefined = node;
    while (at && !at.callFrame.url.startsWith('chrome-extension://')) at = parent.get(at.id);
    if (!at) continue;
    const { functionName, lineNumber, columnNumber } = at.callFrame;
    const name = `${functionName || '(anonymous)'} ${lineNumber}:${columnNumber}${at === node ? '' : ` → ${node.callFrame.functionName}`}`;
    sums.set(name, (sums.get(name) ?? 0) + (self.get(node.id) ?? 0));
  }
  for (const [name, time] of [...sums].sort((a, b) => b[1] - a[1]).slice(0, 25))
    console.log(`    ${(time / 1000).toFixed(2)} ms ${name}`);
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string; data?: { documentLoaderURL?: string } };
}

/** What goes on in a living page; runs in the page's own world. */
const LIVES: Record<NonNullable<BenchPage['life']>, string> = {
  churn: `(() => { const clock = document.getElementById('clock'); let n = 0; const tick = () => { clock.textContent = String(n++); requestAnimationFrame(tick); }; tick(); })()`,
  chat: `(() => { const chat = document.getElementById('chat'); let n = 0; setInterval(() => { const p = document.createElement('p'); p.textContent = 'Message ' + n++ + ': did Redis come back after the failover, or do we page somebody? I would wait five more minutes.'; chat.append(p); }, 50); })()`,
  scroll: `(() => { const feed = document.getElementById('feed'); const parts = [...feed.children].slice(0, 12).map((e) => e.outerHTML).join(''); setInterval(() => { feed.insertAdjacentHTML('beforeend', parts); scrollTo(0, document.documentElement.scrollHeight); }, 250); })()`,
};

async function settled(page: Page, rig: Rig): Promise<void> {
  const state = () =>
    page.evaluate(
      (mark) => (mark ? document.querySelectorAll('mark').length : (CSS.highlights.get('termlight-mark')?.size ?? 0)),
      rig.name === 'mark.js',
    );
  let last = -1;
  let since = Date.now();
  const end = Date.now() + MOST_WAIT;
  while (Date.now() < end) {
    const now = await state();
    if (now !== last) {
      last = now;
      since = Date.now();
    } else if (Date.now() - since >= (rig.name === 'termlight' && now === 0 ? 4 * STILL : STILL)) return;
    await new Promise((done) => setTimeout(done, 60));
  }
}

async function measure(rig: Rig, origin: string, bench: BenchPage): Promise<Sample> {
  const page = await rig.browser.newPage();
  await page.setViewport({ width: 1000, height: 800 });
  // the same site first, so that the process and its profiler stay
  await page.goto(`${origin}/blank.html`);
  const cdp: CDPSession = await page.createCDPSession();
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: SAMPLING });
  await page.evaluateOnNewDocument(() => {
    const look = () => {
      if (document.querySelector('mark') || CSS.highlights.has('termlight-mark'))
        Object.assign(window, { firstMarkAt: performance.now() });
      else requestAnimationFrame(look);
    };
    if (window.top === window) requestAnimationFrame(look);
  });
  await page.tracing.start({ categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await cdp.send('Profiler.start');
  await page.goto(`${origin}/page.html`, { waitUntil: 'load', timeout: MOST_WAIT });
  await settled(page, rig);
  if (bench.life) {
    await page.evaluate(LIVES[bench.life]);
    await new Promise((done) => setTimeout(done, LIFE));
  }
  const { profile } = (await cdp.send('Profiler.stop')) as { profile: Profile };
  const trace = JSON.parse(new TextDecoder().decode(await page.tracing.stop())) as { traceEvents: TraceEvent[] };
  const told = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    (globalThis as { gc?: () => void }).gc?.();
    const { firstMarkAt } = window as { firstMarkAt?: number };
    return {
      firstMarkAt,
      ready: navigation?.domContentLoadedEventStart ?? 0,
      interactive: navigation?.domInteractive ?? 0,
      ranges: CSS.highlights.get('termlight-mark')?.size ?? 0,
      heap: (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
    };
  });
  await page.close();
  const { time } = scriptTime(profile);
  if (PROFILE && rig.name === 'termlight') printTop(profile);
  const tasks = mainTasks(trace.traceEvents);
  const sample: Sample = {
    script: time,
    task: tasks.reduce((sum, ms) => sum + ms, 0),
    longest: Math.max(0, ...tasks),
    blocking: tasks.reduce((sum, ms) => sum + Math.max(0, ms - LONG_TASK), 0),
    ranges: told.ranges,
    heap: told.heap,
  };
  if (told.firstMarkAt !== undefined) {
    sample.firstMark = told.firstMarkAt - told.ready;
    sample.fromStart = told.firstMarkAt - told.interactive;
  }
  return sample;
}

/** Durations of the tasks of the busiest renderer main thread, in milliseconds. */
function mainTasks(events: readonly TraceEvent[]): number[] {
  const names = new Map<string, string>();
  for (const event of events) if (event.name === 'thread_name') names.set(`${event.pid} ${event.tid}`, event.args?.name ?? '');
  const byThread = new Map<string, number[]>();
  for (const event of events) {
    const key = `${event.pid} ${event.tid}`;
    if (event.name !== 'RunTask' || event.ph !== 'X' || names.get(key) !== 'CrRendererMain') continue;
    byThread.set(key, [...(byThread.get(key) ?? []), (event.dur ?? 0) / 1000]);
  }
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  return [...byThread.values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function pagesOf(folder: string | undefined): BenchPage[] {
  const own = benchPages(QUICK);
  if (folder === undefined) return own;
  return [
    ...own,
    ...readdirSync(folder)
      .filter((f) => f.endsWith('.html'))
      .map((f) => ({ name: f, html: readFileSync(join(folder, f), 'utf8') })),
  ];
}

const only = value('--only');
const pages = pagesOf(value('--dir')).filter((page) => only === undefined || page.name.includes(only));
const server = new PageServer();
const origin = await server.start();
const rigs: Rig[] = [];
for (const name of ['without', 'walk only', 'termlight', 'mark.js'] as const) rigs.push(await openRig(name));
console.log(`Chromium, median of ${ROUNDS}, interleaved\n`);
console.log(
  '| page | | script | × walk only | × mark.js | added tasks | longest task | blocking | first mark after DOMContentLoaded | ranges | heap |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const bench of pages) {
  server.html = bench.html;
  server.frame = bench.frame ?? '';
  const samples = new Map<RigName, Sample[]>();
  for (let round = 0; round < ROUNDS + 1; round++)
    for (const rig of rigs) {
      // mark.js wraps the text of 10 MB for minutes
      if (rig.name === 'mark.js' && bench.html.length > 2_000_000) continue;
      const sample = await measure(rig, origin, bench);
      // the first round fills caches
      if (round > 0) samples.set(rig.name, [...(samples.get(rig.name) ?? []), sample]);
    }
  const of = (name: RigName, key: keyof Sample): number => median((samples.get(name) ?? []).map((s) => s[key] ?? Number.NaN));
  const ms = (n: number) => (Number.isNaN(n) ? '–' : `${n.toFixed(n < 10 ? 1 : 0)} ms`);
  for (const { name } of rigs) {
    if (!samples.has(name)) continue;
    const script = of(name, 'script');
    const ratio = (to: RigName) => (name === 'termlight' && samples.has(to) ? (script / of(to, 'script')).toFixed(2) : '');
    console.log(
      `| ${name === 'without' ? bench.name : ''} | ${name} | ${ms(script)} | ${ratio('walk only')} | ${ratio('mark.js')} | ${name === 'without' ? '' : ms(of(name, 'task') - of('without', 'task'))} | ${ms(of(name, 'longest'))} | ${ms(of(name, 'blocking'))} | ${name === 'termlight' || name === 'mark.js' ? ms(of(name, 'firstMark')) : ''} | ${name === 'termlight' ? of(name, 'ranges') : ''} | ${(of(name, 'heap') / 1e6).toFixed(1)} MB |`,
    );
  }
}
for (const rig of rigs) await rig.browser.close();
server.stop();
