/** Changes settings as the popup does: from a page of the extension, through its storage. */
import type { Settings } from '../../src/settings/settings.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import type { Bench } from './harness.ts';

/** Stores these choices; what is left out goes back to the default. */
export async function choose(bench: Bench, choices: Partial<Settings>): Promise<void> {
  const page = await bench.extensionPage();
  const stored = { [SETTINGS_KEY]: { version: VERSION, chosen: choices } };
  await page.evaluate((items) => chrome.storage.sync.set(items), stored);
  await page.close();
}
