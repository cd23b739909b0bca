/** The words of our own pages (popup, options, first run), in the browser's language. */
import browser from 'webextension-polyfill';

export function t(key: string, ...values: string[]): string {
  return browser.i18n.getMessage(key, values) || key;
}

/** The language that the browser shows our words in. */
export const UI_LANG: 'en' | 'ko' = browser.i18n.getMessage('lang') === 'ko' ? 'ko' : 'en';
