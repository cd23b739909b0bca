/** The tab that the popup speaks of: may we read it, and what do its frames tell? */
import browser from 'webextension-polyfill';
import { type FrameReport, POPUP_PORT, type ShowTerm } from '../messages.ts';
import type { Lang } from '../recognizer/types.ts';

/** `unreadable`: a browser page, a store, a PDF. `no-access`: the reader has not granted the site, or took it back. */
export type Reach = 'open' | 'unreadable' | 'no-access';

export interface TabPlace {
  tabId: number;
  /** '' where the browser does not tell. */
  host: string;
  reach: Reach;
}

const EVERYWHERE = { origins: ['http://*/*', 'https://*/*'] };

/** The tab named by `?tab=ID` (for tests), else the one in front. */
export async function findTab(query: string): Promise<TabPlace | undefined> {
  const wanted = Number(new URLSearchParams(query).get('tab'));
  const tab = wanted > 0 ? await browser.tabs.get(wanted) : (await browser.tabs.query({ active: true, currentWindow: true }))[0];
  if (tab?.id === undefined) return undefined;
  let url: URL | undefined;
  try {
    url = new URL(tab.url ?? '');
  } catch {
    url = undefined;
  }
  const web = url !== undefined && /^https?:$/.test(url.protocol);
  const granted = await browser.permissions.contains(web && url ? { origins: [`${url.origin}/*`] } : EVERYWHERE);
  const reach: Reach = !granted ? 'no-access' : web ? 'open' : 'unreadable';
  return { tabId: tab.id, host: web && url ? url.hostname : '', reach };
}

/** Asks for access to all sites; must be called from a click. */
export function requestAccess(): Promise<boolean> {
  return browser.permissions.request(EVERYWHERE);
}

/** One term of the page, all frames together. */
export interface PageTerm {
  term: string;
  lang: Lang;
  count: number;
  /** The frame that shows its first mention. */
  frame: string;
}

/** All frames' reports in one: the top frame's terms come first. */
export function mergeReports(reports: readonly FrameReport[]): { reading: boolean; active: boolean; terms: PageTerm[] } {
  const terms = new Map<string, PageTerm>();
  for (const report of [...reports].sort((a, b) => Number(b.top) - Number(a.top)))
    for (const { term, lang, count } of report.terms) {
      const same = terms.get(term);
      if (same) same.count += count;
      else terms.set(term, { term, lang, count, frame: report.frame });
    }
  return {
    reading: reports.some((r) => r.state === 'reading'),
    active: reports.some((r) => r.active),
    terms: [...terms.values()],
  };
}

/** Opens the port on which each frame of the tab reports. */
export class FramePort {
  readonly #port: browser.Runtime.Port;
  readonly #reports = new Map<string, FrameReport>();

  /** `changed` gets all frames' latest reports; `closed` is called when no frame answers or the tab leaves the page. */
  constructor(tabId: number, changed: (reports: FrameReport[]) => void, closed: () => void) {
    this.#port = browser.tabs.connect(tabId, { name: POPUP_PORT });
    this.#port.onMessage.addListener((message: unknown) => {
      if (!isReport(message)) return;
      this.#reports.set(message.frame, message);
      changed([...this.#reports.values()]);
    });
    this.#port.onDisconnect.addListener(() => closed());
  }

  /** The frame scrolls to the term's first mention and opens its card. */
  show(term: string, frame: string): void {
    this.#port.postMessage({ show: term, frame } satisfies ShowTerm);
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
