/** One load of one page in one browser, and what it cost the page's thread. */
import type { Page } from 'puppeteer-core';
import { median } from './figures.ts';
import type { BenchPage } from './generated-pages.ts';
import { PAINTED, REGISTERED, STARTED } from './own-scripts.ts';
import { endProfile, type Origins, type ScriptTime, scriptTime, startProfile } from './profile.ts';
import { frontPage, quiet, type Rig } from './rigs.ts';
import { mainTasks, ownSpans, type Span, type Task, taskTime, traced } from './trace.ts';

/** How long a living page is watched. Milliseconds. */
const LIFE = 5000;
const LONG_TASK = 50;

/** Milliseconds. */
export interface Load {
  script: number;
  task: number;
  longest: number;
  blocking: number;
  /** The longest stay of ours in one task. */
  ownLongest: number;
  /** Of ours in a frame within the page: the median of all of them. */
  within: number;
  /** Of the first mark's frame, from our first statement and from DOMContentLoaded. */
  fromStart: number;
  fromReady: number;
  fromContent: number;
}

/** What parts of a load's script were for; between 0 and 1. */
export interface Shares {
  sending: number;
  painting: number;
  /** The rest of the script: walking, keeping, asking. */
  reading: number;
  rooms: ScriptTime['rooms'];
}

/** What goes on in a living page; runs in the page's own world. */
const LIVES: Record<NonNullable<BenchPage['life']>, string> = {
  churn: `(() => { const clock = document.getElementById('clock'); let n = 0; const tick = () => { clock.textContent = String(n++); requestAnimationFrame(tick); }; tick(); })()`,
  chat: `(() => { const chat = document.getElementById('chat'); let n = 0; setInterval(() => { const p = document.createElement('p'); p.textContent = 'Message ' + n++ + ': did Redis come back after the failover, or do we page somebody? I would wait five more minutes.'; chat.append(p); }, 50); })()`,
  scroll: `(() => { const feed = document.getElementById('feed'); const parts = [...feed.children].slice(0, 12).map((e) => e.outerHTML).join(''); setInterval(() => { feed.insertAdjacentHTML('beforeend', parts); scrollTo(0, document.documentElement.scrollHeight); }, 250); })()`,
};

/** Runs in the page. The notes are of the content script's world, which shares the page's clock. */
export const TOLD = `(() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  const [navigation] = performance.getEntriesByType('navigation');
  return {
    started: at('${STARTED}'), registered: at('${REGISTERED}'), painted: at('${PAINTED}'),
    content: at('first-contentful-paint'), ready: navigation.domContentLoadedEventStart,
    ranges: CSS.highlights.get('termlight-mark')?.size ?? 0,
  };
})()`;

export interface Told {
  started: number | null;
  registered: number | null;
  painted: number | null;
  content: number | null;
  ready: number;
  ranges: number;
}

export async function loadOnce(rig: Rig, blank: string, url: string, bench: BenchPage): Promise<Load> {
  const page = await frontPage(rig, blank);
  const events = await traced(page, () => lived(page, rig, url, bench));
  const told = (await page.evaluate(TOLD)) as Told;
  await page.close();
  const tasks = mainTasks(events);
  const spans = ownSpans(events, tasks);
  const times = tasks.map(({ time }) => time / 1000);
  const from = (start: number | null): number => (told.painted === null || start === null ? Number.NaN : told.painted - start);
  return {
    script: spans.reduce((sum, { time }) => sum + time, 0) / 1000,
    task: taskTime(tasks),
    longest: Math.max(0, ...times),
    blocking: times.reduce((sum, time) => sum + Math.max(0, time - LONG_TASK), 0),
    ownLongest: longestStay(spans, tasks),
    within: within(spans),
    fromStart: from(told.started),
    fromReady: from(told.ready),
    fromContent: from(told.content),
  };
}

/** The same load once more, with samples of its stack; they cost, and are good for shares alone. */
export async function sharesOnce(rig: Rig, blank: string, url: string, bench: BenchPage, origins: Origins): Promise<Shares> {
  const page = await frontPage(rig, blank);
  const cdp = await page.createCDPSession();
  let profile: Awaited<ReturnType<typeof endProfile>> | undefined;
  const events = await traced(page, async () => {
    await startProfile(cdp);
    await lived(page, rig, url, bench);
    profile = await endProfile(cdp);
  });
  await page.close();
  if (!profile) throw new Error('no profile');
  const tasks = mainTasks(events);
  const { all, sending, rooms } = scriptTime(profile, tasks, ownSpans(events, tasks), origins);
  const painting = rooms.get('mark') ?? 0;
  return { sending: sending / all, painting: painting / all, reading: (all - sending - painting) / all, rooms };
}

async function lived(page: Page, rig: Rig, url: string, bench: BenchPage): Promise<void> {
  await page.goto(url, { waitUntil: 'load', timeout: 90_000 });
  await quiet(page, rig.name);
  if (!bench.life) return;
  await page.evaluate(LIVES[bench.life]);
  await new Promise((done) => setTimeout(done, LIFE));
}

function longestStay(spans: readonly Span[], tasks: readonly Task[]): number {
  let most = 0;
  let next = 0;
  for (const { to } of tasks) {
    let stay = 0;
    for (let span = spans[next]; span && span.from < to; span = spans[++next]) stay += span.time / 1000;
    most = Math.max(most, stay);
  }
  return most;
}

/** The page itself has most of them in it. */
function within(spans: readonly Span[]): number {
  const frames = new Map<string, number>();
  for (const { frame, time } of spans) frames.set(frame, (frames.get(frame) ?? 0) + time / 1000);
  return median([...frames.values()].sort((a, b) => b - a).slice(1));
}
