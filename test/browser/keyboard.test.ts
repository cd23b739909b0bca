import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { press } from './around.ts';
import {
  Bench,
  BROWSERS,
  type CardSeen,
  card,
  cardGone,
  cardSeen,
  marked,
  marks,
  marksAre,
  middle,
  placeOfText,
  until,
} from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const pages = new Pages();
const urls: Record<string, string> = {};
const SPACE = '<div style="height:1600px"></div>';
beforeAll(async () => {
  await pages.start();
  urls.steps = pages.add(
    '/steps.html',
    prosePage(
      `${FILLER}<p><input id="field" value="typed here"> We keep the sessions in Redis.</p>
      <p>The orders stand in PostgreSQL, and Redis holds the rest.</p>
      <details><summary>More</summary><p>Folded text on MongoDB.</p></details>
      ${SPACE}<p>Far below, Elasticsearch finds them.</p>`,
    ),
  );
  pages.add('/inner.html', prosePage(`${FILLER}<p>In the frame Redis is named.</p>`));
  urls.frames = pages.add(
    '/focus.html',
    prosePage(`${FILLER}<p>Here stands PostgreSQL.</p><iframe src="/inner.html" width="600" height="300"></iframe>`),
  );
  urls.scroller = pages.add(
    '/scroller.html',
    prosePage(
      `<header style="position:sticky;top:0;height:90px;background:#ddd">A bar of the page</header>${FILLER}<p>PostgreSQL first.</p>
      ${SPACE}<div id="box" style="height:300px;overflow:auto"><p>${'Words go on and on. '.repeat(400)} Then Redis. ${'And on. '.repeat(900)}</p></div>
      ${SPACE}<p>Last comes Elasticsearch.</p>${SPACE}`,
    ),
  );
  const paragraph = `<p>${'The meeting began late and went on in an orderly way, as such meetings do. '.repeat(14)}</p>`;
  urls.long = pages.add('/long.html', prosePage(`${FILLER}<p>PostgreSQL first.</p>${paragraph.repeat(900)}<p>Redis last.</p>`));
  urls.plain = pages.add('/plain.html', prosePage(FILLER));
  urls.ko = pages.add(
    '/ko.html',
    `<!doctype html><html lang="ko"><meta charset="utf-8"><body><p>${'우리 팀은 지난해에 서비스를 여러 개로 나누었고 그 과정에서 많은 것을 배웠다. '.repeat(8)}</p><p>세션은 레디스에 두고 주문은 MySQL에 둔다.</p>`,
  );
});
afterAll(() => pages.stop());

/** Selects a text of the page's prose: its `nth` occurrence. */
async function select(page: Page, text: string, nth = 0): Promise<void> {
  await page.evaluate(
    (wanted, skip) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let left = skip;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node as Text).data.indexOf(wanted);
        if (at < 0 || left-- > 0) continue;
        getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
    },
    text,
    nth,
  );
}

const inCard = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.matches('[data-termlight-card]') === true);

