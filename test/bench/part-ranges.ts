/**
 * A page that changes in every frame: what the marks cost it, beside the same ranges registered bare by a script that does nothing else.
 * In Chromium every registered range taxes every change.
 */
import { budgetTable, count, median, ms, ratio, table } from './figures.ts';
import { type BenchPage, benchPages } from './generated-pages.ts';
import { TELL_RANGES } from './own-scripts.ts';
import type { Part, Run } from './part.ts';
import { frontPage, quiet, type RigName } from './rigs.ts';
import { mainTasks, taskTime, traced } from './trace.ts';

const COMMAND = 'npm run bench -- --part ranges';
/** Milliseconds. */
const LONG = 60_000;
const SHORT = 5_000;

/** What changes: a clock outside the prose, and a line of prose among the marks. Both count their frames. */
const CHANGES = {
  'a number': `(() => { let n = 0; const clock = document.getElementById('clock'); const tick = () => { clock.textContent = String(n++); window.benchFrames = n; requestAnimationFrame(tick); }; tick(); })()`,
  'a line of prose': `(() => { let n = 0; const line = document.querySelector('article p:nth-of-type(2)'); const tick = () => { line.firstChild.data = 'After ' + n++ + ' tries the rest of it stood there as before. '; window.benchFrames = n; requestAnimationFrame(tick); }; tick(); })()`,
  'a paragraph more, one less': `(() => { let n = 0; const all = document.querySelector('article'); const tick = () => { if (n % 6 === 0) { const p = document.createElement('p'); p.textContent = 'It was quiet again after ' + n + ' frames, and nobody said a word about it.'; all.append(p); if (n > 120) all.children[all.children.length - 20].remove(); } n++; window.benchFrames = n; requestAnimationFrame(tick); }; tick(); })()`,
};
const RIGS: readonly RigName[] = ['without', 'bare ranges', 'termlight'];

interface Churn {
  /** Milliseconds of the processor on the page's thread, and of each frame. */
  task: number;
  frame: number;
  frames: number;
}

export const rangesPart: Part = {
  name: 'ranges',
  title: 'A page that changes in every frame',
  async run(run) {
    const bench = benchPages(true).find((page) => page.life === 'churn') as BenchPage;
    const url = run.server.serve(bench);
    const { where, ranges } = await rangesOf(run, url);
    const rows: string[][] = [];
    const budgets = [];
    // a minute is long: fewer rounds of it
    const rounds = run.quick ? run.rounds : Math.min(run.rounds, 3);
    for (const [what, script] of Object.entries(CHANGES)) {
      const samples = new Map<RigName, Churn[]>();
      for (let round = 0; round < rounds; round++)
        for (const rig of RIGS) {
          const churn = await churned(run, rig, rig === 'bare ranges' ? `${url}?ranges=${where}` : url, script);
          samples.set(rig, [...(samples.get(rig) ?? []), churn]);
        }
      const of = (rig: RigName, key: keyof Churn) => median((samples.get(rig) ?? []).map((churn) => churn[key]));
      const [bare, own] = [of('bare ranges', 'frame'), of('termlight', 'frame')];
      for (const rig of RIGS)
        rows.push([
          rig === 'without' ? what : '',
          rig,
          ms(of(rig, 'frame')),
          count(of(rig, 'frames')),
          rig === 'without' ? '' : ms(of(rig, 'frame') - of('without', 'frame')),
          rig === 'termlight' ? ratio(own / bare) : '',
        ]);
      run.tell(
        rows
          .slice(-RIGS.length)
          .map((cells) => cells.join(' | '))
          .join('\n'),
      );
      if (what === 'a number')
        budgets.push({ what: `${what} changes: a frame × bare ranges`, measured: own / bare, most: 1.2, show: ratio });
      budgets.push({ what: `${what}: task time over it all × bare ranges`, measured: own / bare, most: 1.3, show: ratio });
    }
    budgets.push({ what: 'ranges on this page', measured: ranges, most: 100, show: count });
    const seconds = (run.quick ? SHORT : LONG) / 1000;
    return `${ranges} ranges, ${seconds} s each, ${rounds} times. A frame: time of the page's thread by the frames drawn.\n\n${table(['changes', '', 'a frame', 'frames', 'more than without', '× bare ranges'], rows)}\n\n${budgetTable(budgets, COMMAND)}`;
  },
};

/** Where Termlight registers what on this page. */
async function rangesOf(run: Run, url: string): Promise<{ where: string; ranges: number }> {
  const page = await frontPage(await run.rigs.get('termlight'), run.blank);
  await page.goto(url, { waitUntil: 'load' });
  await quiet(page, 'termlight');
  const where = String(await page.evaluate(TELL_RANGES));
  await page.close();
  if (where === '') throw new Error('Termlight marks nothing on the changing page');
  return { where, ranges: where.split(',').length };
}

async function churned(run: Run, name: RigName, url: string, script: string): Promise<Churn> {
  const page = await frontPage(await run.rigs.get(name), run.blank);
  await page.goto(url, { waitUntil: 'load' });
  await quiet(page, name);
  await page.evaluate(script);
  const framesNow = async () => Number(await page.evaluate('window.benchFrames'));
  let frames = 0;
  const events = await traced(page, async () => {
    const before = await framesNow();
    await new Promise((done) => setTimeout(done, run.quick ? SHORT : LONG));
    frames = (await framesNow()) - before;
  });
  await page.close();
  const task = taskTime(mainTasks(events));
  return { task, frames, frame: task / Math.max(1, frames) };
}
