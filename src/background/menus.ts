/** The context menu of a selection: "Explain …". */
import browser, { type Menus, type Tabs } from 'webextension-polyfill';
import { tell } from './commands.ts';

const EXPLAIN = 'explain';
/** A longer selection is a text, not a name. UTF-16 units. */
const MOST_TEXT = 400;

export interface MenuHooks {
  /** Where no page can show a card: the answer of the glossary's own page. */
  elsewhere(text: string): Promise<void>;
}

/** Android has no context menus of extensions. */
export function listenForMenus(hooks: MenuHooks): void {
  browser.contextMenus?.onClicked.addListener((info, tab) => {
    clicked(info, tab, hooks).catch((error: unknown) => console.error('Termlight: menu:', error));
  });
}

/** Makes the menu, after install, update and the browser's start (its language may be another one): the browser keeps it in between. */
export async function makeMenus(): Promise<void> {
  if (!browser.contextMenus) return;
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id: EXPLAIN, title: browser.i18n.getMessage('menuExplain'), contexts: ['selection'] }, () => {
    // Two starts at once: the other one has made it. Reading it keeps Chromium from logging it.
    void browser.runtime.lastError;
  });
}

async function clicked(info: Menus.OnClickData, tab: Tabs.Tab | undefined, hooks: MenuHooks): Promise<void> {
  const text = (info.selectionText ?? '').trim().slice(0, MOST_TEXT);
  if (info.menuItemId !== EXPLAIN || text === '') return;
  if (tab?.id !== undefined && (await tell(tab.id, { command: 'look-up', text }, info.frameId ?? 0))) return;
  await hooks.elsewhere(text);
}