describe.each(BROWSERS)('the keyboard in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());

  const step = async (page: Page, key: 'next-mention' | 'previous-mention', term: string): Promise<CardSeen> => {
    await press(bench, page, key);
    return cardSeen(page, name, (seen) => seen.name === term);
  };

  it('steps through all mentions in order, marked or not, and on from the other end', async () => {
    const page = await bench.page(urls.steps as string);
    // The second Redis of the page is not marked.
    await marksAre(page, ['PostgreSQL', 'Redis']);
    await step(page, 'next-mention', 'Redis');
    await step(page, 'next-mention', 'PostgreSQL');
    const second = await step(page, 'next-mention', 'Redis');
    const word = await placeOfText(page, 'Redis', 1);
    expect(second.box.top >= word.bottom || second.box.bottom <= word.top).toBe(true);
    expect(Math.min(Math.abs(second.box.top - word.bottom), Math.abs(word.top - second.box.bottom))).toBeLessThan(30);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    // MongoDB stands in folded text: it is passed over.
    await step(page, 'next-mention', 'Elasticsearch');
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(800);
    await step(page, 'next-mention', 'Redis');
    expect(await page.evaluate(() => scrollY)).toBeLessThan(200);
    await step(page, 'previous-mention', 'Elasticsearch');
    await step(page, 'previous-mention', 'Redis');
    await step(page, 'previous-mention', 'PostgreSQL');
    await page.close();
  });

  it('goes on from where the reader has scrolled to', async () => {
    const page = await bench.page(urls.steps as string);
    await marks(page, 2);
    await step(page, 'next-mention', 'Redis');
    await page.keyboard.press('Escape');
    await cardGone(page);
    await page.evaluate(() => scrollTo(0, 1500));
    await step(page, 'next-mention', 'Elasticsearch');
    await page.close();
  });

  it('puts the focus into the card, and back where it was: field, caret and selection as before', async () => {
    const page = await bench.page(urls.steps as string);
    await marks(page, 2);
    const before = await page.evaluate(() => {
      const field = document.querySelector('#field') as HTMLInputElement;
      field.focus();
      field.setSelectionRange(2, 5, 'backward');
      return document.documentElement.outerHTML;
    });
    await step(page, 'next-mention', 'Redis');
    expect(await inCard(page)).toBe(true);
    // Tab goes on inside, and what is typed there does not reach the field.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await inCard(page)).toBe(true);
    await step(page, 'next-mention', 'PostgreSQL');
    expect(await inCard(page)).toBe(true);
    await page.keyboard.press('Escape');
    await cardGone(page);
    const after = await page.evaluate(() => {
      const field = document.activeElement as HTMLInputElement;
      return [field.id, field.selectionStart, field.selectionEnd, field.selectionDirection, field.value];
    });
    expect(after).toEqual(['field', 2, 5, 'backward', 'typed here']);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
    await page.close();
  });

  it('leaves a selection of the page as it is', async () => {
    const page = await bench.page(urls.steps as string);
    await marks(page, 2);
    await select(page, 'The orders');
    await step(page, 'next-mention', 'Redis');
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect(await page.evaluate(() => [getSelection()?.toString(), document.activeElement?.localName])).toEqual([
      'The orders',
      'body',
    ]);
    await page.close();
  });

  it('brings a mention into view: inside a scrolling box, in a paragraph higher than it, never under the page’s bar', async () => {
    const page = await bench.page(urls.scroller as string);
    await marks(page, 1);
    await until(async () => (await step(page, 'next-mention', 'PostgreSQL')) !== null);
    await step(page, 'next-mention', 'Redis');
    const seen = async (text: string) => {
      const [x, y] = middle(await placeOfText(page, text));
      return page.evaluate((at) => document.elementFromPoint(at.x, at.y)?.localName, { x, y });
    };
    expect(await seen('Redis')).toBe('p');
    await step(page, 'next-mention', 'Elasticsearch');
    expect(await seen('Elasticsearch')).toBe('p');
    await step(page, 'previous-mention', 'Redis');
    expect(await seen('Redis')).toBe('p');
    await page.close();
  });

  it('reads on before it gives up: the next mention stands a megabyte further down', async () => {
    const page = await bench.page(urls.long as string);
    await marks(page, 1);
    await press(bench, page, 'next-mention');
    await press(bench, page, 'next-mention');
    expect((await cardSeen(page, name, (seen) => seen.name === 'Redis')).name).toBe('Redis');
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(5_000);
    await page.close();
  });

  it('is heard by the frame that has the focus, and by no other', async () => {
    const page = await bench.page(urls.frames as string);
    const inner = await until(() => page.frames().find((frame) => frame.url().endsWith('/inner.html')), 'the frame');
    await marks(page, 1);
    await marks(inner, 1);
    await page.evaluate(() => (document.querySelector('iframe') as HTMLIFrameElement).focus());
    await press(bench, page, 'next-mention');
    expect((await cardSeen(inner, name)).name).toBe('Redis');
    expect(await card(page, name)).toBeNull();
    await page.keyboard.press('Escape');
    await cardGone(inner);
    await page.evaluate(() => {
      (document.activeElement as HTMLElement).blur();
      window.focus();
    });
    await press(bench, page, 'next-mention');
    expect((await cardSeen(page, name)).name).toBe('PostgreSQL');
    expect(await card(inner, name)).toBeNull();
    await page.close();
  });

  it('looks the selection up, where nothing is marked too, in the language of the text', async () => {
    const page = await bench.page(urls.steps as string);
    await marks(page, 2);
    await select(page, 'Redis', 1);
    await press(bench, page, 'look-up');
    const seen = await cardSeen(page, name);
    expect([seen.name, seen.lang]).toEqual(['Redis', 'en']);
    expect(await inCard(page)).toBe(true);
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('Redis');
    // A selection may hold more than one name.
    await page.evaluate(() => {
      const [, , paragraph] = document.querySelectorAll('p');
      getSelection()?.selectAllChildren(paragraph as Element);
    });
    await press(bench, page, 'look-up');
    const both = await cardSeen(page, name);
    expect(both.text).toMatch(/PostgreSQL/);
    expect(both.text).toMatch(/Redis/);
    await page.goto(urls.ko as string);
    await marks(page, 1);
    await select(page, '레디스');
    await press(bench, page, 'look-up');
    expect((await cardSeen(page, name, (it) => it.name === 'Redis')).lang).toBe('ko');
    await page.close();
  });

  it('says calmly that it does not know a name, that nothing is selected, that there is nothing to go to', async () => {
    const page = await bench.page(urls.plain as string);
    await select(page, 'cake');
    await press(bench, page, 'look-up');
    const unknown = await cardSeen(page, name, (seen) => seen.text !== '');
    expect(unknown.text).toMatch(/does not know/);
    expect(await inCard(page)).toBe(false);
    await page.keyboard.press('Escape');
    await cardGone(page);
    await page.evaluate(() => getSelection()?.removeAllRanges());
    await press(bench, page, 'look-up');
    await cardSeen(page, name, (seen) => /Select a name/.test(seen.text));
    await press(bench, page, 'next-mention');
    await cardSeen(page, name, (seen) => /no terms/.test(seen.text));
    await page.mouse.click(900, 700);
    await cardGone(page);
    expect(await marked(page)).toBe(0);
    await page.close();
  });
});

