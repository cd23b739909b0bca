import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OWN_TERMS_KEY, type OwnTerm } from '../../src/settings/own-terms.ts';
import { PLAIN_HERE_KEY } from '../../src/settings/plain-here.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { Bench, BROWSERS, marks, until } from './harness.ts';
import { Pages } from './pages.ts';
import { choose } from './settings.ts';

const PATH = '/src/options/index.html';
const ROUTES = [
  'glossary',
  'glossary?kind=database',
  'term/redis',
  'known',
  'own',
  'sites',
  'looks',
  'shortcuts',
  'backup',
  'privacy',
  'licenses',
  'faults',
];
const VEYRON: OwnTerm = {
  id: 'own-veyron1',
  name: 'Veyron',
  surfaces: ['베이론'],
  exact: false,
  kind: 'service',
  is: 'Our biller.',
};

/** Texts of all elements that fit a selector, in view or not. */
/** What stands in a view that is not ready. */
const READING = 'Reading …';

function texts(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) => [...document.querySelectorAll(wanted)].map((e) => (e.textContent ?? '').replace(/\s+/g, ' ').trim()),
    selector,
  );
}

const names = (page: Page): Promise<string[]> => texts(page, '.terms b');
const notice = async (page: Page): Promise<string> => (await texts(page, '.notice p'))[0] ?? '';

/** Presses the first button or link whose visible or spoken name is this, when it is there. */
async function press(page: Page, name: string): Promise<void> {
  const pressed = () =>
    page.evaluate((wanted) => {
      const all = [...document.querySelectorAll<HTMLElement>('main button, main a, .notices button, nav a, dialog button')];
      const found = all.find((e) => (e.getAttribute('aria-label') ?? e.innerText).trim() === wanted);
      found?.focus();
      found?.click();
      return found !== undefined;
    }, name);
  await until(pressed, `“${name}” to press`);
}

