/** Questions of the options page to the background. */
import browser from 'webextension-polyfill';
import type { Answer, MessageName, Reply, Request } from '../messages.ts';

/** @throws with the background's words when it could not answer */
export async function ask<N extends MessageName>(message: N, request: Request<N>): Promise<Reply<N>> {
  const answer = (await browser.runtime.sendMessage({ message, ...request })) as Answer<N> | undefined;
  if (answer && 'ok' in answer) return answer.ok;
  throw new Error(answer ? answer.error : `no answer to "${message}"`);
}
