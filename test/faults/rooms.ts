/**
 * The real code of the rooms, built once, started as often as a run wants: each start has a memory of its own. Only the recognizer's
 * tables, which are constants, are made once for all.
 */
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import * as fold from '../../src/recognizer/fold.ts';
import * as recognize from '../../src/recognizer/recognize.ts';
import * as sounds from '../../src/recognizer/sounds.ts';

/** Pure, and dear to start: made once for all. */
const shared = { ...fold, ...recognize, ...sounds };

const root = join(import.meta.dirname, '../..');

/** What a room's code finds around it, by name. What is not named is not there. */
export type Globals = Readonly<Record<string, unknown>>;
export type Room = (globals: Globals) => unknown;

const NAMES = [
  'globalThis',
  'window',
  'document',
  'Document',
  'ShadowRoot',
  'MutationObserver',
  'navigator',
  'chrome',
  'browser',
  'fetch',
  'setTimeout',
  'clearTimeout',
  'Date',
  'console',
  'crypto',
  'addEventListener',
  'innerWidth',
  'innerHeight',
  'shared',
] as const;

const RECOGNIZER = {
  '/recognizer/recognize.ts': 'recognizer.ts',
  '/recognizer/fold.ts': 'recognizer.ts',
  '/recognizer/sounds.ts': 'recognizer.ts',
};

/** `swaps`: files that another takes the place of, by the end of their path. */
async function roomOf(entry: string, swaps: Readonly<Record<string, string>> = {}): Promise<Room> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'edge',
        enforce: 'pre',
        resolveId: (source: string) => {
          if (source === 'webextension-polyfill') return join(import.meta.dirname, 'polyfill.ts');
          const swap = Object.entries(swaps).find(([end]) => source.endsWith(end));
          return swap ? join(import.meta.dirname, swap[1]) : null;
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry: join(root, entry), formats: ['iife'], name: 'room' },
    },
  });
  const [{ output }] = [built].flat() as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  const { code } = output[0];
  const start = new Function(...NAMES, `${code}\nreturn typeof room === 'undefined' ? undefined : room;`);
  return (globals) => start(...NAMES.map((name) => (name === 'shared' ? shared : globals[name]))) as unknown;
}

export interface Rooms {
  background: Room;
  content: Room;
  options: Room;
}

let rooms: Promise<Rooms> | undefined;

export function readRooms(): Promise<Rooms> {
  rooms ??= (async () => ({
    background: await roomOf('src/background/main.ts', RECOGNIZER),
    content: await roomOf('src/content/main.iife.ts', { '/session.ts': 'fake-session.ts' }),
    options: await roomOf('test/faults/options-room.ts', RECOGNIZER),
  }))();
  return rooms;
}
