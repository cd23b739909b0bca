/** The card in real browsers: what it says of the sentence and the time, what the reader can do with it, and where it stands. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page, SerializedAXNode } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { press } from './around.ts';
import {
  Bench,
  type Box,
  BROWSERS,
  type CardSeen,
  card,
  cardGone,
  cardSeen,
  hover,
  inCard,
  markedTexts,
  marks,
  middle,
  placeOfText,
  until,
} from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
let en = '';
let ko = '';
const HEAD = '<style>body { margin: 24px auto; max-width: 680px; font: 17px/1.7 serif; padding: 0 12px }</style>';
const DATED = '<meta property="article:published_time" content="2016-05-01T08:00:00Z">';
beforeAll(async () => {
  await pages.start();
  en = pages.add(
    '/card-en.html',
    prosePage(
      `<article><p><button id="before">Before</button> <input id="field" value="typed here"></p>
      <p>The database runs on Aurora now, and since RDS has failover built in, the replica takes over within a minute.</p>
      <p>We went from Sinatra to Ruby on Rails last autumn. The bank had Java EE, and mail went out by SNS, after SQS and Lambda on AWS.</p>
      <p><a id="link" href="#linked">PostgreSQL</a> stayed. <button id="after">After</button></p>${FILLER.repeat(6)}<p>Redis stands far below.</p></article>`,
      HEAD + DATED,
    ),
  );
  ko = pages.add(
    '/card-ko.html',
    prosePage(
      `<article><p>데이터베이스는 이제 Aurora에서 돌아간다. RDS에 failover가 들어 있어서 복제본이 일 분 안에 넘겨받는다.</p>
      <p>가을에 Sinatra에서 Rails로 옮겼다. 은행 쪽은 Java EE였다. 작업은 sidekiq에서 처리했고 그때 회의는 늘 늦게 시작했지만 아무도 신경 쓰지 않았다. 누군가는 케이크를, 누군가는 목록을 들고 왔고 아침은 그렇게 지나갔다.</p></article>`,
      HEAD + DATED,
    ),
  );
});
afterAll(() => pages.stop());

const FOCUSED = `function () {
  const { activeElement } = this.getRootNode();
  return JSON.stringify(activeElement && (activeElement.getAttribute('aria-label') || (activeElement.localName === 'div' ? 'card' : activeElement.textContent)));
}`;
const TAKEN = `function () {
  const area = this.getRootNode().querySelector('textarea');
  return JSON.stringify(area && { text: area.value, selected: area.selectionEnd - area.selectionStart === area.value.length });
}`;
const MARKUP = `function () {
  const root = this.getRootNode();
  const css = [...root.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\\n');
  return JSON.stringify({ html: root.querySelector('.tl-root').outerHTML, css });
}`;

const clear = (a: Box, b: Box): boolean => a.top >= b.bottom || a.bottom <= b.top || a.left >= b.right || a.right <= b.left;

describe.each(BROWSERS)('the card in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());
  afterEach(() => choose(bench, {}));

  const opened = async (page: Page, word: string, test?: (seen: CardSeen) => boolean): Promise<CardSeen> => {
    await hover(page, word);
    return cardSeen(page, name, test);
  };
  /** Goes to a control of the card as a hand does, and presses it. */
  const push = async (page: Page, text: string): Promise<void> => {
    const seen = await cardSeen(page, name, ({ controls }) => controls.some((control) => control.text === text));
    const control = seen.controls.find((each) => each.text === text);
    if (!control) throw new Error(`no control "${text}"`);
    await page.mouse.move(...middle(control.box), { steps: 10 });
    await page.mouse.click(...middle(control.box));
  };
  const away = (page: Page): Promise<void> => page.mouse.move(5, 5, { steps: 6 });

  it('says in one line why a doubtful name is this term, with the page’s own words', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    expect((await opened(page, 'Aurora')).text).toMatch(/Here: the cloud service, because RDS and failover are near/);
    await page.goto(ko);
    await marks(page, 4);
    expect((await opened(page, 'Aurora')).text).toMatch(/이 글에서는 클라우드 서비스 · 가까이 있는 말: .*RDS/);
    await page.close();
  });

  it('takes a page’s words as text, whatever they look like', async () => {
    const odd = '&lt;img src=x onerror="document.title=1"&gt;';
    const page = await bench.page(
      pages.add('/odd.html', prosePage(`${FILLER}<p>${odd} The database runs on Aurora now, since RDS has failover ${odd}.</p>`)),
    );
    await marks(page, 2);
    await opened(page, 'Aurora');
    expect(await inCard(page, name, `function () { return String(this.getRootNode().querySelectorAll('img').length); }`)).toBe(0);
    expect(await page.title()).toBe('Test');
    await page.close();
  });

  it('offers the other terms that are written so', async () => {
    await choose(bench, { concepts: true });
    const page = await bench.page(en);
    await marks(page, 5);
    const seen = await opened(page, 'SNS', ({ text }) => text.includes('Also:'));
    expect(seen.name).toBe('Amazon SNS');
    expect(seen.controls.map(({ text }) => text)).toContain('SNS');
    await push(page, 'SNS');
    await cardSeen(page, name, (turned) => turned.name === 'SNS' && !turned.text.includes('Also:'));
    await push(page, 'Back');
    await cardSeen(page, name, (turned) => turned.name === 'Amazon SNS' && turned.text.includes('Also:'));
    await page.close();
  });

  it('compares two terms that the sentence sets against each other', async () => {
    const page = await bench.page(en, { width: 1000, height: 900 });
    await marks(page, 5);
    await opened(page, 'Sinatra');
    await push(page, 'Compare with Ruby on Rails');
    const both = await cardSeen(page, name, (seen) => seen.name === 'Sinatra · Ruby on Rails');
    for (const word of ['2007', '2004', 'Since', 'What for']) expect(both.text).toContain(word);
    expect(both.box.right - both.box.left).toBeGreaterThan(400);
    await push(page, '한국어');
    expect((await cardSeen(page, name, (seen) => seen.lang === 'ko')).text).toContain('쓰임새');
    await push(page, '뒤로');
    await cardSeen(page, name, (seen) => seen.name === 'Sinatra');
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect((await opened(page, 'Aurora')).controls.map(({ text }) => text).join()).not.toMatch(/Compare/);

    await page.goto(ko);
    await marks(page, 4);
    expect((await opened(page, 'Rails')).controls.map(({ text }) => text)).toContain('비교: Sinatra');
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect((await opened(page, 'sidekiq')).controls.map(({ text }) => text).join()).not.toMatch(/비교/);
    await page.close();
  });

  it('sets what has become of a term against the date of the post', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    expect((await opened(page, 'Java EE')).text).toContain('When this was written (2016) it was called Java EE. Renamed 2018');
    await page.goto(pages.add('/undated.html', prosePage(`${FILLER}<p>The bank had Java EE and PostgreSQL.</p>`)));
    await marks(page, 2);
    const { text } = await opened(page, 'Java EE');
    expect(text).toContain('Renamed 2018');
    expect(text).not.toContain('When this was written');
    await page.close();
  });

  it('“I know this” retires the marks at once, and Undo brings them back', async () => {
    const page = await bench.page(en);
    expect(await marks(page, 6)).toContain('Java EE');
    await opened(page, 'Java EE');
    await push(page, 'I know this');
    await cardSeen(page, name, ({ text }) => text.includes('Marked as known.'));
    await until(async () => !(await markedTexts(page)).includes('Java EE'), 'the mark to go');
    // Its card is still there, its neighbors' marks too.
    expect((await cardSeen(page, name)).name).toBe('Java EE');
    expect(await markedTexts(page)).toContain('Aurora');
    await push(page, 'Undo');
    await until(async () => (await markedTexts(page)).includes('Java EE'), 'the mark to come back');
    await page.close();
  });

  it('“Wrong here” makes it plain on this site, and has a report ready', async () => {
    const page = await bench.page(en);
    await marks(page, 6);
    await opened(page, 'Aurora');
    await push(page, 'Wrong here');
    await until(async () => !(await markedTexts(page)).includes('Aurora'), 'the mark to go');
    await push(page, 'Copy a report');
    await cardSeen(page, name, ({ text }) => text.includes('Copied.') || text.includes('Copy this text'));
    await push(page, 'Wrong here');
    await until(async () => (await markedTexts(page)).includes('Aurora'), 'the mark to come back');
    await page.close();
  });

  it.runIf(name === 'chrome')('copies by the clipboard, or shows the text where the page may not', async () => {
    const page = await bench.page(en);
    await marks(page, 6);
    await bench.browser
      .defaultBrowserContext()
      .overridePermissions(new URL(en).origin, ['clipboard-read', 'clipboard-sanitized-write']);
    await opened(page, 'Java EE');
    await push(page, 'Copy as text');
    await cardSeen(page, name, ({ text }) => text.includes('Copied.'));
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/^Java EE · Platform\n[^\n]+\n[^\n]+\n1999 · Eclipse Foundation\nWhen this was written \(2016\)/);
    await page.close();

    // A page that is not secure has no clipboard.
    const plain = await Bench.open(name, { args: ['--host-resolver-rules=MAP plain.test 127.0.0.1'] });
    try {
      const insecure = await plain.page(pages.url('/card-en.html', 'plain.test'));
      await marks(insecure, 6);
      await hover(insecure, 'Aurora');
      await push(insecure, 'Wrong here');
      await push(insecure, 'Copy a report');
      const taken = await until(() => inCard<{ text: string; selected: boolean }>(insecure, name, TAKEN), 'the text');
      expect(taken.selected).toBe(true);
      expect(taken.text).toMatch(
        /^Termlight: wrong here\nTerm: Amazon Aurora \(amazon-aurora\)\nWritten as: Aurora\nSite: plain\.test\nLanguage: en\nBecause of: RDS, failover\nVersion: \d/,
      );
    } finally {
      await plain.close();
    }
  });

  it('pinned, it stays until it is closed or unpinned', async () => {
    const page = await bench.page(en, { width: 1000, height: 500 });
    await marks(page, 4);
    await opened(page, 'Aurora');
    await push(page, 'Pin this card');
    const pinned = await cardSeen(page, name, ({ controls }) => controls.some(({ text }) => text === 'Close'));
    await page.mouse.click(5, 5);
    await page.evaluate(() => scrollBy(0, 150));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await hover(page, 'PostgreSQL');
    await away(page);
    const still = await cardSeen(page, name);
    expect(still.name).toBe('Amazon Aurora');
    expect(still.box.top).toBe(pinned.box.top);
    await push(page, 'Close');
    await cardGone(page);
    await away(page);
    await page.evaluate(() => scrollTo(0, 0));
    await opened(page, 'Aurora');
    await push(page, 'Pin this card');
    await cardSeen(page, name, ({ controls }) => controls.some(({ text }) => text === 'Close'));
    await push(page, 'Pin this card');
    await away(page);
    await cardGone(page);
    await opened(page, 'Aurora');
    await push(page, 'Pin this card');
    await page.keyboard.press('Escape');
    await cardGone(page);
    await page.close();
  });

  it('never takes the focus when it is hovered or its buttons are pressed', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    await page.evaluate(() => (document.querySelector('#field') as HTMLElement).focus());
    await opened(page, 'Aurora');
    await push(page, '한국어');
    await cardSeen(page, name, ({ lang }) => lang === 'ko');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
    await away(page);
    await cardGone(page);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
    await page.close();
  });

  it('opened by a key it takes the focus; Tab stays in it and goes on in the page after its end', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    await page.evaluate(() => (document.querySelector('#before') as HTMLElement).focus());
    await press(bench, page, 'next-mention');
    const seen = await cardSeen(page, name, ({ name: term }) => term === 'Amazon Aurora');
    await until(async () => (await inCard(page, name, FOCUSED)) === 'card', 'the focus');
    const walked: (string | null)[] = [];
    for (const _ of seen.controls) {
      await page.keyboard.press('Tab');
      walked.push(await inCard<string>(page, name, FOCUSED));
    }
    // All controls once, in their order; none is passed over.
    expect(walked).toHaveLength(new Set(walked).size);
    expect(walked).not.toContain(null);
    expect(walked[0]).toBe('한국어');
    expect(walked.at(-1)).toBe('Pin this card');
    await page.keyboard.press('Tab');
    await cardGone(page);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field');
    await page.close();
  });

  it('keeps the focus in the card when it is turned, and Escape gives it back', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    await page.evaluate(() => (document.querySelector('#after') as HTMLElement).focus());
    await press(bench, page, 'next-mention');
    await until(async () => (await inCard(page, name, FOCUSED)) === 'card', 'the focus');
    while ((await inCard(page, name, FOCUSED)) !== 'MySQL') await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await cardSeen(page, name, (turned) => turned.name === 'MySQL');
    await until(async () => (await inCard(page, name, FOCUSED)) === 'card', 'the focus in the turned card');
    // The pointer may pass meanwhile.
    await page.mouse.move(300, 300, { steps: 4 });
    await page.mouse.move(20, 20, { steps: 4 });
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('after');
    await page.close();
  });

  it('opens by a click, where the reader chose so: not on links, not after selecting', async () => {
    await choose(bench, { trigger: 'click' });
    const page = await bench.page(en);
    await marks(page, 6);
    await hover(page, 'Aurora');
    const [x, y] = middle(await placeOfText(page, 'Aurora'));
    await page.mouse.click(x, y);
    expect((await cardSeen(page, name)).name).toBe('Amazon Aurora');
    await away(page);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    expect((await card(page, name))?.name).toBe('Amazon Aurora');
    await page.mouse.click(x, y);
    await cardGone(page);
    await page.mouse.move(x, y, { steps: 3 });
    const link = middle(await placeOfText(page, 'PostgreSQL'));
    await page.mouse.click(...link);
    await until(() => page.evaluate(() => location.hash === '#linked'), 'the link to be followed');
    expect(await card(page, name)).toBeNull();
    await page.mouse.click(x, y, { count: 2 });
    await until(() => page.evaluate(() => getSelection()?.toString().trim() === 'Aurora'), 'the name to be selected');
    await cardGone(page);
    await page.close();
  });

  it.each([
    ['alt', 'Alt'],
    ['shift', 'Shift'],
  ] as const)('opens while %s is held, where the reader chose so', async (trigger, key) => {
    await choose(bench, { trigger });
    const page = await bench.page(en);
    await marks(page, 6);
    await hover(page, 'Aurora');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    expect(await card(page, name)).toBeNull();
    await page.keyboard.down(key);
    expect((await cardSeen(page, name)).name).toBe('Amazon Aurora');
    await page.keyboard.up(key);
    await page.mouse.move(5, 5, { steps: 4 });
    await cardGone(page);
    await page.keyboard.down(key);
    await hover(page, 'RDS');
    expect((await cardSeen(page, name)).name).toBe('Amazon RDS');
    await page.keyboard.up(key);
    await page.close();
  });

  it.each([
    ['a page from right to left', 'html { direction: rtl }'],
    ['a page that is zoomed in by style', 'html { zoom: 1.5 }'],
    ['a page that is zoomed out by style', 'html { zoom: 0.7 }'],
    ['a body that is zoomed', 'body { zoom: 1.4 }'],
    ['upright text', 'body { writing-mode: vertical-rl; max-width: none; max-height: 560px }'],
    ['a page that is turned by style', 'html { transform: rotate(1deg) scale(0.95) }'],
    ['a page with its own scroller', 'html, body { height: 100%; overflow: hidden } article { height: 100%; overflow: auto }'],
  ])('stands beside its word, within the window and clear of it: %s', async (_, css) => {
    const page = await bench.page(en, { width: 1000, height: 760 });
    await page.addStyleTag({ content: css });
    await marks(page, 3);
    for (const term of ['Aurora', 'Rails']) {
      const word = await hover(page, term);
      const { box } = await cardSeen(page, name);
      expect(clear(box, word), JSON.stringify({ box, word })).toBe(true);
      const window = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.right).toBeLessThanOrEqual(window.width + 0.5);
      expect(box.bottom).toBeLessThanOrEqual(window.height + 0.5);
      // Not in a corner of its own: near the word in both directions.
      expect(Math.max(box.left - word.right, word.left - box.right)).toBeLessThan(20);
      expect(Math.max(box.top - word.bottom, word.top - box.bottom)).toBeLessThan(20);
      await page.keyboard.press('Escape');
      await cardGone(page);
    }
    await page.close();
  });

  it('follows a page that scrolls a little or changes its width, and its word', async () => {
    const page = await bench.page(en, { width: 1000, height: 700 });
    await marks(page, 5);
    await opened(page, 'Rails');
    await page.evaluate(() => scrollBy(0, 30));
    await until(async () => {
      const word = await placeOfText(page, 'Rails');
      const seen = await card(page, name);
      return seen && Math.abs(seen.box.top - word.bottom - 8) < 3;
    }, 'the card beside its word');
    await page.setViewport({ width: 700, height: 700 });
    await until(async () => {
      const word = await placeOfText(page, 'Rails');
      const seen = await card(page, name);
      return seen && clear(seen.box, word) && Math.abs(seen.box.top - word.bottom - 8) < 3 && seen.box.right <= 700;
    }, 'the card beside its word in the narrow window');
    await page.close();
  });

  it.runIf(name === 'chrome')('stays in what a pinch shows of the page', async () => {
    const page = await bench.page(en, { width: 1000, height: 700 });
    const cdp: CDPSession = await page.createCDPSession();
    await cdp.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1.6 });
    await marks(page, 5);
    await press(bench, page, 'next-mention');
    const { box } = await cardSeen(page, name);
    const view = await page.evaluate(() => {
      const { offsetLeft, offsetTop, width, height } = visualViewport as VisualViewport;
      return { left: offsetLeft, top: offsetTop, right: offsetLeft + width, bottom: offsetTop + height };
    });
    expect(box.left).toBeGreaterThanOrEqual(view.left - 0.5);
    expect(box.right).toBeLessThanOrEqual(view.right + 0.5);
    expect(box.bottom).toBeLessThanOrEqual(view.bottom + 0.5);
    await page.close();
  });

  it('fits with text of twice the size: the window is half as wide then', async () => {
    const page = await bench.page(en, { width: 500, height: 380 });
    await marks(page, 3);
    const word = await hover(page, 'Aurora');
    const { box, controls } = await cardSeen(page, name);
    expect(clear(box, word)).toBe(true);
    expect(box.bottom).toBeLessThanOrEqual(380);
    for (const control of controls) {
      expect(control.box.right).toBeLessThanOrEqual(box.right);
      expect(control.box.bottom - control.box.top, control.text).toBeGreaterThanOrEqual(24);
    }
    await page.close();
  });

  it.runIf(name === 'chrome')('has a name, a description and named controls in the accessibility tree', async () => {
    const page = await bench.page(en);
    await marks(page, 5);
    await press(bench, page, 'next-mention');
    await cardSeen(page, name);
    const dialog = await until(async () => {
      const tree = await page.accessibility.snapshot();
      return tree && find(tree, (node) => node.role === 'dialog');
    }, 'the dialog in the tree');
    expect(dialog).toMatchObject({ name: 'Amazon Aurora', focused: true });
    expect(dialog.description).toMatch(/relational database/i);
    const controls = all(dialog).filter((node) => node.role === 'button' || node.role === 'link');
    expect(controls.every((node) => (node.name ?? '') !== '')).toBe(true);
    expect(controls.map((node) => node.name)).toEqual(
      expect.arrayContaining([
        '한국어',
        'MySQL',
        'Website (opens in a new tab)',
        'I know this',
        'Wrong here',
        'Copy as text',
        'Pin this card',
        'Close',
      ]),
    );
    expect(find(dialog, (node) => node.role === 'button' && node.name === 'Pin this card')?.pressed ?? false).toBe(false);
    await page.close();
  });

  it.runIf(name === 'chrome')(
    'has no fault that axe can find: each page of the card, both languages, light and dark',
    async () => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      // axe cannot look into a closed tree: the live card's markup and style are put into a page of their own.
      const check = async (page: Page, what: string): Promise<void> => {
        const { html, css } = await until(() => inCard<{ html: string; css: string }>(page, name, MARKUP), 'the markup');
        const copy = await bench.page(
          pages.add(
            '/copy.html',
            `<!doctype html><html lang="en"><title>Card</title><style>${css}</style><main><h1>Card</h1>${html}</main>`,
          ),
        );
        await copy.evaluate(axe);
        const faults = await copy.evaluate(async () => {
          const { axe: runner } = window as unknown as { axe: typeof import('axe-core') };
          const { violations } = await runner.run();
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
        });
        expect(faults, what).toEqual([]);
        await copy.close();
        await page.bringToFront();
      };
      for (const theme of ['light', 'dark'] as const)
        for (const cardLanguage of ['en', 'ko'] as const) {
          await choose(bench, { theme, cardLanguage });
          const words =
            cardLanguage === 'en'
              ? { compare: 'Compare with Ruby on Rails', know: 'I know this', undo: 'Undo' }
              : { compare: '비교: Ruby on Rails', know: '아는 용어예요', undo: '되돌리기' };
          const page = await bench.page(en, { width: 1000, height: 900 });
          const what = `${theme} ${cardLanguage}`;
          await marks(page, 5);
          await opened(page, 'Sinatra');
          await check(page, what);
          await push(page, words.know);
          await cardSeen(page, name, ({ controls }) => controls.some(({ text }) => text === words.undo));
          await check(page, `${what}, known`);
          await push(page, words.undo);
          await push(page, words.compare);
          await cardSeen(page, name, (seen) => seen.name.includes('·'));
          await check(page, `${what}, compared`);
          await page.keyboard.press('Escape');
          await cardGone(page);
          await opened(page, 'Java EE');
          await check(page, `${what}, renamed`);
          await page.close();
        }
    },
    // Sixteen runs of axe.
    120_000,
  );
});

function all(node: SerializedAXNode): SerializedAXNode[] {
  return [node, ...(node.children ?? []).flatMap(all)];
}

function find(node: SerializedAXNode, test: (node: SerializedAXNode) => boolean): SerializedAXNode | undefined {
  return all(node).find(test);
}
