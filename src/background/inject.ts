/**
 * Neither browser puts content scripts into tabs that were open before install or update, nor when access to a site is
 * granted later: then we do.
 */
import browser, { type Manifest } from 'webextension-polyfill';

/** Puts a part of the content script (`content/parts.ts`), or all that a top page gets, into the frame that asked for it. */
export async function putPart(tabId: number, frame: number, part: string): Promise<void> {
  const target = { tabId, frameIds: [frame] };
  const main = part === 'main' ? contentScripts().find((script) => !script.all_frames) : undefined;
  if (main?.css) await browser.scripting.insertCSS({ target, files: main.css });
  await browser.scripting.executeScript({ target, files: main?.js ?? [`parts/${part}.js`], injectImmediately: true });
}

function contentScripts(): Manifest.ContentScript[] {
  return browser.runtime.getManifest().content_scripts ?? [];
}

/** Puts the content scripts into every open tab that we may read. Tabs that refuse (browser pages, stores) are passed over. */
export async function injectIntoOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'] });
  await Promise.allSettled(
    tabs.map(async (tab) => {
      // a discarded tab gets the script when it is loaded again
      if (tab.id === undefined || tab.discarded) return;
      for (const { js = [], css = [], all_frames: allFrames = false } of contentScripts()) {
        const target = { tabId: tab.id, allFrames };
        if (css.length > 0) await browser.scripting.insertCSS({ target, files: css });
        await browser.scripting.executeScript({ target, files: js });
      }
    }),
  );
}
