/** A profile of the page's thread, told apart: whose code was on the stack, and which room of Termlight's. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import type { CDPSession } from 'puppeteer-core';
import { build } from 'vite';
import { TARGETS } from '../../vite.config.ts';
import type { Task } from './trace.ts';

const root = join(import.meta.dirname, '../..');
/** Microseconds. */
const SAMPLING = 100;
/** A longer gap is another process's turn on the core. */
const MOST_GAP = 3 * SAMPLING;
/** In a longer task the samples only tell the shares of the time that the trace gives. Microseconds. */
const LONG_ENOUGH = 20 * SAMPLING;

interface ProfileNode {
  id: number;
  callFrame: { url: string; functionName: string; lineNumber: number; columnNumber: number };
  children?: number[];
}
export interface Profile {
  nodes: ProfileNode[];
  startTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

/** Milliseconds of the page's thread. */
export interface ScriptTime {
  /** With a content script on the stack. */
  all: number;
  sending: number;
  /** By the folder of `src/content` (or the file, for those in none) whose code was innermost; what it calls is its own. */
  rooms: Map<string, number>;
  /** By file, with everything that it calls. */
  files: Map<string, number>;
  /** Tasks with a content script in them: its time in each. */
  tasks: number[];
}

/** Where a place in a built script comes from: the file under `src`. */
export type Origins = (url: string, line: number, column: number) => string | undefined;

export async function startProfile(cdp: CDPSession): Promise<void> {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: SAMPLING });
  await cdp.send('Profiler.start');
}

export async function endProfile(cdp: CDPSession): Promise<Profile> {
  return ((await cdp.send('Profiler.stop')) as { profile: Profile }).profile;
}

const MAPS = join(root, 'build/bench');

/** Builds the content script's parts once more, for their maps, unless this has been done for the same scripts. */
export async function originsOf(dist: string): Promise<Origins> {
  const maps = new Map<string, SourceMap>();
  for (const [part, file] of [
    ['main', 'src/content/main.iife.js'],
    ['hand', 'parts/hand.js'],
    ['card', 'parts/card.js'],
  ] as const) {
    const made = join(MAPS, `${part}.js`);
    const isSame = () => existsSync(made) && readFileSync(made, 'utf8') === readFileSync(join(dist, file), 'utf8');
    if (!isSame()) await buildWithMap(part);
    if (!isSame()) throw new Error(`${join(dist, file)} is not built from these sources: npm run build`);
    maps.set(file, new SourceMap(JSON.parse(readFileSync(`${made}.map`, 'utf8'))));
  }
  return (url, line, column) => {
    for (const [file, map] of maps)
      if (url.endsWith(file)) {
        const entry = map.findEntry(line, column);
        // what the bundler adds has no source
        const source = 'originalSource' in entry ? (entry.originalSource as string | undefined) : undefined;
        return source?.replace(/^.*node_modules\/([^/]+)\/.*/, '$1').replace(/^.*?src\//, '');
      }
    return undefined;
  };
}

async function buildWithMap(part: string): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(root, `src/content/${part}.iife.ts`), formats: ['iife'], name: 'part', fileName: () => `${part}.js` },
      outDir: MAPS,
      emptyOutDir: false,
      target: TARGETS.chrome,
      sourcemap: 'hidden',
    },
  });
}

/** Sends all messages. */
const ASKS = 'content/ask.ts';

interface Whose {
  own: boolean;
  sending: boolean;
  file: string | undefined;
  files: ReadonlySet<string>;
}
const NOBODY: Whose = { own: false, sending: false, file: undefined, files: new Set() };

