/** What a tab holds, and whether it grows with what the reader does there. */
import { type Budget, budgetTable, count, kilobytes, median, slope, table } from './figures.ts';
import { benchPages } from './generated-pages.ts';
import { collect, type Heap, heapOf, heapParts } from './heap.ts';
import type { Part, Run } from './part.ts';
import { frontPage, quiet, type RigName } from './rigs.ts';

const COMMAND = 'npm run bench -- --part memory';

/** A page that is changed a thousand times; `step` runs in the page, and ends when it has been drawn. */
const LONG_LIVES = {
  'client-side navigations': {
    step: `(n) => { history.pushState({}, '', '#' + n); const all = document.querySelector('article'); all.innerHTML = window.benchPosts[n % window.benchPosts.length].replaceAll('(n)', String(n)); }`,
    begin: `window.benchPosts = Array.from({ length: 7 }, (_, i) => [...document.querySelectorAll('article > p')].slice(i * 2, i * 2 + 8).map((p) => p.outerHTML + '<p>Post (n) of many: we moved it to Redis and then back to MySQL, and number (n) was the last.</p>').join(''))`,
  },
  'chat, the last 200 messages kept': {
    step: `(n) => { const all = document.querySelector('article'); for (let i = 0; i < 20; i++) { const p = document.createElement('p'); p.textContent = 'Message ' + n + '.' + i + ': did Redis come back after the failover, or do we page somebody? I would wait five more minutes.'; all.append(p); } while (all.children.length > 200) all.firstElementChild.remove(); }`,
    begin: '0',
  },
  'chat, every message kept': {
    step: `(n) => { const all = document.querySelector('article'); for (let i = 0; i < 5; i++) { const p = document.createElement('p'); p.textContent = 'Message ' + n + '.' + i + ': did Redis come back after the failover, or do we page somebody? I would wait five more minutes.'; all.append(p); } }`,
    begin: '0',
  },
};
/** Messages are read again when they have come to rest. Milliseconds. */
const STEP_MS = 60;

export const memoryPart: Part = {
  name: 'memory',
  title: 'Memory',
  async run(run) {
    const budgets: Budget[] = [];
    const ask = (what: string, measured: number, most: number) => budgets.push({ what, measured, most, show: kilobytes });
    const rows: string[][] = [];
    const wanted = run.quick ? /^short/ : /^(?:short|3 MB)/;
    for (const bench of benchPages(run.quick).filter(({ name }) => wanted.test(name))) {
      const url = run.server.serve(bench);
      const heaps = new Map<RigName, Heap[]>();
      for (let round = 0; round < run.rounds; round++)
        for (const rig of ['walk only', 'bare worker', 'termlight'] as const)
          heaps.set(rig, [...(heaps.get(rig) ?? []), await held(run, rig, url)]);
      const of = (rig: RigName, key: keyof Heap) => median((heaps.get(rig) ?? []).map((heap) => heap[key]));
      const total = (rig: RigName) => of(rig, 'script') + of(rig, 'objects') + of(rig, 'buffers');
      const more = total('termlight') - total('walk only');
      const parts = (['script', 'objects', 'buffers'] as const).map((key) =>
        kilobytes(of('termlight', key) - of('walk only', key)),
      );
      const totals = (['walk only', 'bare worker', 'termlight'] as const).map((rig) => kilobytes(total(rig)));
      rows.push([bench.name, ...totals, kilobytes(more), ...parts]);
      run.tell((rows.at(-1) ?? []).join(' | '));
      ask(`${bench.name}: over walk only`, more, bench.name.startsWith('short') ? 100_000 : 1_000_000);
    }
    const growth: string[][] = [];
    for (const [what, life] of Object.entries(LONG_LIVES)) {
      const slopes = { 'walk only': await grown(run, 'walk only', life), termlight: await grown(run, 'termlight', life) };
      const more = slopes.termlight - slopes['walk only'];
      growth.push([
        what,
        ...(['walk only', 'termlight'] as const).map((rig) => `${slopes[rig].toFixed(0)} bytes`),
        `${more.toFixed(0)} bytes`,
      ]);
      run.tell((growth.at(-1) ?? []).join(' | '));
      // what a list of kept messages holds of their mentions is no leak
      if (!what.includes('every')) ask(`${what}: growth over 1,000`, more * 1000, 20_000);
    }
    const steps = stepsOf(run);
    return `${table(['page', 'walk only', 'one question, one mark', 'Termlight', 'more than walk only', 'of it JavaScript', 'objects of the browser', 'buffers'], rows)}\n\nGrowth of the tab's heap with each step, over the second half of ${count(steps)} steps (a navigation; 20 messages of which the last 200 stay; 5 that all stay):\n\n${table(['', 'walk only', 'Termlight', 'more'], growth)}\n\n${budgetTable(budgets, COMMAND)}`;
  },
};

const stepsOf = (run: Run): number => (run.quick ? 140 : 1000);

async function held(run: Run, name: RigName, url: string): Promise<Heap> {
  const page = await frontPage(await run.rigs.get(name), run.blank);
  await page.goto(url, { waitUntil: 'load', timeout: 90_000 });
  await quiet(page, name);
  const cdp = await page.createCDPSession();
  await collect(cdp);
  const heap = await heapParts(cdp);
  await page.close();
  return heap;
}

/** Bytes that the heap grows with each step, once it has warmed up: what is remembered of 1,000 blocks is full by then. */
async function grown(run: Run, name: RigName, life: { begin: string; step: string }): Promise<number> {
  const page = await frontPage(await run.rigs.get(name), run.blank);
  const bench = benchPages(true).find((one) => one.name.startsWith('short'));
  await page.goto(run.server.add('/growing.html', bench?.html ?? ''), { waitUntil: 'load' });
  await quiet(page, name);
  await page.evaluate(life.begin);
  const cdp = await page.createCDPSession();
  const steps = stepsOf(run);
  const each = steps / 10;
  const points: [number, number][] = [];
  for (let n = 0; n < steps; n += each) {
    await page.evaluate(
      `(async () => { for (let i = ${n}; i < ${n + each}; i++) { (${life.step})(i); await new Promise((done) => setTimeout(done, ${STEP_MS})); } })()`,
    );
    await quiet(page, name);
    if (n + each > steps / 2) points.push([n + each, await heapOf(cdp)]);
  }
  await page.close();
  return slope(points);
}
