/** Own terms, their files, back-up and restore, as the reader has them in the options; and settings when synced storage is full. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OWN_TERMS_KEY, type OwnTerm } from '../../src/settings/own-terms.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { Bench, BROWSERS, cardGone, cardSeen, hover, marked, marksAre, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const pages = new Pages();
let url = '';
beforeAll(async () => {
  await pages.start();
  url = pages.add('/veyron.html', prosePage(`${FILLER}<p>Everything goes through Veyron before it reaches Redis.</p>`));
});
afterAll(() => pages.stop());

const options = (bench: Bench, hash: string): Promise<Page> => bench.extensionPage(`/src/options/index.html${hash}`);

/** Writes into a field of the form as a hand would leave it. */
async function fill(page: Page, field: string, text: string): Promise<void> {
  await until(() => page.$(`.own-form [data-field="${field}"]`), `the field ${field}`);
  await page.evaluate(
    (name, value) => {
      const input = document.querySelector(`.own-form [data-field="${name}"]`) as HTMLInputElement | HTMLTextAreaElement;
      input.value = value;
      input.dispatchEvent(new Event(input.localName === 'select' ? 'change' : 'input', { bubbles: true }));
    },
    field,
    text,
  );
}

/** Presses the first button that is named so, by its label or its text. */
async function press(page: Page, name: RegExp): Promise<void> {
  await until(
    () =>
      page.evaluate((source) => {
        const named = new RegExp(source);
        const button = [...document.querySelectorAll('main button, .notices button')].find((each) =>
          named.test(each.getAttribute('aria-label') ?? each.textContent ?? ''),
        ) as HTMLButtonElement | undefined;
        if (!button || button.disabled) return false;
        button.click();
        return true;
      }, name.source),
    `a button ${name}`,
  );
}

/** Gives the page a file, as its file button would. */
function give(page: Page, name: string, text: string): Promise<void> {
  return page.evaluate(
    (file, content) => {
      const input = document.querySelector('input[type=file]') as HTMLInputElement;
      const chosen = new DataTransfer();
      chosen.items.add(new File([content], file));
      input.files = chosen.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    name,
    text,
  );
}

/** Runs `act` and returns what the page gave as a file. */
async function given(page: Page, act: () => Promise<void>): Promise<string> {
  await page.evaluate(() => {
    const made = URL.createObjectURL.bind(URL);
    const window_ = window as unknown as { given?: string };
    delete window_.given;
    URL.createObjectURL = (blob: Blob) => {
      // text() would take the mark away
      void blob.arrayBuffer().then((bytes) => {
        window_.given = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      });
      return made(blob);
    };
  });
  await act();
  return until(() => page.evaluate(() => (window as unknown as { given?: string }).given), 'a file');
}

const textOf = (page: Page, selector: string): Promise<string> =>
  page.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((each) => each.textContent).join('\n'), selector);
const seen = (page: Page, selector: string, text: RegExp): Promise<boolean> =>
  until(async () => text.test(await textOf(page, selector)), `${text} in ${selector}`);
const rows = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('.own-terms b')].map((each) => each.textContent ?? ''));
const stored = (page: Page, area: 'local' | 'sync'): Promise<Record<string, unknown>> =>
  page.evaluate((name) => chrome.storage[name].get(null) as Promise<Record<string, unknown>>, area);

async function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  });
}

const CSV = `name;surfaces;kind;is;owner
"Veyron";"베이론|veyron-gw";service;"Our gateway;
before everything";me
Golf;;car;A service;me
Polo;;service;=SUM(A1);me
Redis;;tool;Ours, not theirs;me
`;

