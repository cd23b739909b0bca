/** The first run's page: opened once, when Termlight is installed. An update opens nothing. */
import browser from 'webextension-polyfill';

const WELCOME_PAGE = 'src/welcome/index.html';

export async function openWelcome(reason: browser.Runtime.OnInstalledReason): Promise<void> {
  if (reason === 'install') await browser.tabs.create({ url: browser.runtime.getURL(WELCOME_PAGE) });
}
