/** What the popup has to say of the tab: one state at a time, the first that holds. */
import type { Settings } from '../settings/settings.ts';
import type { Seen } from './watch.ts';

export type PopupState = 'off' | 'off-here' | 'no-access' | 'unreadable' | 'reading' | 'so-far' | 'found' | 'nothing';

export function stateOf({ tab, answered, reading, terms }: Omit<Seen, 'facts'>, settings: Settings): PopupState {
  if (!settings.on) return 'off';
  if (tab === undefined) return 'reading';
  if (tab === 'none' || tab.reach === 'unreadable') return 'unreadable';
  if (tab.reach === 'no-access') return 'no-access';
  if (settings.offSites.includes(tab.host)) return 'off-here';
  // A web page without an answer is one of the browser's own kind (a PDF, a store), unless it is still on its way.
  if (answered !== true) return answered === undefined || tab.loading ? 'reading' : 'unreadable';
  if (terms.length > 0) return reading ? 'so-far' : 'found';
  return reading ? 'reading' : 'nothing';
}
