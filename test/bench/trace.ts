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
  /** Of which process, and there. */
  thread: string;
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute'];

/** The benchmark's own script in a copy of the extension. */
const NOTING_FILE = '/bench-first.js';

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
    tasks.push({ from: ts, to: ts + dur, time: tdur, thread: key });
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

/**
 * The outermost of them on the page's thread, in their order, without those of the benchmark's own script; and what runs in answer to promises, in
 * tasks in which nobody else's script runs: the pages of the benchmark make no promises.
 */
export function ownSpans(events: readonly TraceEvent[], tasks: readonly Task[]): Span[] {
  const place = tasks[0] ?? { thread: '', from: 0 };
  const inTasks = events.filter(({ ph, pid, tid, ts }) => ph === 'X' && `${pid} ${tid}` === place.thread && ts >= place.from);
  const scripts = inTasks.filter(({ name }) => name === 'FunctionCall' || name === 'EvaluateScript').sort((a, b) => a.ts - b.ts);
  const isOwn = ({ args }: TraceEvent) => args?.data?.url?.startsWith('chrome-extension://') === true;
  const others = scripts.filter((event) => !isOwn(event));
  const calls = [...scripts.filter(isOwn), ...inTasks.filter(({ name }) => name === 'RunMicrotasks')].sort((a, b) => a.ts - b.ts);
  const spans: Span[] = [];
  let at = 0;
  for (const { name, ts, dur = 0, tdur = dur, args } of calls) {
    if (args?.data?.url?.endsWith(NOTING_FILE) || ts < (spans.at(-1)?.to ?? 0)) continue;
    while ((tasks[at]?.to ?? Number.POSITIVE_INFINITY) < ts) at++;
    const task = tasks[at];
    if (!task || ts < task.from) continue;
    if (name === 'RunMicrotasks' && others.some((other) => other.ts >= task.from && other.ts < task.to)) continue;
    spans.push({ ...task, from: ts, to: ts + dur, time: tdur, frame: args?.data?.frame ?? '' });
  }
  return spans;
}
