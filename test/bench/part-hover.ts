/** The pointer: what a move over the page costs, and how soon a card is painted, on a short post and on a large page. */

import type { Page } from 'puppeteer-core';
import { budgetTable, median, ms, quantile, ratio, table } from './figures.ts';
import { benchPages } from './generated-pages.ts';
import { emptyTimes, hoverTimes } from './hover.ts';
import type { Part, Run } from './part.ts';
import { endProfile, scriptTime, startProfile } from './profile.ts';
import { frontPage, quiet } from './rigs.ts';
import { mainTasks, ownSpans, traced } from './trace.ts';

const COMMAND = 'npm run bench -- --part hover';
const MOVES = 400;

export const hoverPart: Part = {
  name: 'hover',
  title: 'The pointer and the card',
  async run(run) {
    const pages = benchPages(run.quick).filter(({ name }) => (run.quick ? /^short|^long/ : /^short|^3 MB/).test(name));
    const rows: string[][] = [];
    const budgets = [];
    let short = Number.NaN;
    for (const bench of pages) {
      const page = await frontPage(await run.rigs.get('termlight'), run.blank);
      await page.goto(run.server.serve(bench), { waitUntil: 'load', timeout: 90_000 });
      await quiet(page, 'termlight');
      const moves: { hit: number; all: number }[] = [];
      for (let i = 0; i <= run.rounds; i++) {
        const move = await moved(run, page);
        if (i > 0) moves.push(move);
      }
      const hit = median(moves.map((move) => move.hit));
      const times = await hoverTimes(page, run.quick ? 8 : 40);
      const empty = median(await emptyTimes(page, times.length));
      await page.close();
      const middle = median(times);
      rows.push([
        bench.name,
        ms(hit),
        ms(median(moves.map((move) => move.all))),
        ms(middle),
        ms(quantile(times, 0.95)),
        ms(empty),
        String(times.length),
      ]);
      run.tell((rows.at(-1) ?? []).join(' | '));
      budgets.push({ what: `${bench.name}: hit test`, measured: hit, most: 0.3, show: ms });
      if (bench.name.startsWith('short')) {
        short = middle;
        budgets.push(
          { what: `${bench.name}: card painted, median`, measured: middle, most: 16, show: ms },
          { what: `${bench.name}: card painted, p95`, measured: quantile(times, 0.95), most: 33, show: ms },
        );
      } else budgets.push({ what: `${bench.name}: card painted × short post`, measured: middle / short, most: 1.5, show: ratio });
    }
    const head = ['page', 'hit test, a move', 'all of ours, a move', 'card painted, median', 'p95', 'an empty element', 'cards'];
    return `${MOVES} moves ${run.rounds} times. A card is painted so long after the intent delay; an empty element is the page's own, shown in the same way while the marks are there: the floor.\n\n${table(head, rows)}\n\n${budgetTable(budgets, COMMAND)}`;
  },
};

/** Moves over the text in small steps, as a hand does that reads along: milliseconds a move. */
async function moved(run: Run, page: Page): Promise<{ hit: number; all: number }> {
  await page.mouse.move(150, 100);
  const cdp = await page.createCDPSession();
  let profile: Awaited<ReturnType<typeof endProfile>> | undefined;
  const events = await traced(page, async () => {
    await startProfile(cdp);
    for (let i = 0; i < MOVES; i++) await page.mouse.move(150 + ((i * 7) % 600), 100 + Math.floor((i * 7) / 600) * 26);
    profile = await endProfile(cdp);
  });
  await cdp.detach();
  if (!profile) throw new Error('no profile');
  const tasks = mainTasks(events);
  const { all, files } = scriptTime(profile, tasks, ownSpans(events, tasks), run.origins);
  return { all: all / MOVES, hit: (files.get('content/point/hit.ts') ?? 0) / MOVES };
}