describe.runIf(BROWSERS.includes('chrome'))('what a screen reader is told, in chrome', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open('chrome');
  });
  afterAll(() => bench?.close());

  it('nothing of the marks; of a card opened by a key its name and what it says', async () => {
    const page = await bench.page(urls.steps as string);
    await marks(page, 2);
    const told = (await page.accessibility.snapshot())?.children?.map(({ role, name }) => `${role}: ${(name ?? '').trim()}`);
    // Each paragraph is one piece, as without Termlight, and nothing else is there.
    expect(told?.slice(1)).toEqual([
      'textbox: ',
      'StaticText: We keep the sessions in Redis.',
      'StaticText: The orders stand in PostgreSQL, and Redis holds the rest.',
      'DisclosureTriangle: More',
      'StaticText: Far below, Elasticsearch finds them.',
    ]);
    await press(bench, page, 'next-mention');
    await cardSeen(page, 'chrome');
    const cdp = await page.createCDPSession();
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    const dialog = nodes.find((node) => node.role?.value === 'dialog');
    expect(dialog?.name?.value).toBe('Redis');
    expect(String(dialog?.description?.value)).toMatch(/store|memory/i);
    expect(dialog?.properties?.find((property) => property.name === 'focused')?.value.value).toBe(true);
    const named = nodes.filter((node) => ['button', 'link'].includes(String(node.role?.value)) && !node.ignored);
    expect(named.length).toBeGreaterThan(3);
    for (const node of named) expect(String(node.name?.value)).toMatch(/\S/);
    await page.close();
  });
});
