/** The number of terms of a tab, all frames together, on the toolbar button. Kept in session storage, since the background may be stopped. */
import browser from 'webextension-polyfill';

/** Frame number → the document's name and its terms. */
type Frames = Record<string, { name: string; terms: string[] }>;

const PREFIX = 'badge-';
const keyOf = (tab: number): string => PREFIX + tab;
/** White on it: 5.7 to 1; it shows on a light and on a dark toolbar. */
const GROUND = '#4b64a6';
const TEXT = '#ffffff';
/** A frame that goes may go with its whole page. Milliseconds. */
const GOING_MS = 300;
let queue: Promise<unknown> = Promise.resolve();

/** The colors, at each start of the background: the browser keeps them no longer than it pleases. */
export async function colorBadge(): Promise<void> {
  try {
    await browser.action?.setBadgeBackgroundColor?.({ color: GROUND });
    await browser.action?.setBadgeTextColor?.({ color: TEXT });
  } catch {
    // a toolbar without badges
  }
}

/** Notes a frame's terms and shows the new number; nothing is kept when the reader wants none (`shown` false). */
export async function noteTerms(
  tab: number,
  frame: number,
  name: string,
  terms: readonly string[],
  shown: boolean,
): Promise<void> {
  if (!browser.action?.setBadgeText) return;
  if (frame !== 0 && terms.length === 0) await new Promise((done) => setTimeout(done, GOING_MS));
  return inTurn(async () => {
    const key = keyOf(tab);
    const stored = shown ? ((await browser.storage.session.get(key))[key] as Frames | undefined) : undefined;
    // The browser takes the text away when the tab goes to another page: what its frames told is past.
    const past = stored !== undefined && (await textOf(tab)) === '';
    const frames = shown ? withFrame(past || !stored ? {} : stored, frame, name, terms) : {};
    const number = numberOf(frames);
    // Without a number there is no text whose absence would tell of another page.
    if (number > 0) await browser.storage.session.set({ [key]: frames });
    else await browser.storage.session.remove(key);
    await show(tab, number);
  });
}

/** A new document in the top frame ends what the tab's other frames told. */
export function withFrame(frames: Frames, frame: number, name: string, terms: readonly string[]): Frames {
  const entry = { name, terms: [...terms] };
  if (frame === 0 && frames['0'] !== undefined && frames['0'].name !== name) return { '0': entry };
  return { ...frames, [frame]: entry };
}

/** Different terms of all frames. */
export function numberOf(frames: Frames): number {
  return new Set(Object.values(frames).flatMap((frame) => frame.terms)).size;
}

export function forgetTab(tab: number): Promise<void> {
  return inTurn(() => browser.storage.session.remove(keyOf(tab)));
}

/** The reader wants no numbers: those of all tabs go. */
export function clearBadges(): Promise<void> {
  return inTurn(async () => {
    const keys = Object.keys(await browser.storage.session.get(null)).filter((key) => key.startsWith(PREFIX));
    await browser.storage.session.remove(keys);
    await Promise.all(keys.map((key) => show(Number(key.slice(PREFIX.length)), 0)));
  });
}

/** One after the other: each reads what the one before has written. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const done = queue.then(work);
  queue = done.catch(() => {});
  return done;
}

async function textOf(tab: number): Promise<string> {
  try {
    return await browser.action.getBadgeText({ tabId: tab });
  } catch {
    return '';
  }
}

async function show(tab: number, number: number): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId: tab, text: number === 0 ? '' : number > 99 ? '99+' : String(number) });
  } catch {
    // the tab is gone
  }
}
