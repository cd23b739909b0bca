/** How soon the first mark is there, with the worker running and stopped. */

import type { CDPSession, Page } from 'puppeteer-core';
import { until } from '../browser/harness.ts';
import { type Budget, budgetTable, median, ms, quantile, table } from './figures.ts';
import { benchPages } from './generated-pages.ts';
import { TOLD, type Told } from './load.ts';
import type { Part, Run } from './part.ts';
import { frontPage, settled } from './rigs.ts';

const COMMAND = 'npm run bench -- --part first';
/** A load is short, and waits vary: more of them. */
const LOADS = 4;

type Key = 'afterContent' | 'afterStart' | 'afterReady';
type First = Record<Key, number>;

export const firstPart: Part = {
  name: 'first',
  title: 'The first mark',
  async run(run) {
    const pages = benchPages(run.quick).filter(({ name }) => /^(?:short|long|Korean|3 MB)/.test(name));
    const rows: string[][] = [];
    const budgets: Budget[] = [];
    for (const bench of pages) {
      const url = run.server.serve(bench);
      for (const worker of ['running', 'stopped', 'stopped, and empty'] as const) {
        if (worker === 'stopped, and empty' && !bench.name.startsWith('short')) continue;
        const all: First[] = [];
        const loads = run.rounds * LOADS;
        for (let i = 0; i <= loads; i++) {
          const first = await firstMark(
            run,
            url,
            worker === 'stopped, and empty' ? 'bare worker' : 'termlight',
            worker !== 'running',
          );
          if (i > 0) all.push(first);
        }
        const of = (key: Key) => all.map((first) => first[key]);
        const both = (key: Key) => `${ms(median(of(key)))} (${ms(quantile(of(key), 0.9))})`;
        rows.push([worker === 'running' ? bench.name : '', worker, both('afterContent'), both('afterReady'), both('afterStart')]);
        run.tell((rows.at(-1) ?? []).join(' | '));
        const ask = (what: string, key: Key, most: number) =>
          budgets.push({ what: `${bench.name}, worker ${worker}: ${what}`, measured: median(of(key)), most, show: ms });
        if (worker === 'stopped, and empty') continue;
        if (bench.name.startsWith('short')) ask('after first contentful paint', 'afterContent', worker === 'running' ? 25 : 60);
        if (bench.name.startsWith('3 MB') && worker === 'running') ask('after our first statement', 'afterStart', 300);
      }
    }
    const head = ['page', 'worker', 'after first contentful paint', 'after DOMContentLoaded', 'after our first statement'];
    return `To the frame that paints it; median, and in brackets what nine of ten loads stay under. ${run.rounds * LOADS} loads each. An empty worker belongs to another extension, whose worker only answers: the floor.\n\n${table(head, rows)}\n\n${budgetTable(budgets, COMMAND)}`;
  },
};

async function firstMark(run: Run, url: string, rig: 'termlight' | 'bare worker', stopped: boolean): Promise<First> {
  const { browser } = await run.rigs.get(rig);
  const page = await frontPage(await run.rigs.get(rig), run.blank);
  await letWorkersBe(page);
  const cdp = await browser.target().createCDPSession();
  if (stopped) await stopWorker(cdp);
  else {
    // one that has rested too long is started by a load that does not count
    await page.goto(url, { waitUntil: 'load', timeout: 90_000 });
    await until(() => workersId(cdp), 'the worker');
  }
  await page.goto(url, { waitUntil: 'load', timeout: 90_000 });
  await settled(page, rig, 20_000);
  const { started, painted, content, ready } = (await page.evaluate(TOLD)) as Told;
  await cdp.detach();
  await page.close();
  const after = (start: number | null) => (painted === null || start === null ? Number.NaN : painted - start);
  return { afterContent: after(content), afterStart: after(started), afterReady: after(ready) };
}

/** The driver takes no hold of workers from now on: one that it holds starts paused, until the driver lets it go. */
async function letWorkersBe(page: Page): Promise<void> {
  const connection = (await page.createCDPSession()).connection();
  const filter = [{ type: 'service_worker', exclude: true }, { type: 'page', exclude: true }, {}];
  await connection?.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter });
}

/** The worker as the browser lists it; nothing is asked of it. */
async function workersId(browser: CDPSession): Promise<string | undefined> {
  const { targetInfos } = await browser.send('Target.getTargets');
  return targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension://'))?.targetId;
}

/** By the browser's own means; done when the browser lists it no more. What a closed page still had to say may start it once more. */
async function stopWorker(browser: CDPSession): Promise<void> {
  await until(async () => {
    const targetId = await workersId(browser);
    if (targetId !== undefined) await browser.send('Target.closeTarget', { targetId }).catch(() => {});
    return targetId === undefined;
  }, 'the worker to stop');
  // what the browser still tidies up after it would be the load's
  await new Promise((done) => setTimeout(done, 300));
}
