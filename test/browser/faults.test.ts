/**
 * Faults in real browsers: the background stopped by the browser's own means, the extension gone from under a page, storage spoiled or
 * full. `test/faults` tries the rest, many times over, with the browser faked at the edge.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAILURES_KEY } from '../../src/settings/failures.ts';
import { OWN_TERMS_KEY } from '../../src/settings/own-terms.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { inFirefox } from './around.ts';
import { Bench, BROWSERS, card, cardGone, cardSeen, hover, inCard, marked, markedTexts, marks, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const GECKO_ID = 'termlight@termlight.example';
const VEYRON = { id: 'own-abc123', name: 'Veyron', surfaces: [], exact: false, kind: 'tool', is: 'Our first server.' };

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

/** As the browser does when it wants the memory back. */
async function stopBackground(bench: Bench): Promise<void> {
  if (bench.name === 'firefox') {
    await inFirefox(bench, `WebExtensionPolicy.getByID('${GECKO_ID}').extension.terminateBackground()`);
    return;
  }
  const isOurs = (type: string, url: string) => type === 'service_worker' && url.startsWith(bench.origin);
  const target = bench.browser.targets().find((one) => isOurs(one.type(), one.url()));
  // it may have gone by itself meanwhile
  await target
    ?.worker()
    .then((worker) => worker?.close())
    .catch(() => {});
}

const localOf = (page: Page) => page.evaluate(() => chrome.storage.local.get(null)) as Promise<Record<string, unknown>>;
const textsOf = (page: Page, selector: string) =>
  page.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((element) => element.textContent ?? ''), selector);

