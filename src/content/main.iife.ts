/** The content script's first statement: starts a frame's life, after ending that of an earlier copy in the same frame. */
import { watchFailures } from './failed.ts';
import { Frame } from './frame.ts';

const LIFE = Symbol.for('termlight');
const world = globalThis as unknown as Record<symbol, AbortController | undefined>;

world[LIFE]?.abort();
const life = new AbortController();
world[LIFE] = life;
watchFailures(life);
new Frame(life).start();
