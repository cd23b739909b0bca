import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { Bench, BROWSERS, until } from './harness.ts';
import { choose } from './settings.ts';

const WELCOME = '/src/welcome/index.html';

async function welcome(bench: Bench, size = { width: 1000, height: 900 }): Promise<Page> {
  const page = await bench.extensionPage(WELCOME);
  await page.setViewport(size);
  await page.bringToFront();
  await until(() => page.$('.mark'), 'the marks');
  return page;
}

/** The marked names of a sample. */
function marksIn(page: Page, lang: 'en' | 'ko'): Promise<string[]> {
  return page.evaluate(
    (wanted) => [...document.querySelectorAll(`.sample[lang=${wanted}] .mark`)].map((mark) => mark.textContent ?? ''),
    lang,
  );
}

/** The name on the open card; '' where there is none. */
function cardName(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('.try-card:popover-open h2')?.textContent ?? '');
}

const shows = (page: Page, name: string) => until(async () => (await cardName(page)) === name, `the card "${name}"`);

/** Middle of a mark, in CSS px of the viewport. */
function placeOf(page: Page, name: string): Promise<{ x: number; y: number; bottom: number }> {
  return page.evaluate((wanted) => {
    const mark = [...document.querySelectorAll('.mark')].find((one) => one.textContent === wanted);
    mark?.scrollIntoView({ block: 'center' });
    const { left, right, top, bottom } = (mark as Element).getClientRects()[0] as DOMRect;
    return { x: (left + right) / 2, y: (top + bottom) / 2, bottom };
  }, name);
}

function cardBox(page: Page): Promise<{ left: number; top: number; right: number; bottom: number }> {
  return page.evaluate(() => {
    const { left, top, right, bottom } = (document.querySelector('.try-card') as Element).getBoundingClientRect();
    return { left, top, right, bottom };
  });
}