describe.each(BROWSERS)('faults, in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());
  beforeEach(async () => {
    const own = await bench.extensionPage();
    await own.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.sync.clear()]));
    await own.close();
  });

  it('the background is stopped between the steps of a hover, and while a page is read', async () => {
    const many = Array.from(
      { length: 120 },
      (_, i) => `<p>No. ${i}: sessions in Redis, orders in MySQL. ${'x '.repeat(400)}</p>`,
    );
    const url = pages.add('/stopped.html', prosePage(`<main>${FILLER}<p>We keep it in PostgreSQL.</p>${many.join('')}</main>`));
    const page = await bench.page(url);
    // read in many messages: some are under way each time
    for (let i = 0; i < 4; i++) await stopBackground(bench);
    await until(async () => (await markedTexts(page)).includes('PostgreSQL'), 'the mark');
    await stopBackground(bench);
    await hover(page, 'PostgreSQL');
    expect((await cardSeen(page, name)).name).toBe('PostgreSQL');
    await stopBackground(bench);
    // "I know this" is heard by a background that has to start for it
    const pressed = await inCard<boolean>(
      page,
      name,
      `function () { const b = [...this.getRootNode().querySelectorAll('button')].find((e) => /know/i.test(e.textContent + e.getAttribute('aria-label'))); b?.click(); return JSON.stringify(!!b); }`,
    );
    expect(pressed).toBe(true);
    await until(async () => !(await markedTexts(page)).includes('PostgreSQL'), 'the mark to go');
    await page.keyboard.press('Escape');
    await cardGone(page);
    const own = await bench.extensionPage();
    expect(Object.keys(await own.evaluate(() => chrome.storage.sync.get(null)))).toContainEqual(expect.stringMatching(/^known-/));
    await own.close();
    await page.close();
  });

  it('spoiled storage is told in the options and set aside, and the last good copy holds', async () => {
    const own = await bench.extensionPage('/src/options/index.html#own');
    await own.evaluate(
      async ([ownKey, settingsKey], term) => {
        await chrome.storage.local.set({ [ownKey]: 'half of a li', [`${ownKey}-last-good`]: [term] });
        await chrome.storage.local.set({ [`${settingsKey}-last-good`]: { version: 1, chosen: { density: 'all' } } });
        await chrome.storage.sync.set({ [settingsKey]: [1, 2], 'known-0': '0.gk2,?!' });
      },
      [OWN_TERMS_KEY, SETTINGS_KEY] as const,
      VEYRON,
    );
    await own.close();
    const list = await bench.extensionPage('/src/options/index.html#own');
    await until(async () => (await textsOf(list, 'main')).some((text) => text.includes('Veyron')), 'the own term');
    const faults = await bench.extensionPage('/src/options/index.html#faults');
    const told = await until(async () => {
      const texts = await textsOf(faults, '.faults li p');
      return texts.length >= 3 ? texts : null;
    }, 'the faults');
    expect(told.join('\n')).toMatch(/"own-terms" could not be read/);
    expect(told.join('\n')).toMatch(/the stored settings have another form/);
    expect(told.join('\n')).toMatch(/"known-0" in synced storage/);
    const url = pages.add('/own.html', prosePage(`<main>${FILLER}<p>Veyron spoke to Redis, and Redis to Veyron.</p></main>`));
    const page = await bench.page(url);
    // all mentions are marked: the copy of the settings says so
    expect(await marks(page, 4)).toEqual(['Redis', 'Redis', 'Veyron', 'Veyron']);
    expect(await localOf(faults)).toMatchObject({
      [`${OWN_TERMS_KEY}-set-aside`]: { stored: 'half of a li' },
      [`${SETTINGS_KEY}-set-aside`]: { stored: [1, 2] },
      'known-0-set-aside': { stored: '0.gk2,?!' },
    });
    for (const each of [list, faults, page]) await each.close();
  });

  it('known terms and settings are kept here while synced storage is full, and handed over when it has room', async () => {
    const own = await bench.extensionPage('/src/options/index.html#looks');
    await own.evaluate(async () => {
      let filled = 0;
      for (let size = 8000; size >= 1; )
        try {
          await chrome.storage.sync.set({ [`filling-${filled}`]: 'x'.repeat(size) });
          filled++;
        } catch {
          size = Math.floor(size / 4);
        }
    });
    const answer = await own.evaluate(() =>
      chrome.runtime.sendMessage({ message: 'know', terms: ['redis', 'mysql'], known: true }),
    );
    expect(answer).toEqual({ ok: { kept: 'local' } });
    const hidden = () =>
      own.evaluate(
        async () => ((await chrome.runtime.sendMessage({ message: 'hello' })) as { ok: { hidden: string[] } }).ok.hidden,
      );
    expect((await hidden()).sort()).toEqual(['mysql', 'redis']);
    await stopBackground(bench);
    await own.evaluate(async () => {
      const filling = Object.keys(await chrome.storage.sync.get(null)).filter((key) => key.startsWith('filling-'));
      await chrome.storage.sync.remove(filling);
    });
    await stopBackground(bench);
    await until(async () => {
      await hidden();
      return own.evaluate(async () => 'known-0' in (await chrome.storage.sync.get(null)));
    }, 'the known terms in synced storage');
    expect((await hidden()).sort()).toEqual(['mysql', 'redis']);
    await own.close();
  });

  it('a failure of ours is counted, shown without text of the page, and erased', async () => {
    const faults = await bench.extensionPage('/src/options/index.html#faults');
    await faults.evaluate(() => {
      const place = 'src/content/main.iife.js:1:20311';
      for (const what of ['TypeError', 'TypeError', 'RangeError'])
        void chrome.runtime.sendMessage({ message: 'failed', what, place });
      // and what is no failure's form is refused
      void chrome.runtime.sendMessage({ message: 'failed', what: 'the text of a page', place });
      void chrome.runtime.sendMessage({ message: 'failed', what: 'Error', place: 'https://page.example/?q=secret' });
      // what a driver runs is no script of the page: its own error event is not heard
      const error = new Error('“a secret” of https://page.example/?q=secret');
      dispatchEvent(new ErrorEvent('error', { error }));
    });
    const told = await until(async () => {
      const texts = await textsOf(faults, '.failures li');
      return texts.length === 3 && texts.some((text) => /2 ×/.test(text)) ? texts.sort() : null;
    }, 'the failures');
    expect(told[1]).toMatch(/RangeError.*In a page · src\/content\/main\.iife\.js:1:20311 · 1 ×/);
    expect(told[2]).toMatch(/TypeError.*2 ×/);
    expect(told[0]).toMatch(/^Error: "…" of …In the options/);
    expect(JSON.stringify(await localOf(faults))).not.toMatch(/secret|page\.example|text of a page/);
    await faults.evaluate(() =>
      [...document.querySelectorAll('button')].find((each) => each.textContent === 'Erase these')?.click(),
    );
    await until(async () => (await textsOf(faults, '.failures li')).length === 0, 'the list to go');
    expect(await localOf(faults)).not.toHaveProperty(FAILURES_KEY);
    await faults.close();
  });

  it('goes from an open page without a word when it is disabled, and comes back when it is enabled', async () => {
    const said: string[] = [];
    const page = await bench.page();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(pages.add('/left.html', prosePage(`<main>${FILLER}<p>We keep it in Redis.</p></main>`)));
    await marks(page);
    await hover(page, 'Redis');
    await cardSeen(page, name);
    // Firefox ends our script at that very moment: a card that is open then stays until the page goes (docs/security.md)
    if (name === 'firefox') {
      await page.keyboard.press('Escape');
      await cardGone(page);
    }
    await setEnabled(bench, false);
    // the page goes on: what is left of us notices with the next thing that it does
    await page.mouse.move(5, 5);
    await page.evaluate(() =>
      document.querySelector('main')?.append(Object.assign(document.createElement('p'), { textContent: 'More Redis.' })),
    );
    await page.mouse.move(9, 9);
    // there it also takes the style along, and the ranges are painted by nothing
    if (name === 'chrome') await until(async () => (await marked(page)) === 0, 'no marks');
    await until(async () => (await card(page, name)) === null, 'no card');
    await setEnabled(bench, true);
    await page.reload();
    await page.bringToFront();
    expect(await marks(page)).toContain('Redis');
    expect(said).toEqual([]);
    await page.close();
  });
});

/** The reader's own switch, on the browser's page of extensions. */
async function setEnabled(bench: Bench, enabled: boolean): Promise<void> {
  if (bench.name === 'firefox') {
    await inFirefox(
      bench,
      `(async () => {
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await (await AddonManager.getAddonByID('${GECKO_ID}')).${enabled ? 'enable' : 'disable'}();
      })()`,
    );
    return;
  }
  const page = await bench.browser.newPage();
  await page.goto('chrome://extensions/');
  await page.evaluate(
    (id, isEnabled) => {
      const { management } = chrome as unknown as { management?: { setEnabled(id: string, on: boolean): Promise<void> } };
      const { developerPrivate } = chrome as unknown as {
        developerPrivate: { updateExtensionConfiguration?: unknown };
      };
      if (management) return management.setEnabled(id, isEnabled);
      throw new Error(`no way to switch: ${Object.keys(developerPrivate ?? {}).join()}`);
    },
    new URL(bench.origin).host,
    enabled,
  );
  await page.close();
}
