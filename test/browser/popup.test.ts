import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { Bench, BROWSERS, cardSeen, marked, marks, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
let framesUrl = '';
beforeAll(async () => {
  await pages.start();
  pages.add('/inner.html', prosePage(`${FILLER}<p>In the frame Redis is named, and Elasticsearch too.</p>`));
  framesUrl = pages.add(
    '/frames.html',
    prosePage(
      `${FILLER}<p>Here stands PostgreSQL.</p><div style="height:1800px"></div><p>Redis far below, and Redis once more.</p>
      <iframe src="/inner.html" width="600" height="300"></iframe>`,
    ),
  );
});
afterAll(() => pages.stop());

/** The popup as a page of its own, told which tab it is for. */
async function popupFor(bench: Bench, url: string): Promise<Page> {
  const finder = await bench.extensionPage();
  const tab = await finder.evaluate(async (wanted) => (await chrome.tabs.query({})).find((t) => t.url === wanted)?.id, url);
  await finder.close();
  return bench.extensionPage(`/src/popup/index.html?tab=${tab}`);
}

/** What the popup lists: heading of each kind, and its terms as they are read aloud. */
function listed(popup: Page): Promise<Record<string, string[]>> {
  return popup.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.terms section')].map((section) => [
        section.querySelector('h3')?.textContent ?? '',
        [...section.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? ''),
      ]),
    ),
  );
}

const stateOf = (popup: Page): Promise<string> => popup.evaluate(() => document.querySelector('.page')?.textContent ?? '');

function toggle(popup: Page, selector: string): Promise<void> {
  return popup.evaluate((wanted) => (document.querySelector(wanted) as HTMLElement).click(), selector);
}

async function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  });
}

