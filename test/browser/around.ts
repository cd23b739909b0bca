/**
 * What no driver can press: shortcuts, the context menu's entries, the address bar's keyword. In Firefox the browser's own window is a
 * context that the driver can evaluate in (`moz:scope: chrome`), so its real key, menu entry and address bar are used; all but the
 * finger is real. In Chromium the listener that the worker has registered is called there, with the payload that Chromium documents.
 */
import type { Page, WebWorker } from 'puppeteer-core';
import { type Bench, until } from './harness.ts';

export type Shortcut = 'next-mention' | 'previous-mention' | 'look-up' | 'toggle-here';

/** The manifest gives this one no key. */
const TOGGLE_KEY = 'Alt+Shift+F8';
/** How Firefox keeps the keys. */
const KEYS: Record<Shortcut, string> = {
  'next-mention': '[keycode=VK_PERIOD]',
  'previous-mention': '[keycode=VK_COMMA]',
  'look-up': '[key=U]',
  'toggle-here': '[keycode=VK_F8]',
};

interface Events {
  onCommand: { dispatch(name: string, tab: chrome.tabs.Tab): void };
  onClicked: { dispatch(info: object, tab: chrome.tabs.Tab): void };
  onInputStarted: { dispatch(): void };
  onInputChanged: { dispatch(text: string, suggest: (list: Suggestion[]) => void): void };
  onInputEntered: { dispatch(text: string, disposition: string): void };
}

export interface Suggestion {
  content: string;
  description: string;
}

/** Chromium's worker: it is started again if it was stopped. */
async function workerOf(bench: Bench): Promise<WebWorker> {
  const target = await bench.browser.waitForTarget((t) => t.type() === 'service_worker' && t.url().startsWith(bench.origin));
  const worker = await target.worker();
  if (!worker) throw new Error('no worker');
  return worker;
}

/** Evaluates in Firefox's own window. Only for what we write here. */
export async function inFirefox(bench: Bench, expression: string): Promise<unknown> {
  const { connection } = bench.browser as unknown as {
    connection: {
      send(
        method: string,
        params: unknown,
      ): Promise<{
        result: { contexts: { context: string }[]; result: { value: unknown }; exceptionDetails?: { text: string } };
      }>;
    };
  };
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const target = { context: tree.result.contexts[0]?.context };
  const { result } = await connection.send('script.evaluate', { expression, target, awaitPromise: true });
  if (result.exceptionDetails) throw new Error(result.exceptionDetails.text);
  return result.result.value;
}

/** Gives the command without a key one, as the reader can. Firefox only: Chromium leaves that to its own page. */
export async function giveToggleKey(bench: Bench): Promise<void> {
  if (bench.name !== 'firefox') return;
  const page = await bench.extensionPage();
  await page.evaluate(
    (shortcut) => (chrome.commands as unknown as { update(c: object): Promise<void> }).update({ name: 'toggle-here', shortcut }),
    TOGGLE_KEY,
  );
  await page.close();
}

/** The reader's shortcut, in the tab in front. */
export async function press(bench: Bench, page: Page, name: Shortcut): Promise<void> {
  await page.bringToFront();
  if (bench.name === 'firefox') {
    const key = `document.querySelector('keyset[id^=ext-keyset] key${KEYS[name]}')`;
    await until(() => inFirefox(bench, `${key} !== null`), `the key of ${name}`);
    await inFirefox(bench, `${key}.doCommand()`);
    return;
  }
  const worker = await workerOf(bench);
  await worker.evaluate(
    async (command, url) => {
      const tab = (await chrome.tabs.query({ active: true })).find((each) => each.url === url);
      if (!tab) throw new Error(`no tab in front has ${url}`);
      (chrome.commands as unknown as Events).onCommand.dispatch(command, tab);
    },
    name,
    page.url(),
  );
}

/** "Explain …" on the selection; `at`: a point of it in the viewport. `frameUrl`: the frame that was clicked. */
export async function explain(
  bench: Bench,
  page: Page,
  at: [number, number],
  selectionText: string,
  frameUrl?: string,
): Promise<void> {
  await page.bringToFront();
  if (bench.name === 'firefox') {
    await page.mouse.click(...at, { button: 'right' });
    const menu = `document.getElementById('contentAreaContextMenu')`;
    const entry = `${menu}.querySelector('[id^=termlight]')`;
    await until(() => inFirefox(bench, `${menu}.state === 'open' && ${entry} !== null && !${entry}.hidden`), 'the menu');
    const label = await inFirefox(bench, `${entry}.label`);
    if (!String(label).includes(selectionText)) throw new Error(`the menu says: ${String(label)}`);
    await inFirefox(bench, `${menu}.activateItem(${entry})`);
    return;
  }
  const worker = await workerOf(bench);
  await worker.evaluate(
    async (text, url, inner) => {
      const tab = (await chrome.tabs.query({ active: true })).find((each) => each.url === url);
      if (tab?.id === undefined) throw new Error(`no tab in front has ${url}`);
      // webNavigation is not ours to ask: the frames tell their numbers themselves
      const frames = await chrome.scripting.executeScript({
        target: { tabId: tab.id, allFrames: true },
        func: () => location.href,
      });
      const frameId = inner === null ? 0 : (frames.find(({ result }) => result === inner)?.frameId ?? -1);
      const info = { menuItemId: 'explain', selectionText: text, frameId, pageUrl: url, editable: false };
      (chrome.contextMenus as unknown as Events).onClicked.dispatch(info, tab);
    },
    selectionText,
    page.url(),
    frameUrl ?? null,
  );
}

/** Types after the keyword `tl`; the suggestions as the browser was given them. */
export async function typeKeyword(bench: Bench, text: string): Promise<Suggestion[]> {
  if (bench.name === 'firefox') {
    await inFirefox(bench, `gURLBar.search(${JSON.stringify(`tl ${text}`)}, { focus: true })`);
    const list = await until(async () => {
      const found = await inFirefox(
        bench,
        `(async () => {
          const { results } = await gURLBar.lastQueryContextPromise;
          const ours = results.filter((r) => r.payload.keyword === 'tl' && !r.heuristic);
          return ours.length === 0 ? '' : JSON.stringify(ours.map((r) => ({ content: r.payload.content, description: r.payload.title ?? '' })));
        })()`,
      );
      return typeof found === 'string' && found !== '' ? (JSON.parse(found) as Suggestion[]) : null;
    }, 'suggestions');
    return list;
  }
  const worker = await workerOf(bench);
  return worker.evaluate((typed) => {
    const { onInputStarted, onInputChanged } = chrome.omnibox as unknown as Events;
    onInputStarted.dispatch();
    return new Promise<Suggestion[]>((done) => onInputChanged.dispatch(typed, done));
  }, text);
}

/** Enter in the address bar after the keyword `tl`. */
export async function enterKeyword(bench: Bench, text: string): Promise<void> {
  if (bench.name === 'firefox') {
    await typeKeyword(bench, text);
    await inFirefox(bench, 'gURLBar.handleNavigation({})');
    return;
  }
  const worker = await workerOf(bench);
  await worker.evaluate((typed) => (chrome.omnibox as unknown as Events).onInputEntered.dispatch(typed, 'currentTab'), text);
}

/** The text on the toolbar button for the tab of this page. `at`: a page of the extension. */
export function badgeOf(at: Page, url: string): Promise<string> {
  return at.evaluate(async (wanted) => {
    const tab = (await chrome.tabs.query({})).find((each) => each.url === wanted);
    return tab?.id === undefined ? 'no tab' : chrome.action.getBadgeText({ tabId: tab.id });
  }, url);
}