/** Whose code each node of the profile is. */
function whose(profile: Profile, origins: Origins): Map<number, Whose> {
  const parent = new Map<number, ProfileNode>();
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const node of profile.nodes) for (const child of node.children ?? []) parent.set(child, node);
  const known = new Map<number, Whose>();
  const look = (node: ProfileNode): Whose => {
    const before = known.get(node.id);
    if (before) return before;
    const above = parent.get(node.id);
    const up = above ? look(above) : NOBODY;
    const { url, functionName, lineNumber, columnNumber } = node.callFrame;
    // the browser's own functions have no names to be trusted: what questions call are messages
    const native = url === '' && !functionName.startsWith('(');
    let result = native && up.file === ASKS ? { ...up, sending: true } : up;
    if (url.startsWith('chrome-extension://')) {
      // what the benchmark's own script does is not counted
      const noting = url.endsWith('/bench-first.js');
      const file = noting ? up.file : origins(url, lineNumber, columnNumber);
      result = {
        own: up.own || !noting,
        sending: false,
        file: file ?? up.file,
        files: file === undefined || up.files.has(file) ? up.files : new Set([...up.files, file]),
      };
    }
    known.set(node.id, result);
    return result;
  };
  for (const node of byId.values()) look(node);
  return known;
}

/**
 * The time of a content script: what the trace says of its calls from outside, compiling included, in time of the processor; and by samples
 * what it does beside them, in answer to promises. Inside a call the samples tell only the shares.
 */
export function scriptTime(profile: Profile, tasks: readonly Task[], spans: readonly Task[], origins: Origins): ScriptTime {
  const of = whose(profile, origins);
  const result: ScriptTime = { all: 0, sending: 0, rooms: new Map(), files: new Map(), tasks: [] };
  const samples: Sample[] = [];
  let at = profile.startTime;
  profile.samples?.forEach((id, i) => {
    const delta = profile.timeDeltas?.[i] ?? 0;
    at += delta;
    samples.push({ at, gap: Math.min(MOST_GAP, Math.max(0, delta)), who: of.get(id) ?? NOBODY });
  });
  samples.sort((a, b) => a.at - b.at);
  const add = (who: Whose, time: number): void => {
    result.all += time;
    if (who.sending) result.sending += time;
    const room = who.sending ? 'sending' : (who.file?.replace(/^content\//, '').replace(/\/.*|\.[\w.]+$/, '') ?? '?');
    result.rooms.set(room, (result.rooms.get(room) ?? 0) + time);
    for (const file of who.files) result.files.set(file, (result.files.get(file) ?? 0) + time);
  };
  const inside = cursor(samples);
  const calls = cursor(spans.map((span) => ({ ...span, at: span.from })));
  for (const task of tasks) {
    inside(task.from, ({ who, gap }) => who.own && add(who, gap / 1000));
    let own = 0;
    const note = (who: Whose, micros: number): void => {
      own += micros / 1000;
      add(who, micros / 1000);
    };
    const beside: Sample[] = [];
    calls(task.from, () => {});
    calls(task.to, (span) => {
      inside(span.from, (sample) => beside.push(sample));
      const within: Sample[] = [];
      inside(span.to, (sample) => sample.who.own && within.push(sample));
      const gaps = within.reduce((sum, sample) => sum + sample.gap, 0);
      if (gaps === 0) note({ ...NOBODY, own: true }, span.time);
      else for (const { who, gap } of within) note(who, (gap / gaps) * span.time);
    });
    inside(task.to, (sample) => beside.push(sample));
    const gaps = beside.reduce((sum, sample) => sum + sample.gap, 0);
    const rest = task.time - own * 1000;
    const scale = task.time >= LONG_ENOUGH && gaps > rest && rest > 0 ? rest / gaps : 1;
    for (const { who, gap } of beside) if (who.own) note(who, gap * scale);
    if (own > 0) result.tasks.push(own);
  }
  inside(Number.POSITIVE_INFINITY, ({ who, gap }) => who.own && add(who, gap / 1000));
  return result;
}

interface Sample {
  at: number;
  gap: number;
  who: Whose;
}

/** Goes through a list in order of time, up to a moment at each call. */
function cursor<T extends { at: number }>(list: readonly T[]): (until: number, take: (one: T) => void) => void {
  let i = 0;
  return (until, take) => {
    for (let one = list[i]; one && one.at < until; one = list[++i]) take(one);
  };
}