describe.each(BROWSERS)('the popup in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());
  afterEach(() => choose(bench, {}));

  it('lists the terms of all frames by kind, their mentions added up', async () => {
    const page = await bench.page(framesUrl);
    await marks(page, 1);
    const popup = await popupFor(bench, framesUrl);
    await until(async () => JSON.stringify(await listed(popup)).includes('3×'), 'the terms of both frames');
    expect(await listed(popup)).toEqual({
      Database: ['PostgreSQL 1×: go to the first'],
      'Cache and queue': ['Redis 3×: go to the first'],
      Search: ['Elasticsearch 1×: go to the first'],
    });
    expect(await stateOf(popup)).toMatch(/3.*5/);
    await popup.close();
    await page.close();
  });

  it('shows a term: the page scrolls to its first mention and opens the card', async () => {
    const page = await bench.page(framesUrl);
    await marks(page, 1);
    const popup = await popupFor(bench, framesUrl);
    await until(async () => (await popup.$$('.term')).length === 3, 'the terms');
    await popup.evaluate(() => (document.querySelector('.term[aria-label^="Redis"]') as HTMLElement).click());
    // The popup closes itself; while it does, Firefox brings no tab to the front.
    await until(() => page.bringToFront().then(() => true), 'the page in front');
    expect((await cardSeen(page, name)).name).toBe('Redis');
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
    await page.close();
  });

  it('switches this site and all of Termlight, and the open page follows without reload', async () => {
    const url = pages.url('/en-post.html');
    const page = await bench.page(url);
    await marks(page, 5);
    await page.evaluate(() => Object.assign(window, { same: true }));
    const popup = await popupFor(bench, url);
    await until(async () => (await popup.$$('.term')).length > 5, 'the terms');
    for (const [selector, state] of [
      ['.site input', /off on this site/i],
      ['header input', /Termlight is off/i],
    ] as const) {
      await popup.bringToFront();
      await toggle(popup, selector);
      await until(async () => state.test(await stateOf(popup)), 'the state');
      expect(await popup.$$('.term')).toHaveLength(0);
      await page.bringToFront();
      await until(async () => (await marked(page)) === 0, 'no marks');
      await popup.bringToFront();
      await toggle(popup, selector);
      await page.bringToFront();
      await marks(page, 5);
      await popup.bringToFront();
      await until(async () => (await popup.$$('.term')).length > 5, 'the terms again');
    }
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await popup.close();
    await page.close();
  });

  it('keeps what was chosen, and stores nothing else', async () => {
    const url = pages.url('/en-post.html');
    const page = await bench.page(url);
    const before = (await marks(page, 5)).filter((text) => text === 'Redis').length;
    const popup = await popupFor(bench, url);
    await toggle(popup, 'input[name=density][value=all]');
    await toggle(popup, 'input[name=theme][value=dark]');
    const stored = () => popup.evaluate((key) => chrome.storage.sync.get(key), SETTINGS_KEY);
    await until(async () => JSON.stringify(await stored()).includes('dark'), 'both choices');
    expect(await stored()).toEqual({ [SETTINGS_KEY]: { version: 1, chosen: { density: 'all', theme: 'dark' } } });
    await popup.close();
    await page.bringToFront();
    await until(async () => (await marks(page)).filter((text) => text === 'Redis').length > before, 'more marks');
    const again = await popupFor(bench, url);
    await until(() => again.evaluate(() => document.documentElement.dataset.theme === 'dark'), 'the dark popup');
    expect(
      await again.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>('input[type=radio]:checked')].map((i) => i.value),
      ),
    ).toEqual(['all', 'usual', 'text', 'dark']);
    await again.close();
    await page.close();
  });

  it('says so where it cannot read, and where nothing is found', async () => {
    const finder = await bench.extensionPage();
    const own = await finder.evaluate(async () => (await chrome.tabs.getCurrent())?.id);
    const unreadable = await bench.extensionPage(`/src/popup/index.html?tab=${own}`);
    await until(async () => /can't be read/.test(await stateOf(unreadable)), 'unreadable');
    const gone = await bench.extensionPage('/src/popup/index.html?tab=99999999');
    await until(async () => /can't be read/.test(await stateOf(gone)), 'a tab that is gone');
    const url = pages.add('/nothing.html', prosePage(FILLER));
    const page = await bench.page(url);
    const nothing = await popupFor(bench, url);
    await until(async () => /no technology/i.test(await stateOf(nothing)), 'nothing found');
    for (const each of [finder, unreadable, gone, page, nothing]) await each.close();
  });

  it('tells of stored settings that cannot be read, and works on', async () => {
    const finder = await bench.extensionPage();
    await finder.evaluate((key) => chrome.storage.sync.set({ [key]: 'garbage' }), SETTINGS_KEY);
    await finder.close();
    const url = pages.url('/en-post.html');
    const page = await bench.page(url);
    await marks(page, 5);
    const popup = await popupFor(bench, url);
    await until(() => popup.evaluate(() => document.querySelector('.fault')?.textContent), 'the fault');
    await toggle(popup, 'input[name=theme][value=light]');
    await until(() => popup.evaluate(() => !document.querySelector('.fault')), 'the fault to be gone');
    const aside = await popup.evaluate(() => chrome.storage.local.get(null));
    expect(JSON.stringify(aside)).toContain('garbage');
    await popup.close();
    await page.close();
  });

  it.runIf(name === 'chrome')('has no fault that axe can find, light and dark, settings open and closed', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const url = pages.url('/ko-post.html');
    const page = await bench.page(url);
    await marks(page, 5);
    for (const theme of ['light', 'dark'] as const) {
      await choose(bench, { theme });
      const popup = await popupFor(bench, url);
      await until(async () => (await popup.$$('.term')).length > 5, 'the terms');
      const own = await popup.evaluate(async () => (await chrome.tabs.getCurrent())?.id);
      const unreadable = await bench.extensionPage(`/src/popup/index.html?tab=${own}`);
      await until(async () => (await stateOf(unreadable)) !== '', 'its state');
      for (const shown of [popup, unreadable]) {
        await shown.bringToFront();
        await shown.evaluate(axe);
        for (const settings of [false, true]) {
          await shown.evaluate((open) => document.querySelector('details')?.toggleAttribute('open', open), settings);
          expect(await axeFaults(shown), `${theme}, settings ${settings ? 'open' : 'closed'}`).toEqual([]);
        }
        await shown.close();
      }
    }
    await page.close();
  });

  it.runIf(name === 'firefox')('asks for access where the reader took it back', async () => {
    const url = pages.url('/en-post.html');
    const page = await bench.page(url);
    await marks(page, 5);
    const popup = await popupFor(bench, url);
    const origins = ['http://*/*', 'https://*/*'];
    expect(await popup.evaluate((all) => chrome.permissions.remove({ origins: all }), origins)).toBe(true);
    const path = await popup.evaluate(() => location.pathname + location.search);
    const again = await bench.extensionPage(path);
    await until(() => again.$('button.primary'), 'the button that asks');
    expect(await stateOf(again)).toMatch(/no access to this site/);
    await again.close();
    await popup.close();
    await page.close();
  });
});