describe.each(BROWSERS)('own terms in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());
  afterEach(async () => {
    const page = await bench.extensionPage();
    await page.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.sync.clear()]));
    await page.close();
  });

  it('are marked at once in an open page, with the reader’s own card, and plain again when deleted', async () => {
    const page = await bench.page(url);
    await marksAre(page, ['Redis']);
    await page.evaluate(() => Object.assign(window, { same: true }));
    const own = await options(bench, '#own');
    await press(own, /^Add a term/);
    await fill(own, 'name', 'Veyron');
    await fill(own, 'is', 'Our gateway before all services.');
    await fill(own, 'kind', 'service');
    await press(own, /^Save$/);
    await until(async () => (await rows(own)).includes('Veyron'), 'the new term');

    await page.bringToFront();
    await marksAre(page, ['Redis', 'Veyron']);
    await hover(page, 'Veyron');
    const card = await cardSeen(page, name);
    expect(card.name).toBe('Veyron');
    expect(card.text).toContain('Our gateway before all services.');
    await page.mouse.move(5, 5);
    await cardGone(page);

    await own.bringToFront();
    await press(own, /^Edit Veyron/);
    await fill(own, 'is', 'Our second gateway.');
    await press(own, /^Save$/);
    await until(async () => /second/.test(await textOf(own, '.own-terms .is')), 'the new words');
    await page.bringToFront();
    await until(async () => {
      await page.mouse.move(5, 5);
      await cardGone(page);
      if ((await marked(page)) < 2) return false;
      await hover(page, 'Veyron');
      return (await cardSeen(page, name)).text.includes('Our second gateway.');
    }, 'the card with the new words');

    await own.bringToFront();
    await press(own, /^Delete Veyron/);
    await until(async () => (await rows(own)).length === 0, 'an empty list');
    await page.bringToFront();
    await until(async () => (await marked(page)) === 1, 'one mark');
    await own.bringToFront();
    await press(own, /^Undo$/);
    await page.bringToFront();
    await marksAre(page, ['Redis', 'Veyron']);
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await own.close();
    await page.close();
  });

  it('tell what is wrong beside the field, and focus the first such field', async () => {
    const own = await options(bench, '#own');
    await press(own, /^Add a term/);
    await fill(own, 'name', 'Veyron');
    await fill(own, 'url', 'veyron.example');
    await press(own, /^Save$/);
    await seen(own, '#own-fault-is', /Write something/);
    await seen(own, '#own-fault-url', /http/);
    expect(await own.evaluate(() => document.activeElement?.getAttribute('data-field'))).toBe('is');
    expect(
      await own.evaluate(() =>
        [...document.querySelectorAll('[aria-invalid=true]')].map((each) => each.getAttribute('data-field')),
      ),
    ).toEqual(['is', 'url']);
    await fill(own, 'is', 'Ours.');
    await fill(own, 'url', '');
    await fill(own, 'surfaces', 'Redis');
    await seen(own, '.own-form [role=status]', /glossary.*Redis/);
    await press(own, /^Save$/);
    await until(async () => (await rows(own)).length === 1, 'the term');
    await press(own, /^Add a term/);
    await fill(own, 'name', 'Golf');
    await fill(own, 'is', 'Ours.');
    await fill(own, 'surfaces', 'golf-gw\nＶＥＹＲＯＮ');
    await press(own, /^Save$/);
    await seen(own, '#own-fault-surfaces', /already.*Veyron/);
    expect(await rows(own)).toEqual(['Veyron']);
    await own.close();
  });

  it('come from a file with its faults told by line, and go into one that comes back the same', async () => {
    const own = await options(bench, '#own');
    await until(() => own.$('input[type=file]'), 'the file button');
    await give(own, 'team.csv', CSV);
    await seen(own, '.panel', /Line 4: kind: “car”/);
    expect(await textOf(own, '.panel')).toMatch(/owner/);
    expect(await textOf(own, '.panel')).toMatch(/goes before it: Redis/);
    expect(await rows(own)).toEqual([]);
    await press(own, /^Import 3/);
    await until(async () => (await rows(own)).length === 3, 'the terms');
    expect(await rows(own)).toEqual(['Veyron', 'Polo', 'Redis']);

    const csv = await given(own, () => press(own, /CSV/));
    expect(csv).toMatch(/^\ufeffname,/);
    expect(csv).toContain("'=SUM(A1)");
    const json = await given(own, () => press(own, /JSON/));
    for (const [file, text] of [
      ['a.csv', csv],
      ['a.json', json],
    ] as const) {
      await give(own, file, text);
      await seen(own, '.panel', /left alone: 3/);
      await press(own, /^Cancel$/);
      await until(async () => !(await own.$('.panel')), 'the panel to be gone');
    }

    await give(own, 'other.csv', 'name,kind,is\npolo,tool,Another one\n');
    await seen(own, '.panel', /Line 2: “polo”. Yours: Polo/);
    await own.evaluate(() => (document.querySelector('input[name=onClash][value=replace]') as HTMLElement).click());
    await press(own, /^Import 1/);
    await until(async () => (await rows(own)).includes('polo'), 'the other term');
    await press(own, /^Undo$/);
    await until(async () => (await rows(own)).includes('Polo'), 'the first term');
    await own.close();
  });

  it('refuse a file that is no list of terms', async () => {
    const own = await options(bench, '#own');
    await until(() => own.$('input[type=file]'), 'the file button');
    await give(own, 'bad.json', '[\n  { "name": "x", }\n]');
    await seen(own, '.panel', /Line 2, column 18: .*no JSON/);
    expect(await own.$eval('.panel .primary', (button) => (button as HTMLButtonElement).disabled)).toBe(true);
    await own.close();
  });

  it('are backed up with everything else, restored, and put back as they were', async () => {
    const term: OwnTerm = { id: 'own-abc123', name: 'Veyron', surfaces: [], exact: false, kind: 'tool', is: 'Ours.' };
    const backup = await options(bench, '#backup');
    await backup.evaluate(
      async (key, settings, own) => {
        await chrome.storage.local.set({ [key]: [own], 'plain-here': { 'a.example': ['redis'] }, known: '3.gk2' });
        await chrome.storage.sync.set({ [settings]: { version: 1, chosen: { offSites: ['b.example'], density: 'all' } } });
      },
      OWN_TERMS_KEY,
      SETTINGS_KEY,
      term,
    );
    const file = await given(backup, () => press(backup, /^Save a back-up/));
    expect(JSON.parse(file)).toMatchObject({
      format: 'termlight-backup',
      version: 1,
      settings: { version: 1, chosen: { offSites: ['b.example'], density: 'all' } },
      known: [{ id: expect.any(String), known: true }],
      own: [term],
      plainHere: { 'a.example': ['redis'] },
    });
    await backup.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.sync.clear()]));
    await give(backup, 'backup.json', file);
    await seen(backup, '.panel', /Settings: 2/);
    expect(await textOf(backup, '.panel')).toMatch(/Known terms: 1 added[\s\S]*own terms: 1 added/);
    await press(backup, /^Restore$/);
    await seen(backup, '.notices', /restored/);
    const there = await stored(backup, 'local');
    expect(there).toMatchObject({ [OWN_TERMS_KEY]: [term], 'plain-here': { 'a.example': ['redis'] } });
    expect((await stored(backup, 'sync'))[SETTINGS_KEY]).toEqual({
      version: 1,
      chosen: { offSites: ['b.example'], density: 'all' },
    });
    const again = await given(backup, () => press(backup, /^Save a back-up/));
    expect({ ...JSON.parse(again), made: '' }).toEqual({ ...JSON.parse(file), made: '' });

    await press(backup, /^Go back to it/);
    await until(async () => !((await stored(backup, 'local'))[OWN_TERMS_KEY] as unknown[]).length, 'no own terms');
    await until(async () => !('before-restore' in (await stored(backup, 'local'))), 'the copy to be gone');
    expect((await stored(backup, 'sync'))[SETTINGS_KEY]).toMatchObject({ chosen: {} });
    await backup.close();
  });

  it('stay when a back-up is damaged or newer', async () => {
    const backup = await options(bench, '#backup');
    await until(() => backup.$('input[type=file]'), 'the file button');
    const before = JSON.stringify(await stored(backup, 'local'));
    for (const [text, fault] of [
      ['{"format": "termlight-backup", "version": 9}', /version 9.*newer/],
      ['{"format": "termlight-backup", "version": 1, "own": 3}', /own is damaged/],
      ['{"name": 1}', /no back-up of Termlight/],
      ['{"format": ', /Line 1, column 12/],
    ] as const) {
      await give(backup, 'bad.json', text);
      await seen(backup, '.panel', fault);
      expect(await textOf(backup, '.panel button')).toBe('Close');
    }
    expect(JSON.stringify(await stored(backup, 'local'))).toBe(before);
    await backup.close();
  });

  it('settings are kept here when synced storage is full, and handed over when it has room', async () => {
    const looks = await options(bench, '#looks');
    await until(() => looks.$('input[name=density][value=all]'), 'the settings');
    // fill it for real: the browser itself refuses the next write
    await looks.evaluate(async () => {
      let filled = 0;
      for (let size = 8000; size >= 1; )
        try {
          await chrome.storage.sync.set({ [`filling-${filled}`]: 'x'.repeat(size) });
          filled++;
        } catch {
          size = Math.floor(size / 4);
        }
    });
    await looks.evaluate(() => (document.querySelector('input[name=density][value=all]') as HTMLElement).click());
    await until(async () => SETTINGS_KEY in (await stored(looks, 'local')), 'the choice in local storage');
    expect((await stored(looks, 'local'))[SETTINGS_KEY]).toMatchObject({ version: 1, chosen: { density: 'all' } });
    expect(await stored(looks, 'sync')).not.toHaveProperty(SETTINGS_KEY);
    await looks.evaluate(async () => {
      const filling = Object.keys(await chrome.storage.sync.get(null)).filter((key) => key.startsWith('filling-'));
      await chrome.storage.sync.remove(filling);
    });
    const again = await options(bench, '#looks');
    await until(async () => SETTINGS_KEY in (await stored(again, 'sync')), 'the choice in synced storage');
    await until(async () => !(SETTINGS_KEY in (await stored(again, 'local'))), 'nothing waiting');
    expect((await stored(again, 'sync'))[SETTINGS_KEY]).toEqual({ version: 1, chosen: { density: 'all' } });
    await again.close();
    await looks.close();
  });

  it('have no fault that axe can find, light and dark', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const theme of ['light', 'dark'] as const) {
      const own = await options(bench, '#own');
      await own.evaluate(() => chrome.storage.local.clear());
      await own.evaluate(
        (key, value) => chrome.storage.sync.set({ [key]: { version: 1, chosen: { theme: value } } }),
        SETTINGS_KEY,
        theme,
      );
      await until(() => own.evaluate((value) => document.documentElement.dataset.theme === value, theme), theme);
      await give(own, 'team.csv', CSV);
      await press(own, /^Import 3/);
      await until(async () => (await rows(own)).length >= 3, 'the terms');
      await press(own, /^Add a term/);
      await press(own, /^Save$/);
      await seen(own, '#own-fault-name', /Write/);
      await give(own, 'other.csv', 'name,kind,is,x\npolo,tool,Another one,\nGolf,car,Ours,\n');
      await seen(own, '.panel', /Yours: Polo/);
      await own.evaluate(() => document.querySelector('.help')?.setAttribute('open', ''));
      await own.evaluate(axe);
      expect(await axeFaults(own), `${theme}, own terms`).toEqual([]);
      await own.close();

      const backup = await options(bench, '#backup');
      await until(() => backup.$('input[type=file]'), 'the file button');
      const file = await given(backup, () => press(backup, /^Save a back-up/));
      await backup.evaluate((key) => chrome.storage.local.remove([key, `${key}-last-good`]), OWN_TERMS_KEY);
      await give(backup, 'backup.json', file);
      await press(backup, /^Restore$/);
      await until(() => backup.$('#before-heading'), 'the copy');
      await backup.evaluate(axe);
      for (const text of [
        file.replace('"service"', '"car"'),
        JSON.stringify({ ...JSON.parse(file), plainHere: { a: ['go'] } }),
      ]) {
        await give(backup, 'backup.json', text);
        await until(() => backup.$('.panel'), 'the panel');
        expect(await axeFaults(backup), `${theme}, back-up`).toEqual([]);
      }
      await backup.close();
    }
  });

  it.runIf(name === 'chrome')('can be written with the keyboard alone, and saved to a real file', async () => {
    const own = await options(bench, '#own');
    await until(() => own.$('.buttons .primary'), 'the button');
    await own.focus('.buttons .primary');
    await own.keyboard.press('Enter');
    await until(() => own.evaluate(() => document.activeElement?.getAttribute('data-field') === 'name'), 'the focus in the form');
    await own.keyboard.type('베이론');
    await own.keyboard.press('Tab');
    await own.keyboard.type('Se');
    await own.keyboard.press('Tab');
    await own.keyboard.type('Ours.');
    await own.keyboard.press('Tab');
    await own.keyboard.press('Tab');
    await own.keyboard.press('Enter');
    await until(async () => (await rows(own)).includes('베이론'), 'the term');
    await until(() => own.evaluate(() => document.activeElement?.textContent === 'Add a term'), 'the focus back');

    const folder = mkdtempSync(join(tmpdir(), 'termlight-'));
    const cdp = await bench.browser.target().createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await press(own, /CSV/);
    const file = await until(() => readdirSync(folder).find((each) => /^termlight-terms-[\d-]+\.csv$/.test(each)), 'the file');
    expect(await until(() => readFileSync(join(folder, file), 'utf8'), 'its text')).toContain('베이론,');
    rmSync(folder, { recursive: true });

    await own.focus('.own-terms .delete');
    await own.keyboard.press('Enter');
    await until(async () => (await rows(own)).length === 0, 'an empty list');
    expect(await own.evaluate(() => document.activeElement?.textContent)).toBe('Add a term');
    await own.close();
  });
});
