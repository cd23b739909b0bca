/** From the end of the intent delay to the frame that paints a card. The delay runs from the last move of the pointer. */
import type { Page } from 'puppeteer-core';
import { DEFAULTS } from '../../src/settings/settings.ts';
import { until } from '../browser/harness.ts';

/** Runs in the page: notes when the pointer moved last, and when a card was painted. */
const WATCH = `(() => {
  if (window.benchSeen) return;
  const seen = { moved: 0, painted: 0 };
  window.benchSeen = seen;
  addEventListener('pointermove', ({ timeStamp }) => { seen.moved = timeStamp; }, { capture: true, passive: true });
  new MutationObserver((records) => {
    if (!records.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element && node.hasAttribute('data-termlight-card')))) return;
    // the frame that paints it is the next one; a message comes right after that
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { port1.close(); seen.painted = performance.now(); };
      port2.postMessage(null);
    });
  }).observe(document, { subtree: true, childList: true });
})()`;

/** Runs in the page: the middle of a mark that is in view, the nth of them in turn, or null. */
const MARK_IN_VIEW = (nth: number) => `(() => {
  const boxes = [];
  for (const range of CSS.highlights.get('termlight-mark') ?? []) {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    const box = live.getClientRects()[0];
    if (box && box.top > 60 && box.bottom < innerHeight - 40) boxes.push({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  }
  return boxes.length > 0 ? boxes[${nth} % boxes.length] : null;
})()`;

/** Milliseconds for each of so many hovers. The first card brings the script that shows it, and does not count. */
export async function hoverTimes(page: Page, hovers: number): Promise<number[]> {
  await page.evaluate(WATCH);
  const times: number[] = [];
  for (let i = 0; i <= hovers; i++) {
    await page.mouse.move(2, 2);
    const at = await until(() => page.evaluate(MARK_IN_VIEW(i)) as Promise<{ x: number; y: number } | null>, 'a mark in view');
    await page.evaluate('void (window.benchSeen.painted = 0)');
    // slowly, and with one move: the first on the word starts the delay, and a fast pointer is given a rest before
    await page.mouse.move(at.x, at.y - 24);
    await page.evaluate('new Promise((done) => setTimeout(done, 100))');
    await page.mouse.move(at.x, at.y);
    const { moved, painted } = await until(
      () =>
        page.evaluate('window.benchSeen.painted > 0 ? { ...window.benchSeen } : null') as Promise<{
          moved: number;
          painted: number;
        } | null>,
      'a card',
    );
    if (i > 0) times.push(painted - moved - DEFAULTS.delay);
    await page.keyboard.press('Escape');
    await until(() => page.evaluate(`!document.querySelector('[data-termlight-card]')`), 'the card to close');
  }
  return times;
}

/** Runs in the page: shows an element of the page's own as the card is shown, in a still moment. Milliseconds to the frame that paints it. */
const SHOW_EMPTY = `(async () => {
  await new Promise((done) => setTimeout(done, 100));
  const start = performance.now();
  const element = document.createElement('div');
  element.textContent = 'a card';
  element.popover = 'manual';
  document.documentElement.append(element);
  element.showPopover();
  await new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); done(); };
    port2.postMessage(null);
  }));
  const time = performance.now() - start;
  element.remove();
  return time;
})()`;

/** The floor of whoever shows something on this page: the marks stay registered, as the browser has it. */
export async function emptyTimes(page: Page, times: number): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i <= times; i++) {
    const time = Number(await page.evaluate(SHOW_EMPTY));
    if (i > 0) all.push(time);
  }
  return all;
}
