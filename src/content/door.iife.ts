/**
 * The content script of frames within a page, which are mostly ads, buttons and counters: it fetches the one that reads and marks when there is
 * something to read, or when the reader selects something. It imports nothing that runs, because every frame pays for it.
 */
import type { Answer } from '../messages.ts';

(() => {
  /** A smaller frame holds an ad or a button. CSS px. */
  const LEAST_WIDTH = 200;
  const LEAST_HEIGHT = 100;
  /** The same as in `session.ts`. UTF-16 units. */
  const LEAST_PROSE = 200;
  /** A frame that changes is looked at again after so long, and then ever more seldom. Milliseconds. */
  const FIRST_WAIT = 250;
  const LONGEST_WAIT = 8_000;
  const NO_PROSE = /^(?:script|style|noscript|template|textarea|title)$/i;

  if (window.top === window) return;
  const DOOR = Symbol.for('termlight-door');
  const world = globalThis as unknown as Record<symbol, AbortController | undefined>;
  // Those of an earlier version: it has been left behind by an update.
  world[DOOR]?.abort();
  world[Symbol.for('termlight')]?.abort();
  const life = new AbortController();
  world[DOOR] = life;
  const { signal } = life;
  let coming = false;
  let timer = 0;
  let wait = FIRST_WAIT;

  const hasProse = (): boolean => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let units = 0;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (NO_PROSE.test(node.parentElement?.localName ?? '')) continue;
      units += (node as Text).data.trim().length;
      if (units >= LEAST_PROSE) return true;
    }
    return false;
  };
  const fetchMain = async (): Promise<void> => {
    if (coming) return;
    coming = true;
    try {
      const answer = await chrome.runtime.sendMessage<unknown, Answer<'part'> | undefined>({ message: 'part', part: 'main' });
      if (answer && 'ok' in answer) life.abort();
    } catch {
      // The next change tries again, unless the extension is gone from under this page.
      if (!chrome.runtime?.id) life.abort();
    }
    coming = false;
  };
  const look = (): void => {
    timer = 0;
    if (signal.aborted || document.visibilityState !== 'visible' || innerWidth < LEAST_WIDTH || innerHeight < LEAST_HEIGHT)
      return;
    if (document.body && hasProse()) void fetchMain();
  };
  const again = (): void => {
    if (timer !== 0) return;
    timer = window.setTimeout(look, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };

  // A frame's size is known when it is drawn; asked before, the page would be laid out for us alone.
  const first = requestAnimationFrame(look);
  const changes = new MutationObserver(again);
  changes.observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener('resize', again, { signal, passive: true });
  document.addEventListener('visibilitychange', again, { signal });
  document.addEventListener('selectionchange', () => void fetchMain(), { signal, passive: true });
  signal.addEventListener('abort', () => {
    changes.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(first);
  });
})();
