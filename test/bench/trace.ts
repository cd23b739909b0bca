/** Chromium's trace of a page: tasks of the page's thread in time of the processor, and what ran of ours. */
import type { Page } from 'puppeteer-core';

export interface TraceEvent {
  name: string;
  ph: string;
  /** Microseconds, as all times here; `tdur` is the thread's own time. */
  ts: number;
  dur?: number;
  tdur?: number;
  pid: number;
  tid: number;
  args?: { name?: string; data?: { url?: string; frame?: string } };
}

export interface Task {
  from: number;
  to: number;
  /** Microseconds of the processor; on a machine with other work less than the clock's. */
  time: number;
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** What is traced while `run` runs. */
export async function traced(page: Page, run: () => Promise<void>): Promise<TraceEvent[]> {
  await page.tracing.start({ categories: CATEGORIES });
  await run();
  const bytes = await page.tracing.stop();
  if (!bytes) throw new Error('Chromium gave no trace');
  return (JSON.parse(new TextDecoder().decode(bytes)) as { traceEvents: TraceEvent[] }).traceEvents;
}

/** The tasks of the busiest page's main thread, in their order. */
export function mainTasks(events: readonly TraceEvent[]): Task[] {
  const names = new Map<string, string>();
  for (const event of events) if (event.name === 'thread_name') names.set(`${event.pid} ${event.tid}`, event.args?.name ?? '');
  const byThread = new Map<string, Task[]>();
  for (const { name, ph, pid, tid, ts, dur = 0, tdur = dur } of events) {
    const key = `${pid} ${tid}`;
    if (name !== 'RunTask' || ph !== 'X' || names.get(key) !== 'CrRendererMain') continue;
    const tasks = byThread.get(key) ?? [];
    byThread.set(key, tasks);
    tasks.push({ from: ts, to: ts + dur, time: tdur });
  }
  const tasks = [...byThread.values()].sort((a, b) => total(b) - total(a))[0] ?? [];
  return tasks.sort((a, b) => a.from - b.from);
}

function total(tasks: readonly Task[]): number {
  return tasks.reduce((sum, task) => sum + task.time, 0);
}

/** Milliseconds of the processor in all tasks. */
export function taskTime(tasks: readonly Task[]): number {
  return total(tasks) / 1000;
}

/** Calls into an extension's scripts from outside: timers, events, observers, callbacks. */
export function ownCalls(events: readonly TraceEvent[]): TraceEvent[] {
  return events.filter(
    (event) =>
      (event.name === 'FunctionCall' || event.name === 'EvaluateScript') &&
      event.ph === 'X' &&
      event.args?.data?.url?.startsWith('chrome-extension://') === true,
  );
}

/** Such a call, and the frame that it was made in. */
export interface Span extends Task {
  frame: string;
}

/** The outermost of them in the page's process, without those of the benchmark's own script, in their order. */
export function ownSpans(events: readonly TraceEvent[], tasks: readonly Task[]): Span[] {
  const spans: Span[] = [];
  let task = 0;
  for (const { ts, dur = 0, tdur = dur, args } of ownCalls(events).sort((a, b) => a.ts - b.ts)) {
    if (args?.data?.url?.endsWith('/bench-first.js') || ts < (spans.at(-1)?.to ?? 0)) continue;
    while ((tasks[task]?.to ?? Number.POSITIVE_INFINITY) < ts) task++;
    // those of other processes lie in none of this thread's tasks, or seldom
    if (ts >= (tasks[task]?.from ?? Number.POSITIVE_INFINITY))
      spans.push({ from: ts, to: ts + dur, time: tdur, frame: args?.data?.frame ?? '' });
  }
  return spans;
}
