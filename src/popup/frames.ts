/**
 * The frames of a tab, as long as the popup is open. A port reaches only the frames that are there when it opens, and nobody
 * tells when one of them goes; so the popup calls anew again and again, and who does not answer has gone.
 */
import browser from 'webextension-polyfill';
import { type FrameReport, POPUP_PORT, type ShowTerm } from '../messages.ts';

/** A busy page may miss a call; a frame that misses this many while others answer has gone. */
const MISSES = 2;

export class Frames {
  readonly #changed: (reports: FrameReport[], answered: boolean) => void;
  #port: browser.Runtime.Port | undefined;
  /** Reports by the frame's name, and how many calls it has missed. */
  readonly #reports = new Map<string, { report: FrameReport; missed: number }>();
  #heard = new Set<string>();

  /** `changed` gets all frames' latest reports, and whether anybody answers there at all. */
  constructor(changed: (reports: FrameReport[], answered: boolean) => void) {
    this.#changed = changed;
  }

  /** Calls all frames of the tab; each answers with its report, now and whenever it changes. */
  call(tabId: number): void {
    this.#forgetGone();
    const before = this.#port;
    const port = browser.tabs.connect(tabId, { name: POPUP_PORT });
    this.#port = port;
    before?.disconnect();
    const heard = new Set<string>();
    this.#heard = heard;
    port.onMessage.addListener((message: unknown) => {
      if (this.#port !== port || !isReport(message)) return;
      heard.add(message.frame);
      this.#reports.set(message.frame, { report: message, missed: 0 });
      this.#tell(true);
    });
    port.onDisconnect.addListener(() => {
      // reading it keeps Chromium from logging that nobody listens
      void browser.runtime.lastError;
      if (this.#port !== port) return;
      this.#port = undefined;
      if (heard.size === 0) this.clear();
    });
  }

  /** The frame scrolls to the term's first mention and opens its card. */
  show(term: string, frame: string): void {
    this.#port?.postMessage({ show: term, frame } satisfies ShowTerm);
  }

  /** Nobody is there any more. */
  clear(): void {
    this.#reports.clear();
    this.#tell(false);
  }

  /** Ends the last call's round. While nobody answers the page is busy, and everybody is waited for. */
  #forgetGone(): void {
    if (this.#heard.size === 0) return;
    let gone = false;
    for (const [name, entry] of this.#reports) {
      if (!this.#heard.has(name) && ++entry.missed >= MISSES) gone = this.#reports.delete(name);
    }
    if (gone) this.#tell(true);
  }

  #tell(answered: boolean): void {
    this.#changed(
      [...this.#reports.values()].map(({ report }) => report),
      answered,
    );
  }
}

function isReport(message: unknown): message is FrameReport {
  return (
    typeof message === 'object' &&
    message !== null &&
    'frame' in message &&
    typeof message.frame === 'string' &&
    'terms' in message &&
    Array.isArray(message.terms)
  );
}
