/** Questions to the background, answered or given up calmly. */
import type { Answer, MessageName, Reply, Request, Said } from '../messages.ts';

/** The worker may be starting, stopping or busy: later tries wait longer. Milliseconds. */
const TRIES_MS = [0, 150, 800, 4_000] as const;
/** An answer that takes longer is lost: the worker was stopped while it worked. Milliseconds. */
const LOST_MS = 15_000;

/** Whether the extension was updated, disabled or removed under this page. */
export function isOrphaned(): boolean {
  try {
    return !chrome.runtime?.id;
  } catch {
    return true;
  }
}

/** The reader's words go one after the other: what was said first must not be heard last because it had to be asked again. */
let words: Promise<unknown> = Promise.resolve();
let by = '';
let nth = 0;

/**
 * Asks the background. Rejects when the question was refused, when every try failed, or when `life` has ended; ends
 * `life` when the extension is gone.
 */
export function ask<N extends MessageName>(message: N, request: Request<N>, life: AbortController): Promise<Reply<N>> {
  if (message !== 'know' && message !== 'plainHere') return tryAll<N>({ message, ...request }, life);
  by ||= crypto.getRandomValues(new Uint32Array(4)).join('-');
  const said: Said = { by, nth: ++nth };
  const answer = words.then(() => tryAll<N>({ message, ...request, said }, life));
  words = answer.catch(() => {});
  return answer;
}

let unsureTaken = false;

/** Whether an answer was taken since the last call that may be wrong, because storage was out of order. */
export function tookUnsure(): boolean {
  const taken = unsureTaken;
  unsureTaken = false;
  return taken;
}

async function tryAll<N extends MessageName>(envelope: object, life: AbortController): Promise<Reply<N>> {
  let fault = 'no answer';
  /** An answer that may be wrong is better than none. */
  let unsure: Reply<N> | undefined;
  for (const wait of TRIES_MS) {
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    if (life.signal.aborted) throw new Error('ended');
    if (isOrphaned()) {
      life.abort();
      throw new Error('orphaned');
    }
    try {
      const answer = await withLimit(chrome.runtime.sendMessage<unknown, Answer<N> | undefined>(envelope));
      if (life.signal.aborted) throw new Error('ended');
      if (answer && 'ok' in answer) {
        if (!answer.unsure) return answer.ok;
        unsure = answer.ok;
        continue;
      }
      fault = answer?.error ?? 'no answer';
      // A refused question would be refused again.
      if (answer && !answer.again) break;
    } catch (error) {
      fault = String(error);
    }
  }
  if (unsure !== undefined && !life.signal.aborted) {
    unsureTaken = true;
    return unsure;
  }
  throw new Error(fault);
}

function withLimit<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), LOST_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
