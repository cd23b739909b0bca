/** The number of terms of a tab, all frames together, on the toolbar button. Kept in session storage, since the background may be stopped. */
import browser from 'webextension-polyfill';

/** Frame number → the document's name and its terms. */
type Frames = Record<string, { name: string; terms: string[] }>;

const keyOf = (tab: number): string => `badge-${tab}`;
let queue: Promise<unknown> = Promise.resolve();

/** Notes a frame's terms and shows the new number, or none when `shown` is false. */
export function noteTerms(tab: number, frame: number, name: string, terms: readonly string[], shown: boolean): Promise<void> {
  const note = queue.then(async () => {
    const key = keyOf(tab);
    const stored = (await browser.storage.session.get(key))[key] as Frames | undefined;
    const frames = withFrame(stored ?? {}, frame, name, terms);
    await browser.storage.session.set({ [key]: frames });
    await show(tab, shown ? numberOf(frames) : 0);
  });
  queue = note.catch(() => {});
  return note;
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

export async function forgetTab(tab: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tab));
}

async function show(tab: number, number: number): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId: tab, text: number === 0 ? '' : number > 99 ? '99+' : String(number) });
  } catch {
    // the tab is gone
  }
}
