/** Questions to the background, answered or given up calmly. */
import type { Answer, MessageName, Reply, Request } from '../messages.ts';

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

/**
 * Asks the background. Rejects when the question was refused, when every try failed, or when `life` has ended; ends
 * `life` when the extension is gone.
 */
export async function ask<N extends MessageName>(message: N, request: Request<N>, life: AbortController): Promise<Reply<N>> {
  let fault = 'no answer';
  for (const wait of TRIES_MS) {
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    if (life.signal.aborted) throw new Error('ended');
    if (isOrphaned()) {
      life.abort();
      throw new Error('orphaned');
    }
    try {
      const answer = await withLimit(chrome.runtime.sendMessage<unknown, Answer<N> | undefined>({ message, ...request }));
      if (life.signal.aborted) throw new Error('ended');
      if (answer && 'ok' in answer) return answer.ok;
      fault = answer?.error ?? 'no answer';
      // A refused question would be refused again.
      if (answer) break;
    } catch (error) {
      fault = String(error);
    }
  }
  throw new Error(fault);
}

function withLimit<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), LOST_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
