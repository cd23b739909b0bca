/** The content script's first statement: starts a frame's life, after ending that of an earlier copy in the same frame. */
import { watchFailures } from './failed.ts';
import { Frame } from './frame.ts';
import { rootOf } from './read/page.ts';

const LIFE = Symbol.for('termlight');
const world = globalThis as unknown as Record<symbol, AbortController | undefined>;

function begin(): void {
  world[LIFE]?.abort();
  const life = new AbortController();
  world[LIFE] = life;
  watchFailures(life);
  new Frame(life).start();
  // A page that writes itself anew (`document.open`) has taken away every listener, ours too.
  const root = rootOf(document);
  const anew = new MutationObserver(() => {
    const now = rootOf(document);
    if (now && now !== root) begin();
  });
  anew.observe(document, { childList: true });
  life.signal.addEventListener('abort', () => anew.disconnect());
}

begin();
