/** Counts what nobody caught in one of our own rooms: background, popup, options, welcome. */
import browser from 'webextension-polyfill';
import { failureOf, noteFailure, type Part } from './failures.ts';

/** Counts an error that was caught. */
export function noteError(part: Part, error: unknown): void {
  try {
    void noteFailure(browser.storage.local, failureOf(part, error, browser.runtime.getURL('')));
  } catch {
    // the extension is gone from under this page
  }
}

export function watchFailures(part: Part): void {
  globalThis.addEventListener?.('error', (event: Event) => {
    // resources that cannot be loaded, and errors that say nothing, are none
    if ('error' in event && event.error) noteError(part, event.error);
  });
  globalThis.addEventListener?.('unhandledrejection', (event: Event) => {
    if ('reason' in event) noteError(part, event.reason);
  });
}
