/** What the browser pays for the marks, and no profile of ours shows: the style of each element, and frames of a page that is scrolled. */
import { median, ms, table } from './figures.ts';
import { type BenchPage, benchPages } from './generated-pages.ts';
import type { Part, Run } from './part.ts';
import { frontPage, quiet, type RigName } from './rigs.ts';
import { mainTasks, type TraceEvent, taskTime, traced } from './trace.ts';

const RIGS: readonly RigName[] = ['without', 'walk only', 'termlight'];
/** A quick hand: six screens a second. */
const FRAMES = 120;
const SCROLL = `(async () => { for (let i = 0; i < ${FRAMES}; i++) { scrollBy(0, 80); await new Promise(requestAnimationFrame); } })()`;

interface Look {
  /** Milliseconds of the page's thread: style at the load, and each scrolled frame. */
  style: number;
  frame: number;
}

export const lookPart: Part = {
  name: 'look',
  title: 'What the browser pays for marks',
  async run(run) {
    const pages = benchPages(run.quick).filter(({ name }) => (run.quick ? /^long/ : /^(?:long|50,000|3 MB)/).test(name));
    const rows: string[][] = [];
    for (const bench of pages) {
      const url = run.server.serve(bench);
      const looks = new Map<RigName, Look[]>();
      for (let round = 0; round <= run.rounds; round++)
        for (const rig of RIGS) {
          const look = await looked(run, rig, url, bench);
          if (round > 0) looks.set(rig, [...(looks.get(rig) ?? []), look]);
        }
      const of = (rig: RigName, key: keyof Look) => median((looks.get(rig) ?? []).map((look) => look[key]));
      for (const rig of RIGS)
        rows.push([
          rig === 'without' ? bench.name : '',
          rig,
          ms(of(rig, 'style')),
          ms(of(rig, 'frame')),
          rig === 'without' ? '' : ms(of(rig, 'frame') - of('without', 'frame')),
        ]);
      run.tell(
        rows
          .slice(-RIGS.length)
          .map((cells) => cells.join(' | '))
          .join('\n'),
      );
    }
    const head = ['page', '', 'style, at the load', 'a scrolled frame', 'more than without'];
    return `Time of the page's thread. ${FRAMES} frames, 80 px each.\n\n${table(head, rows)}\n\nBy \`npm run bench -- --part look\`.`;
  },
};

async function looked(run: Run, name: RigName, url: string, bench: BenchPage): Promise<Look> {
  const page = await frontPage(await run.rigs.get(name), run.blank);
  const loading = await traced(page, async () => {
    await page.goto(url, { waitUntil: 'load', timeout: 90_000 });
    await quiet(page, name);
  });
  const scrolling = await traced(page, () => page.evaluate(SCROLL) as Promise<void>);
  await page.close();
  if (bench.life) throw new Error('a page that lives has frames of its own');
  return { style: styleTime(loading), frame: taskTime(mainTasks(scrolling)) / FRAMES };
}

/** Milliseconds in which the page's thread worked out styles. */
function styleTime(events: readonly TraceEvent[]): number {
  const thread = mainTasks(events)[0]?.thread;
  let sum = 0;
  for (const { name, ph, pid, tid, dur = 0, tdur = dur } of events)
    if (name === 'UpdateLayoutTree' && ph === 'X' && `${pid} ${tid}` === thread) sum += tdur;
  return sum / 1000;
}
