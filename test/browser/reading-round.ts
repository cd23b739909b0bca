/** What a reader does, again and again: a page is opened, mentions are pointed at, their cards are seen. */
import type { Page } from 'puppeteer-core';
import { HIGHLIGHT, marked, until } from './harness.ts';

/** Where marks in view are, each once. */
function places(page: Page): Promise<[number, number][]> {
  return page.evaluate((name) => {
    const found: [number, number][] = [];
    for (const range of CSS.highlights.get(name) ?? []) {
      const live = document.createRange();
      live.setStart(range.startContainer, range.startOffset);
      live.setEnd(range.endContainer, range.endOffset);
      const box = live.getClientRects()[0];
      if (box && box.top > 0 && box.bottom < innerHeight) found.push([(box.left + box.right) / 2, (box.top + box.bottom) / 2]);
    }
    return found;
  }, HIGHLIGHT);
}

const hasCard = (page: Page): Promise<boolean> => page.evaluate(() => !!document.querySelector('[data-termlight-card]'));

/** Opens a page in a tab and points at up to `most` of its mentions; returns how many cards were seen. */
export async function readPage(page: Page, url: string, most: number): Promise<number> {
  await page.goto(url, { waitUntil: 'load' });
  await page.bringToFront();
  await until(async () => (await marked(page)) > 0, `marks in ${url}`);
  const all = await places(page);
  let cards = 0;
  for (let nth = 0; nth < most && all.length > 0; nth++) {
    const [x, y] = all[nth % all.length] as [number, number];
    await page.mouse.move(x - 6, y + 3);
    await page.mouse.move(x - 2, y + 1);
    await page.mouse.move(x, y);
    await until(() => hasCard(page), `a card at ${x}, ${y} of ${url}`);
    cards++;
    await page.keyboard.press('Escape');
    await until(async () => !(await hasCard(page)), 'the card to close');
    // a mention that was dismissed is quiet until the pointer has left it
    await page.mouse.move(2, 2);
  }
  return cards;
}
