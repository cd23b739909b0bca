/** The tab that the popup speaks of: may we read it, and what do its frames tell? */
import browser from 'webextension-polyfill';
import type { FrameReport } from '../messages.ts';
import { hasAccess } from '../ui/access.ts';

/** `unreadable`: a browser page, a store, a PDF. `no-access`: the reader has not granted the site, or took it back. */
export type Reach = 'open' | 'unreadable' | 'no-access';

export interface TabPlace {
  tabId: number;
  /** '' where the browser does not tell, as are address and title. */
  host: string;
  url: string;
  title: string;
  reach: Reach;
  /** Whether the browser is still loading it. */
  loading: boolean;
}

/** The tab named by `?tab=ID` (for tests), else the one in front. */
export async function findTab(query: string): Promise<TabPlace | undefined> {
  const wanted = Number(new URLSearchParams(query).get('tab'));
  const tab = wanted > 0 ? await browser.tabs.get(wanted) : (await browser.tabs.query({ active: true, currentWindow: true }))[0];
  if (tab?.id === undefined) return undefined;
  const url = webAddress(tab.url);
  const granted = await (url ? hasAccess([`${url.origin}/*`]) : hasAccess());
  return {
    tabId: tab.id,
    host: url?.hostname ?? '',
    url: url?.href ?? '',
    title: url ? (tab.title ?? '') : '',
    reach: !granted ? 'no-access' : url ? 'open' : 'unreadable',
    loading: tab.status === 'loading',
  };
}

function webAddress(text: string | undefined): URL | undefined {
  try {
    const url = new URL(text ?? '');
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** One term of the page, all frames together. */
export interface PageTerm {
  term: string;
  count: number;
  /** The frame that shows its first mention. */
  frame: string;
}

/** All frames' reports in one: the top frame's terms come first. */
export function mergeReports(reports: readonly FrameReport[]): { reading: boolean; terms: PageTerm[] } {
  const terms = new Map<string, PageTerm>();
  for (const report of [...reports].sort((a, b) => Number(b.top) - Number(a.top)))
    for (const { term, count } of report.terms) {
      const same = terms.get(term);
      if (same) same.count += count;
      else terms.set(term, { term, count, frame: report.frame });
    }
  return { reading: reports.some((r) => r.state === 'reading'), terms: [...terms.values()] };
}
