/** The reader's shortcuts: what each does in the tab that is to be seen. The popup's own is the browser's business. */
import browser, { type Tabs } from 'webextension-polyfill';
import type { TabCommand } from '../messages.ts';

/** Names of the manifest's commands that a page answers. */
const FOR_PAGES: ReadonlyMap<string, TabCommand> = new Map<string, TabCommand>([
  ['next-mention', { command: 'next' }],
  ['previous-mention', { command: 'previous' }],
  ['look-up', { command: 'look-up' }],
]);
const TOGGLE = 'toggle-here';
/** One switching after the other: each reads what the one before has written. */
let toggling: Promise<unknown> = Promise.resolve();

export interface CommandHooks {
  /** Switches Termlight on or off on a site. */
  toggle(host: string): Promise<void>;
}

/** Browsers without a keyboard have no commands. */
export function listenForCommands(hooks: CommandHooks): void {
  browser.commands?.onCommand.addListener((name, tab) => {
    run(name, tab, hooks).catch((error: unknown) => console.error(`Termlight: ${name}:`, error));
  });
}

async function run(name: string, given: Tabs.Tab | undefined, hooks: CommandHooks): Promise<void> {
  const tab = given ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0];
  if (tab?.id === undefined) return;
  const command = FOR_PAGES.get(name);
  if (command) await tell(tab.id, command);
  else if (name === TOGGLE) {
    const host = hostOf(tab);
    if (host === '') return;
    const toggle = toggling.then(() => hooks.toggle(host));
    toggling = toggle.catch(() => {});
    await toggle;
  }
}

/** Tells the frames of a tab, or one of them; false where nobody is there to hear it: a browser page, a store, a PDF. */
export async function tell(tab: number, command: TabCommand, frameId?: number): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tab, command, frameId === undefined ? {} : { frameId });
    return true;
  } catch {
    return false;
  }
}

/** The list of sites with one put in, or taken out where it stood. */
export function toggled(sites: readonly string[], host: string): string[] {
  return sites.includes(host) ? sites.filter((site) => site !== host) : [...sites, host];
}

/** '' where there is no site: only pages of the web have one that can be switched. */
function hostOf(tab: Tabs.Tab): string {
  try {
    const { protocol, hostname } = new URL(tab.url ?? '');
    return /^https?:$/.test(protocol) ? hostname : '';
  } catch {
    return '';
  }
}
