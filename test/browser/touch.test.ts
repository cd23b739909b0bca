/** Termlight by touch, on a screen of 360 px. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, BROWSERS, type CardSeen, card, cardGone, cardSeen, marks, middle, placeOfText, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const WIDTH = 360;
const HEIGHT = 640;
const pages = new Pages();
let url = '';
beforeAll(async () => {
  await pages.start();
  url = pages.add(
    '/touch.html',
    prosePage(
      `<article><h1>A post</h1><p>We moved from Sinatra to Ruby on Rails last autumn. The data stood in PostgreSQL.</p>
      <p>Read <a href="#redis">our notes on Redis</a> and press <button onclick="document.title = 'pressed'">Elasticsearch</button>.</p>
      ${FILLER.repeat(3)}<p>At the bottom stands MongoDB.</p></article>`,
      '<meta name="viewport" content="width=device-width, initial-scale=1"><style>body { margin: 0 14px; font: 16px/1.6 sans-serif }</style>',
    ),
  );
});
afterAll(() => pages.stop());

describe.each(BROWSERS)('touch in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());

  const phone = async (): Promise<Page> => {
    const page = await bench.page();
    // Firefox's driver knows no mobile emulation; its touches are touches nevertheless.
    await page.setViewport({ width: WIDTH, height: HEIGHT, ...(name === 'chrome' && { isMobile: true, hasTouch: true }) });
    await page.goto(url, { waitUntil: 'load' });
    await marks(page, 4);
    return page;
  };
  const tap = async (page: Page, text: string): Promise<void> => page.touchscreen.tap(...middle(await placeOfText(page, text)));
  const tapControl = async (page: Page, text: string): Promise<void> => {
    const seen = await cardSeen(page, name, ({ controls }) => controls.some((control) => control.text === text));
    const control = seen.controls.find((each) => each.text === text);
    if (control) await page.touchscreen.tap(...middle(control.box));
  };
  /** Two frames and the time in which a hovering pointer would have opened a card. */
  const calm = (page: Page): Promise<unknown> => page.evaluate(() => new Promise<void>((done) => setTimeout(done, 400)));

  it('a tap opens a sheet over the whole width, clear of the line, with controls that a finger meets', async () => {
    const page = await phone();
    await tap(page, 'Ruby on Rails');
    const { name: term, box, controls } = await cardSeen(page, name);
    expect(term).toBe('Ruby on Rails');
    const word = await placeOfText(page, 'Ruby on Rails');
    expect(box.left).toBe(0);
    expect(Math.round(box.right)).toBe(await page.evaluate(() => document.documentElement.clientWidth));
    expect(box.top >= word.bottom || box.bottom <= word.top).toBe(true);
    expect(box.bottom - box.top).toBeLessThanOrEqual(HEIGHT * 0.6 + 1);
    for (const control of controls) {
      expect(control.box.right - control.box.left, control.text).toBeGreaterThanOrEqual(32);
      expect(control.box.bottom - control.box.top, control.text).toBeGreaterThanOrEqual(36);
      expect(control.box.right, control.text).toBeLessThanOrEqual(box.right);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(WIDTH);
    await page.close();
  });

  it('a tap in the card uses it; a tap elsewhere, or its button, closes it', async () => {
    const page = await phone();
    await tap(page, 'Sinatra');
    const seen = await cardSeen(page, name);
    await tapControl(page, '한국어');
    await cardSeen(page, name, ({ lang }) => lang === 'ko');
    await page.touchscreen.tap((seen.box.left + seen.box.right) / 2, seen.box.top + 30);
    await calm(page);
    expect((await card(page, name))?.name).toBe('Sinatra');
    await page.touchscreen.tap(WIDTH / 2, seen.box.top > 24 ? 12 : HEIGHT - 12);
    await cardGone(page);
    await tap(page, 'Sinatra');
    await tapControl(page, 'Close');
    await cardGone(page);
    await page.close();
  });

  it('a tap on another mark shows that one', async () => {
    const page = await phone();
    await tap(page, 'Sinatra');
    await cardSeen(page, name, (seen: CardSeen) => seen.name === 'Sinatra');
    await tap(page, 'PostgreSQL');
    await cardSeen(page, name, (seen: CardSeen) => seen.name === 'PostgreSQL');
    await page.close();
  });

  it('a tap on a link follows the link, and one on a button presses it', async () => {
    const page = await phone();
    await tap(page, 'Redis');
    await until(() => page.evaluate(() => location.hash === '#redis'), 'the link to be followed');
    await tap(page, 'Elasticsearch');
    await until(async () => (await page.title()) === 'pressed', 'the button to be pressed');
    await calm(page);
    expect(await card(page, name)).toBeNull();
    await page.close();
  });

  it('a finger that moves or rests opens nothing', async () => {
    const page = await phone();
    const [x, y] = middle(await placeOfText(page, 'PostgreSQL'));
    const moved = await page.touchscreen.touchStart(x, y);
    await moved.move(x, y - 30);
    await moved.move(x, y);
    await moved.end();
    const rested = await page.touchscreen.touchStart(x, y);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
    await rested.end();
    await calm(page);
    expect(await card(page, name)).toBeNull();
    await page.close();
  });

  it('pinned, it stays when the page is tapped and scrolled', async () => {
    const page = await phone();
    await tap(page, 'Sinatra');
    await tapControl(page, 'Pin this card');
    const pinned = await cardSeen(page, name);
    await page.evaluate(() => scrollTo(0, 200));
    await page.touchscreen.tap(WIDTH / 2, pinned.box.top > 24 ? 12 : HEIGHT - 12);
    await calm(page);
    const still = await cardSeen(page, name);
    expect(still.name).toBe('Sinatra');
    expect(still.box.top).toBe(pinned.box.top);
    await page.close();
  });
});
