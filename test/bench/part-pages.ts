/** What a load of each page costs, beside three to four others. */

import { type Budget, budgetTable, count, median, ms, ratio, table } from './figures.ts';
import type { BenchPage } from './generated-pages.ts';
import { type Load, loadOnce, type Shares, sharesOnce } from './load.ts';
import { ASK, type Counts } from './own-scripts.ts';
import type { Part, Run } from './part.ts';
import { frontPage, quiet, type RigName } from './rigs.ts';

const COMMAND = 'npm run bench -- --part pages';
/** mark.js wraps the text of 10 MB for minutes. UTF-16 units. */
const TOO_LONG_FOR_MARK_JS = 2_000_000;
/** From here on the touching walk is the measure. */
const LARGE = 500_000;

type Share = Exclude<keyof Shares, 'rooms'>;
type Key = keyof Load | Share;
/** The shares are told in milliseconds, and of Termlight only. */
type Of = (rig: RigName, key: Key) => number;

export const pagesPart: Part = {
  name: 'pages',
  title: 'What a page pays',
  async run(run) {
    const rows: string[][] = [];
    const growth: string[][] = [];
    const budgets: Budget[] = [];
    let plain = '';
    for (const bench of run.pages) {
      const of = await measure(run, bench);
      const counts = await counted(run, bench);
      for (const rig of rigsFor(bench)) rows.push(row(bench, rig, of, counts));
      budgets.push(...budgetsFor(bench, of, counts));
      if (GROWS.test(bench.name)) growth.push(grown(bench, of, counts));
      if (bench.name.startsWith('short post')) plain = inPlainWords(of, counts);
      run.tell(
        rows
          .slice(-rigsFor(bench).length)
          .map((cells) => cells.join(' | '))
          .join('\n'),
      );
    }
    const head = [
      ...['page', '', 'script', '× walk only', '× touching walk', '× mark.js', 'reading', 'sending', 'painting', 'added tasks'],
      ...['longest task', 'blocking', 'our longest', 'first mark after our start', 'after DOMContentLoaded'],
      ...['ranges at most', 'messages'],
    ];
    const grows = [
      'page',
      'characters',
      'script',
      'of it reading',
      'reading of 100,000 characters',
      'sending of them',
      'messages',
      'ranges at most',
    ];
    return [plain, table(head, rows), 'How it grows with the text:', table(grows, growth), budgetTable(budgets, COMMAND)]
      .filter(Boolean)
      .join('\n\n');
  },
};

function rigsFor({ html }: BenchPage): RigName[] {
  const rigs: RigName[] = ['without', 'walk only', 'touching walk', 'termlight'];
  return html.length > TOO_LONG_FOR_MARK_JS ? rigs : [...rigs, 'mark.js'];
}

async function measure(run: Run, bench: BenchPage): Promise<Of> {
  const url = run.server.serve(bench);
  const samples = new Map<RigName, Load[]>();
  const shares: Shares[] = [];
  // the first round fills caches
  for (let round = 0; round <= run.rounds; round++)
    for (const name of rigsFor(bench)) {
      const load = await loadOnce(await run.rigs.get(name), run.blank, url, bench);
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), load]);
      if (name !== 'termlight' || round === 0) continue;
      const parts = await sharesOnce(await run.rigs.get(name), run.blank, url, bench, run.origins);
      shares.push(parts);
      if (run.profile) run.tell(roomsOf(load, parts));
    }
  const of = (rig: RigName, key: keyof Load) => median((samples.get(rig) ?? []).map((load) => load[key]));
  return (rig, key) =>
    key === 'sending' || key === 'painting' || key === 'reading'
      ? of(rig, 'script') * median(shares.map((parts) => parts[key]))
      : of(rig, key);
}

function roomsOf({ script }: Load, { rooms }: Shares): string {
  const all = [...rooms.values()].reduce((sum, time) => sum + time, 0);
  const parts = [...rooms].sort((a, b) => b[1] - a[1]).map(([room, time]) => `${room} ${((time / all) * 100).toFixed(0)} %`);
  return `  ${ms(script)}: ${parts.join(', ')}`;
}

