/**
 * Neither browser puts content scripts into tabs that were open before install or update, nor when access to a site is
 * granted later: then we do.
 */
import browser from 'webextension-polyfill';

/** Puts a part of the content script (`content/parts.ts`) into the frame that asked for it. */
export async function putPart(tabId: number, frame: number, part: string): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId, frameIds: [frame] },
    files: [`parts/${part}.js`],
    injectImmediately: true,
  });
}

/** Puts the content script into every open tab that we may read. Tabs that refuse (browser pages, stores) are passed over. */
export async function injectIntoOpenTabs(): Promise<void> {
  const files = browser.runtime.getManifest().content_scripts?.flatMap((script) => script.js ?? []) ?? [];
  const css = browser.runtime.getManifest().content_scripts?.flatMap((script) => script.css ?? []) ?? [];
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'] });
  await Promise.allSettled(
    tabs.map(async (tab) => {
      // a discarded tab gets the script when it is loaded again
      if (tab.id === undefined || tab.discarded) return;
      const target = { tabId: tab.id, allFrames: true };
      if (css.length > 0) await browser.scripting.insertCSS({ target, files: css });
      await browser.scripting.executeScript({ target, files });
    }),
  );
}
