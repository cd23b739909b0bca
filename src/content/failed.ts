/** Tells the background that something of ours failed here: what kind of error and where in our files, nothing of the page. */
import { errorName, ownPlace } from '../settings/own-place.ts';
import { ask, isOrphaned } from './ask.ts';

/** A frame that fails again and again says so this often. */
const MOST = 5;
let told = 0;

export function failed(error: unknown, life: AbortController): void {
  if (told >= MOST || life.signal.aborted || isOrphaned()) return;
  told++;
  const report = { what: errorName(error), place: ownPlace(error, chrome.runtime.getURL('')) };
  ask('failed', report, life).catch(() => {});
}

/**
 * What nobody caught. Chromium tells a content script of its own errors and a page of the page's; Firefox tells us of the page's only,
 * which name none of our files.
 */
export function watchFailures(life: AbortController): void {
  const { signal } = life;
  const note = (error: unknown): void => {
    try {
      if (ownPlace(error, chrome.runtime.getURL('')) !== '') failed(error, life);
    } catch {
      // The extension is gone from under this page.
    }
  };
  addEventListener('error', (event) => event.isTrusted && note(event.error), { signal });
  addEventListener('unhandledrejection', (event) => event.isTrusted && note(event.reason), { signal });
}
