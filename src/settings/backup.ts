/**
 * Everything in one file: JSON with a format name and a version. Known terms stand in it by id, for people to read; their stable number
 * only where this version has no id for it. Reading checks all of it and tells every fault with its place.
 */
import * as v from 'valibot';
import type { Everything } from './everything.ts';
import { DEEPEST, type Place, scanJson } from './json-scan.ts';
import type { KnownTerms } from './known.ts';
import { MOST_OWN_TERMS, ownTermSchema } from './own-terms.ts';
import { plainHereSchema } from './plain-here.ts';
import { badChoices, storedSettingsSchema, upgraded } from './storage.ts';
import { VERSION } from './upgrades.ts';

const FORMAT = 'termlight-backup';
/** Version of what is written today. A released version is read for ever. */
const BACKUP_VERSION = 1;
export const MOST_BACKUP_BYTES = 20_000_000;

const MS_A_DAY = 86_400_000;
/** 9999-12-31, the last day that is written with four digits of year. */
const LAST_DAY = 2_932_896;

const knownSchema = v.object({
  id: v.optional(v.pipe(v.string(), v.maxLength(120))),
  number: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_679_615))),
  day: v.pipe(
    v.string(),
    v.check((day) => dayOf(day) >= 0, 'no such day; a day is written 2026-01-31'),
  ),
  known: v.boolean(),
});

const backupSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(BACKUP_VERSION),
  made: v.optional(v.string()),
  settings: storedSettingsSchema,
  known: v.array(knownSchema),
  own: v.pipe(v.array(ownTermSchema), v.maxLength(MOST_OWN_TERMS, `at most ${MOST_OWN_TERMS} terms`)),
  plainHere: plainHereSchema,
});

export interface BackupFault extends Partial<Place> {
  problem: 'tooLarge' | 'syntax' | 'notABackup' | 'newer' | 'damaged';
  /** Where in the file: `own.3.kind`. Items count from 0, as the file's readers do. */
  path?: string;
  /** What is wrong there, in English. */
  detail?: string;
  /** The file's version, where it is newer. */
  version?: number;
}

export interface ReadBackup {
  everything: Everything;
  /** When it was made, as the file says. */
  made?: string;
  /** Known terms that this version has no number for: they are left out. */
  unknown: string[];
}

/** `ids`: of terms, by stable number. */
export function writeBackup({ settings, known, own, plainHere }: Everything, ids: readonly string[], now = new Date()): string {
  const backup: v.InferInput<typeof backupSchema> = {
    format: FORMAT,
    version: BACKUP_VERSION,
    made: now.toISOString(),
    settings,
    known: [...known]
      .sort(([a], [b]) => a - b)
      .map(([number, { day, known }]) => ({ ...(ids[number] ? { id: ids[number] } : { number }), day: dateOf(day), known })),
    own,
    plainHere,
  };
  return `${JSON.stringify(backup, null, 2)}\n`;
}

/** Everything that the file holds, or all that is wrong with it. */
export function readBackup(text: string, ids: readonly string[]): ReadBackup | BackupFault[] {
  if (text.length > MOST_BACKUP_BYTES) return [{ problem: 'tooLarge' }];
  const plain = text.replace(/^\ufeff/, '');
  const { fault, tooDeep } = scanJson(plain);
  if (fault) return [{ problem: 'syntax', ...fault }];
  const stored: unknown = JSON.parse(plain);
  if (typeof stored !== 'object' || stored === null || !('format' in stored) || stored.format !== FORMAT)
    return [{ problem: 'notABackup' }];
  if ('version' in stored && typeof stored.version === 'number' && stored.version > BACKUP_VERSION)
    return [{ problem: 'newer', version: stored.version }];
  if (tooDeep) return [{ ...damaged([`line ${tooDeep.line}`], `nested more than ${DEEPEST} deep`), ...tooDeep }];
  const read = v.safeParse(backupSchema, stored);
  if (!read.success) return read.issues.map(faultOf);
  const { made, settings, known, own, plainHere } = read.output;
  const faults: BackupFault[] = [];
  // of a newer version's settings we know too little to judge them: they are kept as they are
  if (settings.version <= VERSION)
    for (const key of badChoices(upgraded(settings).chosen))
      faults.push(damaged(['settings', 'chosen', key], 'the value does not fit'));
  const firstWithId = new Map<string, number>();
  for (const [i, { id }] of own.entries()) {
    if (firstWithId.has(id)) faults.push(damaged(['own', String(i), 'id'], `the same as of own.${firstWithId.get(id)}`));
    else firstWithId.set(id, i);
  }
  for (const [i, { id, number }] of known.entries())
    if ((id === undefined) === (number === undefined)) faults.push(damaged(['known', String(i)], 'either an id or a number'));
  if (faults.length > 0) return faults;
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const terms = new Map<number, { day: number; known: boolean }>();
  const unknown: string[] = [];
  for (const entry of known) {
    const number = entry.number ?? numbers.get(entry.id ?? '');
    if (number === undefined) unknown.push(entry.id ?? '');
    else terms.set(number, { day: dayOf(entry.day), known: entry.known });
  }
  const everything = { settings: upgraded(settings), known: terms as KnownTerms, own, plainHere };
  return made === undefined ? { everything, unknown } : { everything, made, unknown };
}

function faultOf({ path, type, message, received }: v.InferIssue<typeof backupSchema>): BackupFault {
  // the list of all words that would fit is longer than a line
  const detail = type === 'picklist' ? `${received} is none of the words that may stand there` : message;
  return damaged(path?.map((part) => String(part.key)) ?? [], detail);
}

function damaged(path: readonly string[], detail: string): BackupFault {
  return { problem: 'damaged', path: path.join('.'), detail };
}

function dateOf(day: number): string {
  return new Date(Math.min(day, LAST_DAY) * MS_A_DAY).toISOString().slice(0, 10);
}

/** Days since 1970; -1 for a date that is none. */
function dayOf(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return -1;
  const time = Date.parse(`${date}T00:00:00Z`);
  // 2026-02-31 is the 3rd of March to some
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(date) ? -1 : time / MS_A_DAY;
}