describe.each(BROWSERS)('the first run in %s', (name) => {
  let bench: Bench;
  let opened: Page;
  beforeAll(async () => {
    const empty = await Bench.open(name, { extension: false });
    bench = await empty.install({ keepWelcome: true });
    opened = await bench.welcomePage();
  });
  afterAll(() => bench?.close());
  afterEach(() => choose(bench, {}));

  it('opens when the extension is installed', async () => {
    const heading = await until(() => opened.evaluate(() => document.querySelector('h1')?.textContent), 'the heading');
    expect(heading).toBe('Welcome to Termlight');
    expect(await opened.title()).toBe('Welcome to Termlight');
    await opened.close();
  });

  it('finds the names in both samples, and leaves the car alone', async () => {
    const page = await welcome(bench);
    expect(await marksIn(page, 'en')).toEqual([
      'Ruby',
      'Sinatra',
      'Rails',
      'Sidekiq',
      'Redis',
      'RDS',
      'Aurora',
      'Spring Boot',
      'Hibernate',
    ]);
    expect(await marksIn(page, 'ko')).toEqual([
      'Ruby',
      'Sinatra',
      'Rails',
      'Sidekiq',
      'Redis',
      'RDS',
      'Aurora',
      '스프링 부트',
      '하이버네이트',
    ]);
    expect(await page.evaluate(() => CSS.highlights.get('termlight-mark')?.size)).toBe(18);
    await page.close();
  });

  it('shows the card of a name under the pointer, beside its line and within the window', async () => {
    const page = await welcome(bench);
    const { x, y, bottom } = await placeOf(page, 'Aurora');
    await page.mouse.move(x - 4, y + 2);
    await page.mouse.move(x, y);
    await shows(page, 'Amazon Aurora');
    const box = await cardBox(page);
    expect(box.top >= bottom - 6 || box.bottom <= y).toBe(true);
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(1000);
    // leaving closes
    await page.mouse.move(5, 5, { steps: 3 });
    await shows(page, '');
    await page.mouse.move(x, y, { steps: 3 });
    await shows(page, 'Amazon Aurora');
    // the way to the card keeps it, its neighbors turn it, its language too
    await page.mouse.move((box.left + box.right) / 2, (box.top + box.bottom) / 2, { steps: 4 });
    await page.click('.try-card .chips button');
    await until(async () => !['', 'Amazon Aurora'].includes(await cardName(page)), 'a neighbor');
    await page.click('.try-card .lang');
    await until(() => page.$('.try-card .card[lang=ko]'), 'the other language');
    // a card that was turned stays
    await page.mouse.move(5, 5, { steps: 3 });
    await page.click('.try-card .close');
    await shows(page, '');
    await page.close();
  });

  it('keeps the card within a low window: what does not fit scrolls inside', async () => {
    const page = await welcome(bench, { width: 1000, height: 420 });
    await placeOf(page, 'Aurora');
    await page.evaluate(() =>
      ([...document.querySelectorAll('.mark')].find((one) => one.textContent === 'Aurora') as HTMLElement).click(),
    );
    await shows(page, 'Amazon Aurora');
    const { top, bottom } = await cardBox(page);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(420);
    const line = await page.evaluate(() => document.querySelector('.mark[aria-expanded=true]')?.getBoundingClientRect().toJSON());
    expect(top >= line.bottom - 1 || bottom <= line.top + 1).toBe(true);
    await page.close();
  });

  it('works by keyboard: Tab to a name, Enter into its card, Escape back', async () => {
    const page = await welcome(bench);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await until(async () => {
      await page.keyboard.press('Tab');
      return (await focused()) === 'Ruby';
    }, 'the first name');
    await shows(page, 'Ruby');
    await page.keyboard.press('Tab');
    // the card that the focus opened keeps it out until it is asked for
    await until(async () => (await focused()) !== 'Ruby', 'the next stop');
    await page.keyboard.press('Escape');
    await shows(page, '');
    await page.evaluate(() => (document.querySelector('.mark') as HTMLElement).focus());
    await page.keyboard.press('Enter');
    await until(() => page.evaluate(() => !!document.activeElement?.closest('.try-card')), 'the focus in the card');
    expect(await page.evaluate(() => document.querySelector('.mark')?.getAttribute('aria-expanded'))).toBe('true');
    await page.keyboard.press('Escape');
    await shows(page, '');
    expect(await focused()).toBe('Ruby');
    expect(await page.evaluate(() => document.querySelector('.mark')?.getAttribute('aria-expanded'))).toBe('false');
    await page.close();
  });

  it.runIf(name === 'chrome')('works by touch on a narrow screen: the card is a sheet, a tap elsewhere closes it', async () => {
    const page = await welcome(bench);
    await page.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
    // such a viewport loads the page anew
    await until(() => page.$('.mark'), 'the marks');
    const { x, y } = await placeOf(page, 'Sidekiq');
    await page.touchscreen.tap(x, y);
    await shows(page, 'Sidekiq');
    const box = await cardBox(page);
    expect([box.left, box.right, Math.round(box.bottom)]).toEqual([0, 360, 640]);
    // the word stays to be seen
    expect(
      await page.evaluate(() => document.querySelector('.mark[aria-expanded=true]')?.getBoundingClientRect().bottom),
    ).toBeLessThan(box.top);
    await page.touchscreen.tap(180, 10);
    await shows(page, '');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.close();
  });

  it('shows at once what was chosen, and keeps it', async () => {
    const page = await welcome(bench);
    await page.evaluate(() => (document.querySelector('input[value=all]') as HTMLElement).click());
    await until(async () => (await marksIn(page, 'en')).filter((text) => text === 'Redis').length === 2, 'all mentions');
    await page.evaluate(() => (document.querySelector('input[name=density][value=page]') as HTMLElement).click());
    await until(async () => (await marksIn(page, 'ko')).length === 0, 'only what stands in the first sample');
    await page.evaluate(() => (document.querySelector('input[name=cardLanguage][value=ko]') as HTMLElement).click());
    const stored = () => page.evaluate((key) => chrome.storage.sync.get(key), SETTINGS_KEY);
    await until(async () => JSON.stringify(await stored()).includes('"ko"'), 'the language stored');
    expect(await stored()).toEqual({ [SETTINGS_KEY]: { version: 1, chosen: { density: 'page', cardLanguage: 'ko' } } });
    await page.evaluate(() => (document.querySelector('.mark') as HTMLElement).click());
    await until(() => page.$('.try-card .card[lang=ko]'), 'a Korean card in the English text');
    await page.close();
  });

  it('shows the real shortcuts', async () => {
    const page = await welcome(bench);
    const keys = await page.evaluate(async () => (await chrome.commands.getAll()).filter(({ shortcut }) => shortcut).length);
    expect(keys).toBeGreaterThan(0);
    await until(async () => (await page.$$('.keys kbd')).length === keys, 'each key');
    await page.close();
  });

  it('has no fault that axe can find, light and dark, with a card and without', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const theme of ['light', 'dark'] as const)
      for (const width of [1000, 360]) {
        await choose(bench, { theme });
        const page = await welcome(bench, { width, height: 900 });
        await page.evaluate(axe);
        for (const open of [false, true]) {
          if (open) {
            await page.evaluate(() => (document.querySelector('.mark') as HTMLElement).click());
            await shows(page, 'Ruby');
          }
          const faults = await page.evaluate(async () => {
            await Promise.all(document.getAnimations().map((each) => each.finished));
            const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run();
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
          });
          expect(faults, `${theme}, ${width} px, ${open ? 'with' : 'without'} a card`).toEqual([]);
        }
        await page.close();
      }
  });

  it.runIf(name === 'firefox')('tells whether it may read, and asks', async () => {
    const page = await welcome(bench);
    await until(() => page.$('.granted'), 'the state: granted');
    const origins = ['http://*/*', 'https://*/*'];
    expect(await page.evaluate((all) => chrome.permissions.remove({ origins: all }), origins)).toBe(true);
    await until(() => page.$('.refused'), 'the state: missing');
    expect(await page.evaluate(() => document.querySelector('section .primary')?.textContent)).toBe('Allow on all sites');
    await page.close();
  });
});
