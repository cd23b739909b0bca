import type { Settings } from './settings.ts';

/** The name under which marks of a style and color are registered as highlights; `content/mark/mark.css` paints each. */
export function markName({ markStyle, markColor }: Pick<Settings, 'markStyle' | 'markColor'>): string {
  return markStyle === 'dotted' && markColor === 'text' ? 'termlight-mark' : `termlight-${markStyle}-${markColor}`;
}
