/**
 * What an organization sets for its readers, in the browser's managed storage: other defaults, which a reader may change. The form is
 * `src/static/managed-schema.json`; docs/organizations.md tells where it goes. What does not fit is reported, the rest holds.
 */
import * as v from 'valibot';
import { answered } from './answered.ts';
import { DEFAULTS, type Settings, settingsSchema } from './settings.ts';

/** The part of managed storage that is used here. */
export interface ManagedArea {
  get(keys: null): Promise<Record<string, unknown>>;
}

export interface Presets {
  /** The defaults where nothing was chosen. */
  defaults: Settings;
  fault?: string;
}

const NONE: Presets = { defaults: DEFAULTS };

/** Never rejects. Without an organization there is nothing to read, which Firefox tells by an error. */
export async function readPresets(managed: ManagedArea | undefined): Promise<Presets> {
  try {
    return managed ? presetsOf(await answered(() => managed.get(null))) : NONE;
  } catch (error) {
    return /not found/i.test(String(error))
      ? NONE
      : { ...NONE, fault: `the organization's presets cannot be read: ${String(error)}` };
  }
}

function presetsOf(items: Record<string, unknown>): Presets {
  const fitting: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [key, value] of Object.entries(items)) {
    const read = Object.hasOwn(DEFAULTS, key) ? v.safeParse(settingsSchema.entries[key as keyof Settings], value) : undefined;
    if (read?.success) fitting[key] = read.output;
    else wrong.push(read ? `"${key}" has a value that does not fit` : `"${key}" is no setting`);
  }
  if (Object.keys(items).length === 0) return NONE;
  const defaults = Object.freeze({ ...DEFAULTS, ...fitting }) as Settings;
  return wrong.length === 0 ? { defaults } : { defaults, fault: `the organization's presets: ${wrong.join('; ')}` };
}

/** Key among the stored choices: sites that the organization switched off and the reader on again. */
const ON_SITES = 'onSites';
const sites = settingsSchema.entries.offSites;

/** Choices as they are stored: of the sites only the reader's own, so that those the organization adds or drops later change too. */
export function withOnSites(choices: Partial<Settings>, { offSites: preset }: Settings): Record<string, unknown> {
  const { offSites } = choices;
  if (!offSites || preset.length === 0) return choices;
  const own = offSites.filter((site) => !preset.includes(site));
  return { ...choices, offSites: own, [ON_SITES]: preset.filter((site) => !offSites.includes(site)) };
}

/** The sites switched off by the organization and by the reader. */
export function offSitesOf(own: string[], chosen: Record<string, unknown>, { offSites: preset }: Settings): string[] {
  if (preset.length === 0) return own;
  const on = Object.hasOwn(chosen, ON_SITES) ? v.safeParse(sites, chosen[ON_SITES]) : undefined;
  return [...new Set([...preset.filter((site) => !on?.success || !on.output.includes(site)), ...own])];
}
