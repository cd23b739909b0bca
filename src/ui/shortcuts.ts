/** The reader's shortcuts as the browser has them now: they can be changed there, and the browser may not have given what we asked for. */
import browser from 'webextension-polyfill';
import { t } from './page-text.ts';

export interface Shortcut {
  /** The manifest's name of the command. */
  name: string;
  description: string;
  /** As the browser writes it; '' where there is none. */
  key: string;
}

/** Chromium's own name for opening the popup; it has no description there. */
const POPUP = '_execute_action';
/** Keys whose names say less than what stands on them. */
const SIGNS: Readonly<Record<string, string>> = { Period: '.', Comma: ',' };

/** All of them in the manifest's order; none where the browser knows no shortcuts. */
export async function shortcuts(): Promise<Shortcut[]> {
  const commands = (await browser.commands?.getAll().catch(() => [])) ?? [];
  const order = Object.keys(browser.runtime.getManifest().commands ?? {});
  return commands
    .map(({ name = '', description = '', shortcut = '' }) => ({
      name,
      description: description || (name === POPUP ? t('commandPopup') : name),
      key: readable(shortcut),
    }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function readable(key: string): string {
  return key.replace(/\b(Period|Comma)$/, (sign) => SIGNS[sign] ?? sign);
}
