/** What was wrong with the stored settings, in the reader's language: the fault itself is written for the console. */
import { t } from './page-text.ts';

export type FaultKind = 'newer' | 'unreachable' | 'unreadable';

/** `fault`: as `SettingsStore.load` tells it. */
export function faultKind(fault: string): FaultKind {
  if (/of a newer version/.test(fault)) return 'newer';
  return /^storage cannot be read/.test(fault) ? 'unreachable' : 'unreadable';
}

export function faultText(fault: string): string {
  const kind = faultKind(fault);
  if (kind === 'newer') return t('faultNewer');
  return kind === 'unreachable' ? t('faultUnreachable') : t('settingsFault');
}
