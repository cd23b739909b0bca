/** Access to all sites: granted at install in Chrome; in Firefox the reader may refuse it, or take it back. */
import browser from 'webextension-polyfill';

export const EVERYWHERE = { origins: ['http://*/*', 'https://*/*'] };

/** Whether we may read these sites; without `origins`, all. */
export function hasAccess(origins: string[] = EVERYWHERE.origins): Promise<boolean> {
  return browser.permissions.contains({ origins });
}

/** Asks for access to all sites; must be called from a click. */
export function requestAccess(): Promise<boolean> {
  return browser.permissions.request(EVERYWHERE);
}
