/**
 * The reader's words (a term is known, is plain here) in the order in which he said them. A page asks again when no answer came, so the
 * same word may arrive twice, and an early one late: each is heeded once, and none after a later one of the same page.
 */
import * as v from 'valibot';
import type { Said } from '../messages.ts';
import { answered, storedAt } from '../settings/answered.ts';
import { inTurn } from '../settings/in-turn.ts';
import type { Area } from '../settings/storage.ts';

const KEY = 'said';
/** Pages whose last word is remembered. */
const MOST = 60;

const heardSchema = v.array(v.object({ by: v.string(), nth: v.number(), reply: v.optional(v.unknown()) }));
type Heard = v.InferOutput<typeof heardSchema>[number];

/** Does as the reader said, or answers what was answered. `area` lives as long as the browser does. */
export function inOrder<T>(area: Area, said: Said | undefined, work: () => Promise<T>): Promise<T> {
  if (!said) return work();
  const { by, nth } = said;
  return inTurn(KEY, async () => {
    const last = (await read(area)).find((heard) => heard.by === by);
    if (last && nth < last.nth) throw new Error('the reader has said something later');
    if (last?.nth === nth && last.reply !== undefined) return last.reply as T;
    await note(area, { by, nth });
    const reply = await work();
    await note(area, { by, nth, reply });
    return reply;
  });
}

async function read(area: Area): Promise<Heard[]> {
  const stored = v.safeParse(heardSchema, await storedAt(area, KEY).catch(() => undefined));
  return stored.success ? stored.output : [];
}

/** Without it, a word that comes twice is heeded twice. */
async function note(area: Area, heard: Heard): Promise<void> {
  const others = (await read(area)).filter(({ by }) => by !== heard.by);
  await answered(() => area.set({ [KEY]: [heard, ...others].slice(0, MOST) })).catch(() => {});
}
