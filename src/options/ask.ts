/** Questions of the options page to the background. */
import browser from 'webextension-polyfill';
import type { Answer, MessageName, Reply, Request } from '../messages.ts';
import { answered } from '../settings/answered.ts';

/** The background may have to wait for its storage, several times. Milliseconds. */
const LOST_MS = 30_000;
const by = crypto.randomUUID();
let nth = 0;

/** @throws with the background's words when it could not answer */
export async function ask<N extends MessageName>(message: N, request: Request<N>): Promise<Reply<N>> {
  const envelope = { message, ...request, ...(message === 'know' && { said: { by, nth: ++nth } }) };
  const answer = (await answered(() => browser.runtime.sendMessage(envelope), LOST_MS)) as Answer<N> | undefined;
  if (answer && 'ok' in answer) return answer.ok;
  throw new Error(answer ? answer.error : `no answer to "${message}"`);
}
