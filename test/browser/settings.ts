/** Changes settings as the popup does: from a page of the extension, through its storage. */
import type { Page } from 'puppeteer-core';
import type { Settings } from '../../src/settings/settings.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import type { Bench } from './harness.ts';

/** Stores these choices; what is left out goes back to the default. */
export async function choose(bench: Bench, choices: Partial<Settings>): Promise<void> {
  const page = await bench.extensionPage();
  await chooseFrom(page, choices);
  await page.close();
}

/** The same from a page of the extension that is open already. */
export async function chooseFrom(page: Page, choices: Partial<Settings>): Promise<void> {
  const stored = { [SETTINGS_KEY]: { version: VERSION, chosen: choices } };
  await page.evaluate((items) => chrome.storage.sync.set(items), stored);
}