/** What does not depend on the machine: one load tells it. */
async function counted(run: Run, bench: BenchPage): Promise<Counts> {
  const page = await frontPage(await run.rigs.get('counted'), run.blank);
  await page.goto(run.server.serve(bench), { waitUntil: 'load', timeout: 90_000 });
  await quiet(page, 'counted');
  // down and up again: what comes near is registered, what has gone by is not
  for (const share of [0.25, 0.5, 0.75, 1, 0]) {
    await page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * ${share})`);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 250)))');
  }
  const all: Counts = { messages: {}, units: 0, ranges: 0, wakes: 0, still: 0 };
  for (const frame of page.frames()) {
    const told = JSON.parse(String(await frame.evaluate(ASK))) as Counts | null;
    if (!told) continue;
    for (const [name, n] of Object.entries(told.messages)) all.messages[name] = (all.messages[name] ?? 0) + n;
    all.units += told.units;
    all.wakes += told.wakes;
    all.ranges = Math.max(all.ranges, told.ranges);
  }
  await page.close();
  return all;
}

/** Pages that differ in their length alone, or nearly so. */
const GROWS = /^(?:short post|long post|3 MB|10 MB)/;

function grown({ name, html }: BenchPage, of: Of, { messages, ranges }: Counts): string[] {
  const each = (key: Key) => ms((of('termlight', key) / html.length) * 100_000);
  const sent = Object.values(messages).reduce((sum, n) => sum + n, 0);
  return [
    name,
    count(html.length),
    ms(of('termlight', 'script')),
    ms(of('termlight', 'reading')),
    each('reading'),
    each('sending'),
    String(sent),
    String(ranges),
  ];
}

function inPlainWords(of: Of, { messages, ranges }: Counts): string {
  const script = of('termlight', 'script');
  const sent = Object.values(messages).reduce((sum, n) => sum + n, 0);
  return `A short post pays ${ms(script)} of its thread once, in pieces of at most ${ms(of('termlight', 'ownLongest'))}: ${(script / of('mark.js', 'script')).toFixed(2)} times what the same job costs done in the page. ${sent} messages leave the page for the background, ${ranges} ranges are registered, and then nothing runs until the page changes, is scrolled or pointed at.`;
}

function row(bench: BenchPage, rig: RigName, of: Of, counts: Counts): string[] {
  const own = rig === 'termlight';
  const script = of(rig, 'script');
  const against = (other: RigName) => (own ? ratio(script / of(other, 'script')) : '');
  const only = (text: string) => (own ? text : '');
  return [
    rig === 'without' ? bench.name : '',
    rig,
    ms(script),
    against('walk only'),
    against('touching walk'),
    against('mark.js'),
    ...(['reading', 'sending', 'painting'] as const).map((key) => only(ms(of(rig, key)))),
    rig === 'without' ? '' : ms(of(rig, 'task') - of('without', 'task')),
    ms(of(rig, 'longest')),
    ms(of(rig, 'blocking')),
    rig === 'without' ? '' : ms(of(rig, 'ownLongest')),
    only(ms(of(rig, 'fromStart'))),
    only(ms(of(rig, 'fromReady'))),
    only(String(counts.ranges)),
    only(
      Object.entries(counts.messages)
        .map(([name, n]) => `${n} ${name}`)
        .join(', '),
    ),
  ];
}

function budgetsFor(bench: BenchPage, of: Of, counts: Counts): Budget[] {
  const own = of('termlight', 'script');
  const { name } = bench;
  const budgets: Budget[] = [];
  const ask = (what: string, measured: number, most: number, show: Budget['show']) =>
    budgets.push({ what: `${name}: ${what}`, measured, most, show });
  const large = bench.html.length >= LARGE;
  if (name.startsWith('short post')) {
    ask('script × walk only', own / of('walk only', 'script'), 3.5, ratio);
    ask('script × mark.js', own / of('mark.js', 'script'), 0.4, ratio);
  } else if (name.startsWith('long post') || name.startsWith('Korean')) {
    ask('script × walk only', own / of('walk only', 'script'), 4, ratio);
  } else if (large) {
    ask('reading × touching walk', of('termlight', 'reading') / of('touching walk', 'script'), 1.5, ratio);
    if (name.startsWith('3 MB')) ask('first mark after our start', of('termlight', 'fromStart'), 300, ms);
  }
  if (bench.frame !== undefined) ask('script in a frame without prose', of('termlight', 'within'), 0.3, ms);
  ask('our longest stay in a task', of('termlight', 'ownLongest'), 50, ms);
  ask('ranges at most', counts.ranges, bench.life ? 300 : 100, String);
  return budgets;
}
