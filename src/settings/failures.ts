/**
 * Failures of Termlight itself, counted on this machine for the reader to see, to copy and to erase; never sent. Of each only what kind
 * it is, where in our files, how often and on which days: no text and no address of a page.
 */
import * as v from 'valibot';
import { answered, storedAt } from './answered.ts';
import { inTurn } from './in-turn.ts';
import { errorName, ownPlace } from './own-place.ts';
import type { LocalArea } from './storage.ts';

export const FAILURES_KEY = 'went-wrong';
/** Kinds that are kept: the latest. */
const MOST_KINDS = 20;
const MOST_WORDS = 160;
/** A failure that comes again and again is not written each time. */
const MOST_A_MINUTE = 10;

const failureSchema = v.object({
  part: v.picklist(['background', 'content', 'options', 'popup', 'welcome']),
  what: v.pipe(v.string(), v.maxLength(200)),
  /** `assets/main.js:1:2345`, '' where it is not known. */
  place: v.pipe(v.string(), v.maxLength(120)),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Days: `2026-01-31`. */
  first: v.pipe(v.string(), v.maxLength(12)),
  last: v.pipe(v.string(), v.maxLength(12)),
});

export type Failure = v.InferOutput<typeof failureSchema>;
export type Part = Failure['part'];

const failuresSchema = v.pipe(v.array(failureSchema), v.maxLength(MOST_KINDS));

/** The latest first; none where they cannot be read. */
export function readFailures(stored: unknown): Failure[] {
  const read = v.safeParse(failuresSchema, stored);
  return read.success ? read.output : [];
}

/** What went wrong, as it may be kept: what stands in quotes and what is an address may be a page's. */
export function failureOf(part: Part, error: unknown, root: string): Pick<Failure, 'part' | 'what' | 'place'> {
  const message = error instanceof Error ? error.message : String(error);
  const words = message
    .replace(/[a-z][a-z+.-]*:\/\/\S*/gi, '…')
    .replace(/(["'`])[\s\S]*?\1|“[\s\S]*?”/g, '"…"')
    .replace(/\s+/g, ' ')
    .slice(0, MOST_WORDS);
  return { part, what: words === '' ? errorName(error) : `${errorName(error)}: ${words}`, place: ownPlace(error, root) };
}

/** The list with one failure more. */
export function withFailure(
  list: readonly Failure[],
  { part, what, place }: Pick<Failure, 'part' | 'what' | 'place'>,
  now: Date,
) {
  const day = Number.isNaN(now.getTime()) ? '' : now.toISOString().slice(0, 10);
  const isSame = (each: Failure) => each.part === part && each.what === what && each.place === place;
  const before = list.find(isSame);
  const failure: Failure = { part, what, place, count: (before?.count ?? 0) + 1, first: before?.first ?? day, last: day };
  return [failure, ...list.filter((each) => !isSame(each))].slice(0, MOST_KINDS);
}

let noted: number[] = [];

/** Counts a failure. Never rejects: when storage itself is out of order, nothing can be kept. */
export async function noteFailure(local: LocalArea, failure: Pick<Failure, 'part' | 'what' | 'place'>): Promise<void> {
  const now = Date.now();
  // a clock that was set back must not silence it for long
  noted = noted.filter((time) => Math.abs(now - time) < 60_000);
  if (noted.length >= MOST_A_MINUTE) return;
  noted.push(now);
  try {
    await inTurn(FAILURES_KEY, async () => {
      const list = withFailure(readFailures(await storedAt(local, FAILURES_KEY)), failure, new Date(now));
      await answered(() => local.set({ [FAILURES_KEY]: list }));
    });
  } catch (error) {
    console.warn('Termlight: a failure could not be counted:', error);
  }
}