/** What has the focus: its tag, and its name or text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    return `${at?.localName} ${at?.getAttribute('aria-label') ?? at?.innerText?.split('\n')[0] ?? ''}`.trim();
  });
}

function go(page: Page, hash: string): Promise<void> {
  return page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const stored = (page: Page, area: 'sync' | 'local', key: string): Promise<unknown> =>
  page.evaluate(async (where, what) => (await chrome.storage[where].get(what))[what], area, key);

async function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  });
}

describe.each(BROWSERS)('the options in %s', (name) => {
  let bench: Bench;
  let page: Page;
  const open = async (hash = ''): Promise<Page> => {
    page = await bench.extensionPage(PATH + hash);
    await page.bringToFront();
    await until(async () => !['', READING].includes((await texts(page, 'main h1 + *'))[0] ?? ''), 'the view');
    return page;
  };
  const pages = new Pages();
  beforeAll(async () => {
    await pages.start();
    bench = await Bench.open(name);
  });
  afterAll(async () => {
    await bench?.close();
    await pages.stop();
  });
  afterEach(async () => {
    await page.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.sync.clear()]));
    await page.close();
  });

  it('are a page of their own, as the manifest says', async () => {
    await open();
    const { options_ui } = await page.evaluate(() => chrome.runtime.getManifest());
    expect(options_ui?.open_in_tab).toBe(true);
    expect(options_ui?.page).toContain('src/options/index.html');
    await until(async () => (await page.title()) === 'Glossary · Termlight', 'the title');
  });

  it('search the glossary as one types, by kind and by Korean form', async () => {
    await open();
    await until(async () => (await names(page)).length >= 20, 'the first rows');
    await page.type('input[type=search]', 'redi');
    await until(async () => (await names(page))[0] === 'Redis', 'Redis first');
    expect((await names(page)).length).toBeLessThan(10);
    expect((await texts(page, '.count'))[0]).toMatch(/^Terms: \d$/);
    expect(await page.evaluate(() => location.hash)).toBe('#glossary?q=redi');
    await until(async () => /data store/.test((await texts(page, '.terms .is'))[0] ?? ''), 'its sentence');
    await page.evaluate(() => {
      const input = document.querySelector('input[type=search]') as HTMLInputElement;
      input.value = '';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await page.type('input[type=search]', '포스트그레');
    await until(async () => (await names(page))[0] === 'PostgreSQL', 'by its Korean form');
    expect((await texts(page, '.terms .also'))[0]).toMatch(/포스트그레/);
    await go(page, '#glossary?kind=database');
    await until(async () => (await texts(page, '.terms .kind')).every((kind) => kind === 'Database'), 'databases only');
    const [count] = await texts(page, '.count');
    await until(async () => {
      const chosen = await page.evaluate(() => document.querySelector('select')?.selectedOptions[0]?.text ?? '');
      return chosen.replace(/\D/g, '') === count?.replace(/\D/g, '');
    }, 'the same number in the list of kinds');
    await page.select('select', '');
    await until(async () => (await texts(page, '.count'))[0] !== count, 'all kinds');
  });

  it('show more of a long list when one comes to its end', async () => {
    await open();
    const before = await until(async () => (await names(page)).length, 'rows');
    await page.evaluate(() => document.querySelector('.more')?.scrollIntoView());
    await until(async () => (await names(page)).length > before, 'more rows');
  });

  it('open a term by the keyboard, turn its card and come back to the row', async () => {
    await open();
    await page.focus('input[type=search]');
    await page.keyboard.type('sidekiq');
    await until(async () => (await names(page))[0] === 'Sidekiq', 'Sidekiq');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^a Sidekiq/);
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toMatch(/^input/);
    await page.keyboard.press('Enter');
    await until(async () => (await texts(page, '.card h2'))[0] === 'Sidekiq', 'the card');
    expect(await focused(page)).toBe('section Sidekiq');
    await until(async () => (await page.title()) === 'Sidekiq · Glossary · Termlight', 'the title');
    await press(page, '한국어');
    await until(async () => (await page.$eval('.card', (card) => (card as HTMLElement).lang)) === 'ko', 'in Korean');
    await page.evaluate(() => {
      const chip = [...document.querySelectorAll<HTMLElement>('.card .chips button')].find((b) => b.innerText === 'Redis');
      chip?.click();
    });
    await until(async () => (await texts(page, '.card h2'))[0] === 'Redis', 'the neighbor');
    expect(await page.$eval('.card', (card) => (card as HTMLElement).lang)).toBe('ko');
    expect(await page.evaluate(() => location.hash)).toBe('#term/redis');
    await page.evaluate(() => history.back());
    await until(async () => (await texts(page, '.card h2'))[0] === 'Sidekiq', 'back');
    await page.keyboard.press('Escape');
    await until(async () => !(await page.$('.card')), 'no card');
    await until(async () => /^a Sidekiq/.test(await focused(page)), 'the focus on its row');
    expect(await page.$eval('input[type=search]', (input) => (input as HTMLInputElement).value)).toBe('sidekiq');
  });

  it('open a term by its address, an own one too, and say when there is none', async () => {
    await open('#term/redis');
    await until(async () => (await texts(page, '.card h2'))[0] === 'Redis', 'the card');
    await page.evaluate((key, terms) => chrome.storage.local.set({ [key]: terms }), OWN_TERMS_KEY, [VEYRON]);
    await go(page, `#term/${VEYRON.id}`);
    await until(async () => (await texts(page, '.card .is'))[0] === 'Our biller.', 'the own card');
    expect(await texts(page, '.term .tools')).toEqual([expect.stringContaining('Edit in your own terms')]);
    await go(page, '#term/no-such');
    await until(async () => /no term “no-such”/.test((await texts(page, '.term .state'))[0] ?? ''), 'none');
  });

  it('mark a term as known, list it, and take it back', async () => {
    await open('#term/redis');
    const pressed = () => page.$eval('.tools [aria-pressed]', (button) => button.getAttribute('aria-pressed'));
    await until(() => page.$('.tools [aria-pressed]'), 'the button');
    await press(page, 'I know this');
    await until(async () => (await pressed()) === 'true', 'known');
    await until(async () => /“Redis” is not marked/.test(await notice(page)), 'the notice');
    await press(page, 'Undo');
    await until(async () => (await pressed()) === 'false', 'undone');
    await press(page, 'I know this');
    await until(async () => (await pressed()) === 'true', 'known again');
    await page.evaluate(() => chrome.runtime.sendMessage({ message: 'know', terms: ['postgresql', 'go'], known: true }));
    await go(page, '#known');
    await until(async () => (await texts(page, '.rows .what a')).length === 3, 'three');
    expect(await texts(page, '.rows .what a')).toEqual(['Go', 'PostgreSQL', 'Redis']);
    expect((await texts(page, '.rows small'))[0]).toMatch(/^Language · since \w+ \d+, \d{4}$/);
    await page.type('input[type=search]', '레디');
    await until(async () => (await texts(page, '.rows .what a')).join() === 'Redis', 'found by its Korean form');
    await press(page, 'Mark again: Redis');
    await until(async () => (await texts(page, '.rows .what a')).length === 0, 'gone');
    await page.evaluate(() => {
      const input = document.querySelector('input[type=search]') as HTMLInputElement;
      input.value = '';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await until(async () => (await texts(page, '.rows .what a')).join() === 'Go,PostgreSQL', 'two left');
    await press(page, 'Mark all again');
    await until(async () => !(await page.$('.rows')), 'none');
    expect(await focused(page)).toBe('h1 Terms you know');
    // Till then the notice is the one before, with an undo of its own.
    await until(async () => /\b2\b/.test(await notice(page)), 'the notice for both');
    await press(page, 'Undo');
    await until(async () => (await texts(page, '.rows .what a')).join() === 'Go,PostgreSQL', 'back');
  });

  it('switch sites off and on', async () => {
    await open('#sites');
    const off = async () =>
      ((await stored(page, 'sync', SETTINGS_KEY)) as { chosen: { offSites: string[] } } | undefined)?.chosen.offSites ?? [];
    const add = async (text: string) => {
      await page.evaluate(() => {
        (document.querySelector('#site-fault')?.previousElementSibling?.querySelector('input') as HTMLInputElement).value = '';
      });
      await page.type('form input', text);
      await page.keyboard.press('Enter');
    };
    await add('https://Mail.example.com/inbox?x');
    await until(async () => (await texts(page, '.rows .what')).join() === 'mail.example.com', 'the site');
    await until(async () => (await off()).join() === 'mail.example.com', 'it to be stored');
    await add('two words');
    await until(async () => /Type a host/.test((await texts(page, '#site-fault'))[0] ?? ''), 'refused');
    expect(await focused(page)).toMatch(/^input/);
    await add('mail.example.com');
    await until(async () => /in the list already/.test((await texts(page, '#site-fault'))[0] ?? ''), 'twice');
    await add('example.org');
    await until(async () => (await texts(page, '.rows .what')).length === 2, 'two sites');
    await press(page, 'Switch on: example.org');
    await until(async () => (await off()).join() === 'mail.example.com', 'switched on');
    expect(await focused(page)).toBe('button Switch on: mail.example.com');
    await press(page, 'Undo');
    await until(async () => (await off()).length === 2, 'undone');
  });

  it('list what was called wrong on a site, and mark it again', async () => {
    await open('#sites');
    await page.evaluate((key) => chrome.storage.local.set({ [key]: { 'a.example': ['redis', 'go'] } }), PLAIN_HERE_KEY);
    await until(async () => (await texts(page, '.host .what')).join() === 'Redis,Go', 'both');
    await press(page, 'Mark again: Redis');
    await until(async () => (await texts(page, '.host .what')).join() === 'Go', 'one');
    expect(await stored(page, 'local', PLAIN_HERE_KEY)).toEqual({ 'a.example': ['go'] });
    await press(page, 'Undo');
    await until(async () => (await texts(page, '.host .what')).join() === 'Go,Redis', 'both again');
  });

  it('store each look at once, and nothing besides', async () => {
    await open('#looks');
    await until(() => page.$('input[name=markStyle]'), 'the choices');
    const click = (selector: string) =>
      page.evaluate((wanted) => (document.querySelector(wanted) as HTMLElement).click(), selector);
    for (const [field, value] of [
      ['markStyle', 'tint'],
      ['markColor', 'violet'],
      ['trigger', 'alt'],
      ['delay', '400'],
      ['theme', 'dark'],
    ])
      await click(`input[name=${field}][value="${value}"]`);
    const wanted = { markStyle: 'tint', markColor: 'violet', trigger: 'alt', delay: 400, theme: 'dark' };
    await until(async () => JSON.stringify(await stored(page, 'sync', SETTINGS_KEY)).includes('dark'), 'all stored');
    expect(await stored(page, 'sync', SETTINGS_KEY)).toEqual({ version: 1, chosen: wanted });
    // two samples with two marks each, and the choice itself in its look
    await until(() => page.evaluate(() => (CSS.highlights.get('termlight-tint-violet')?.size ?? 0) >= 5), 'the samples');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  });

  it('say so when nothing can be stored', async () => {
    await open('#looks');
    await until(() => page.$('input[name=delay]'), 'the choices');
    await page.evaluate(() => {
      const full = () => Promise.reject(new Error('the disk is full'));
      for (const api of [chrome, (globalThis as unknown as { browser?: typeof chrome }).browser])
        if (api) for (const area of [api.storage.sync, api.storage.local]) Object.defineProperty(area, 'set', { value: full });
    });
    await page.evaluate(() => (document.querySelector('input[name=delay][value="700"]') as HTMLElement).click());
    await until(async () => /could not be saved.*the disk is full/.test(await notice(page)), 'the fault');
    await until(() =>
      page.evaluate(() => (document.querySelector('input[name=delay][value="220"]') as HTMLInputElement).checked),
    );
  });

  it('move the focus to the heading when the view changes, and let one skip the navigation', async () => {
    await open('#glossary');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('button Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('h1 Glossary');
    for (const [link, title] of [
      ['Privacy', 'Privacy'],
      ['Look and behavior', 'Look and behavior'],
    ] as const) {
      await press(page, link);
      await until(async () => (await focused(page)) === `h1 ${title}`, `the heading ${title}`);
      await until(async () => (await page.title()) === `${title} · Termlight`, 'the title');
      await until(async () => (await texts(page, 'nav [aria-current=page]')).join() === title, 'the place in the navigation');
    }
  });

  it('show what the browser has for shortcuts, and the licenses', async () => {
    await open('#shortcuts');
    const keys = await page.evaluate(async () => (await chrome.commands.getAll()).map(({ shortcut = '' }) => shortcut));
    await until(async () => (await texts(page, 'tbody tr')).length === keys.length, 'all commands');
    expect((await texts(page, 'kbd')).length).toBe(keys.filter((key) => key !== '').length + 2);
    await go(page, '#licenses');
    await until(async () => (await texts(page, '.licenses h2')).some((title) => title.startsWith('Simple Icons')), 'the notice');
  });

  it('show what could not be read, and put it away', async () => {
    await open();
    await page.evaluate((key) => chrome.storage.sync.set({ [key]: { version: 1, chosen: { theme: 7 } } }), SETTINGS_KEY);
    await until(async () => (await texts(page, 'nav a')).includes('What went wrong'), 'the place');
    await go(page, '#faults');
    await until(async () => (await texts(page, '.faults li')).length === 1, 'the fault');
    expect((await texts(page, '.faults li'))[0]).toMatch(/could not be read: theme/);
    expect(await page.$eval('.faults textarea', (area) => (area as HTMLTextAreaElement).value)).toContain('"theme": 7');
    await choose(bench, {});
    await page.bringToFront();
    await press(page, 'Remove this copy');
    await until(async () => /^Nothing\./.test((await texts(page, 'main .state'))[0] ?? ''), 'nothing');
    await press(page, 'Undo');
    await until(async () => (await texts(page, '.faults li')).length === 1, 'back');
  });

  it('erase everything, after asking', async () => {
    await choose(bench, { density: 'all' });
    await open('#privacy');
    await page.evaluate((key, terms) => chrome.storage.local.set({ [key]: terms }), OWN_TERMS_KEY, [VEYRON]);
    await press(page, 'Erase everything …');
    expect(await focused(page)).toBe('button Cancel');
    await page.keyboard.press('Enter');
    expect(await page.$('dialog[open]')).toBeNull();
    expect(await stored(page, 'local', OWN_TERMS_KEY)).toEqual([VEYRON]);
    await press(page, 'Erase everything …');
    await press(page, 'Erase');
    await until(async () => /erased/.test(await notice(page)), 'the word');
    const areas = () =>
      page.evaluate(() => Promise.all((['sync', 'local', 'session'] as const).map((area) => chrome.storage[area].get(null))));
    expect(await areas()).toEqual([{}, {}, {}]);
    await until(async () => (await texts(page, 'main .state')).includes('Nothing is stored.'), 'the empty list');

    // all is as after installing, and can be changed
    await go(page, '#looks');
    await until(() =>
      page.evaluate(() => (document.querySelector('input[name=density][value="section"]') as HTMLInputElement | null)?.checked),
    );
    const post = await bench.page(pages.url('/en-post.html'));
    expect((await marks(post)).length).toBeGreaterThan(3);
    await post.close();
    await page.bringToFront();
    await page.evaluate(() => (document.querySelector('input[name=density][value="page"]') as HTMLElement).click());
    await until(async () => JSON.stringify(await stored(page, 'sync', SETTINGS_KEY))?.includes('"density":"page"'), 'the choice');
  });

  it('show everything that is stored, piece by piece', async () => {
    await choose(bench, { density: 'all' });
    await open('#privacy');
    await page.evaluate(
      (own, terms, plain) => chrome.storage.local.set({ [own]: terms, [plain]: { 'a.example': ['redis'] } }),
      OWN_TERMS_KEY,
      [VEYRON],
      PLAIN_HERE_KEY,
    );
    await page.evaluate(() => chrome.runtime.sendMessage({ message: 'know', terms: ['redis'], known: true }));
    const shown = async () =>
      (await page.$$eval('.stored li', (all) =>
        all.map((e) => `${e.closest('ul')?.dataset.area} ${e.querySelector('code')?.textContent}`),
      )) as string[];
    const here = () =>
      page.evaluate(async () => {
        const areas = ['sync', 'local', 'session'] as const;
        const keys = areas.map(async (area) => Object.keys(await chrome.storage[area].get(null)).map((key) => `${area} ${key}`));
        return (await Promise.all(keys)).flat();
      });
    await until(async () => (await shown()).sort().join() === (await here()).sort().join(), 'all keys');
    expect(await shown()).toEqual(
      expect.arrayContaining(['sync settings', 'sync known-0', 'local own-terms', 'local known-last-good', 'local known']),
    );
    expect((await texts(page, '.stored summary span')).filter((text) => /another version/.test(text))).toEqual([]);
    await page.evaluate(() => {
      const row = [...document.querySelectorAll('.stored li')].find(
        (li) => li.querySelector('code')?.textContent === 'own-terms',
      );
      row?.querySelector('summary')?.click();
    });
    await until(async () => (await texts(page, '.stored pre'))[0]?.includes('"name": "Veyron"'), 'what is in it');
  });

  it('have no fault that axe can find, light and dark, on every route', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const theme of ['light', 'dark'] as const) {
      await choose(bench, { theme, offSites: ['mail.example.com'] });
      await open();
      await page.evaluate(
        (own, plain, terms) => chrome.storage.local.set({ [own]: terms, [plain]: { 'a.example': ['redis'] } }),
        OWN_TERMS_KEY,
        PLAIN_HERE_KEY,
        [VEYRON],
      );
      await page.evaluate(() =>
        chrome.storage.local.set({ 'known-set-aside': { fault: 'unreadable', stored: 7, on: '2026-11-20T08:00:00Z' } }),
      );
      await page.evaluate(() => chrome.runtime.sendMessage({ message: 'know', terms: ['redis', 'go'], known: true }));
      await page.evaluate(axe);
      for (const route of ROUTES) {
        await go(page, `#${route}`);
        await until(async () => {
          const current = await page.evaluate(() => document.querySelector('nav [aria-current]')?.getAttribute('href')?.slice(1));
          return current === route.replace(/^term.*|\?.*/, '') || (route.startsWith('term') && (await page.$('.card')));
        }, route);
        await until(async () => !(await texts(page, 'main .state')).some((text) => text.startsWith('Reading')), 'all read');
        expect(await axeFaults(page), `${route}, ${theme}`).toEqual([]);
      }
      if (theme === 'light') await page.close();
    }
  });

  it('fit a narrow screen, which is also what twice the text size leaves', async () => {
    await open();
    await page.setViewport({ width: 320, height: 640 });
    for (const route of ROUTES) {
      await go(page, `#${route}`);
      await until(
        async () =>
          route.startsWith('glossary') || route === 'term/redis' || (await page.$(`nav [aria-current][href="#${route}"]`)),
        route,
      );
      if (route === 'term/redis') await until(() => page.$('.card'), 'the card');
      expect(await page.evaluate(() => document.documentElement.scrollWidth), route).toBeLessThanOrEqual(320);
    }
    expect(await page.evaluate(() => document.querySelector('nav')?.checkVisibility())).toBe(false);
    await page.click('.menu');
    expect(await page.evaluate(() => document.querySelector('nav')?.checkVisibility())).toBe(true);
    expect(await page.$eval('.menu', (menu) => menu.getAttribute('aria-expanded'))).toBe('true');
    await press(page, 'Sites');
    await until(async () => (await focused(page)) === 'h1 Sites', 'the view');
    expect(await page.evaluate(() => document.querySelector('nav')?.checkVisibility())).toBe(false);
  });

  it('answer each key soon, over 5,000 terms more than the glossary has', async () => {
    await open();
    await page.evaluate(
      (key, term) => {
        const terms = Array.from({ length: 5000 }, (_, i) => ({
          ...term,
          id: `own-${String(i).padStart(8, '0')}`,
          name: `Service ${i}`,
          surfaces: [`용어 ${i}`, `svc-${i}.js`],
        }));
        return chrome.storage.local.set({ [key]: terms });
      },
      OWN_TERMS_KEY,
      VEYRON,
    );
    await until(async () => /[5-9]\d{3}/.test((await texts(page, '.count'))[0] ?? ''), 'all of them');
    const times = await page.evaluate(async () => {
      const input = document.querySelector('input[type=search]') as HTMLInputElement;
      const spent: number[] = [];
      for (const word of ['service 42', 'redis', '용어 1']) {
        for (let end = 0; end <= word.length; end++) {
          await new Promise((done) => requestAnimationFrame(done));
          const from = performance.now();
          input.value = word.slice(0, end);
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
          // the framework draws in a microtask or two; then the layout
          for (let i = 0; i < 4; i++) await Promise.resolve();
          document.body.getBoundingClientRect();
          spent.push(performance.now() - from);
        }
      }
      return spent;
    });
    const sorted = times.toSorted((a, b) => a - b);
    console.log(
      `${name}: a key in the options' search, drawn: median ${sorted[sorted.length >> 1]?.toFixed(1)} ms, most ${sorted.at(-1)?.toFixed(1)} ms`,
    );
    expect((await names(page))[0]).toBe('Service 1');
  });
});
