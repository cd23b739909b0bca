import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { badgeOf, enterKeyword, explain, giveToggleKey, press, typeKeyword } from './around.ts';
import { Bench, BROWSERS, cardGone, cardSeen, marked, marks, middle, placeOfText, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { choose, chooseFrom } from './settings.ts';

const pages = new Pages();
const urls: Record<string, string> = {};
beforeAll(async () => {
  await pages.start();
  pages.add('/inner.html', prosePage(`${FILLER}<p>In the frame Redis is named, and Elasticsearch too.</p>`));
  urls.frames = pages.add(
    '/frames.html',
    prosePage(
      `${FILLER}<p>Here stand PostgreSQL and Redis.</p><iframe src="/inner.html" width="600" height="300"></iframe>
      <textarea cols="40" rows="2">Kafka and more</textarea>`,
    ),
  );
  urls.plain = pages.add('/plain.html', prosePage(FILLER));
  urls.short = pages.add('/short.html', prosePage('<p>On Flask.</p>'));
  urls.shell = pages.add('/shell.html', prosePage('<p>Short.</p><iframe src="/inner.html" width="600" height="300"></iframe>'));
});
afterAll(() => pages.stop());

/** Selects the first such text of a page's prose; returns the middle of it. */
async function select(page: Awaited<ReturnType<Bench['page']>>, text: string): Promise<[number, number]> {
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = (node as Text).data.indexOf(wanted);
      if (at < 0) continue;
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
  }, text);
  return middle(await placeOfText(page, text));
}

describe.each(BROWSERS)('around the browser, in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
    await giveToggleKey(bench);
  });
  afterAll(() => bench?.close());
  afterEach(() => choose(bench, {}));

  it('the badge counts the different terms of all frames, and follows page and settings', async () => {
    const ours = await bench.extensionPage();
    const page = await bench.page(urls.frames as string);
    await page.bringToFront();
    const badge = (url: string) => badgeOf(ours, url);
    await until(async () => (await badge(urls.frames as string)) === '3', '3 terms');
    await page.evaluate(() => document.querySelector('p')?.append(' We tried MongoDB.'));
    await until(async () => (await badge(urls.frames as string)) === '4', 'a term more');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    await until(async () => (await badge(urls.frames as string)) === '3', 'the terms of the frame gone');
    await choose(bench, { badge: false });
    await page.bringToFront();
    await until(async () => (await badge(urls.frames as string)) === '', 'no number');
    await choose(bench, {});
    await page.bringToFront();
    await until(async () => (await badge(urls.frames as string)) === '3', 'the number again');
    // Away and back at once, without a tab between that takes its time.
    await chooseFrom(ours, { badge: false });
    await until(async () => (await badge(urls.frames as string)) === '', 'no number for a moment');
    await chooseFrom(ours, {});
    await until(async () => (await badge(urls.frames as string)) === '3', 'the number at once again');
    await page.goto(urls.plain as string);
    await until(async () => (await badge(urls.plain as string)) === '', 'nothing on a page without terms');
    // The new top page says nothing: what its frame says is not added to the terms of the page before.
    await page.goto(urls.frames as string);
    await until(async () => (await badge(urls.frames as string)) === '3', '3 terms once more');
    await page.goto(urls.shell as string);
    await until(async () => (await badge(urls.shell as string)) === '2', 'the terms of the frame alone');
    // Firefox brings it out of its cache, and the driver waits for a load that does not come.
    await page.evaluate(() => history.back());
    await until(async () => (await badge(urls.frames as string)) === '3', 'the number of the page gone back to');
    await page.close();
    await ours.close();
  });

  it('the context menu explains a selection where it was made', async () => {
    const page = await bench.page(urls.frames as string);
    await marks(page, 2);
    const at = await select(page, 'PostgreSQL');
    await explain(bench, page, at, 'PostgreSQL');
    const seen = await cardSeen(page, name);
    expect(seen.name).toBe('PostgreSQL');
    expect(seen.box.top >= at[1] || seen.box.bottom <= at[1]).toBe(true);
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('PostgreSQL');
    await page.close();
  });

  it('the context menu in a frame is answered in that frame', async () => {
    const page = await bench.page(urls.frames as string, { width: 1000, height: 900 });
    const inner = await until(() => page.frames().find((frame) => frame.url().endsWith('/inner.html')), 'the frame');
    await marks(inner, 2);
    const place = await inner.evaluate(() => {
      const text = document.querySelectorAll('p')[1]?.firstChild as Text;
      const from = text.data.indexOf('Elasticsearch');
      const selection = getSelection() as Selection;
      selection.setBaseAndExtent(text, from, text, from + 13);
      const { left, top, width, height } = selection.getRangeAt(0).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    const frame = await page.evaluate(() => {
      const { left, top } = (document.querySelector('iframe') as Element).getBoundingClientRect();
      return { left: left + 2, top: top + 2 };
    });
    await explain(bench, page, [frame.left + place.x, frame.top + place.y], 'Elasticsearch', inner.url());
    expect((await cardSeen(inner, name)).name).toBe('Elasticsearch');
    expect(await page.evaluate(() => document.querySelector('[data-termlight-card]'))).toBeNull();
    await page.close();
  });

  it('the context menu explains on a page with too little prose, and where Termlight is off', async () => {
    const page = await bench.page(urls.short as string);
    await explain(bench, page, await select(page, 'Flask'), 'Flask');
    expect((await cardSeen(page, name)).name).toBe('Flask');
    expect(await marked(page)).toBe(0);
    await page.mouse.click(700, 600);
    await cardGone(page);
    await choose(bench, { on: false });
    await explain(bench, page, await select(page, 'Flask'), 'Flask');
    expect((await cardSeen(page, name)).name).toBe('Flask');
    await page.close();
  });

  it('the context menu explains what is selected in a field', async () => {
    const page = await bench.page(urls.frames as string);
    await marks(page, 2);
    const box = await page.evaluate(() => {
      const field = document.querySelector('textarea') as HTMLTextAreaElement;
      field.focus();
      field.setSelectionRange(0, 5);
      const { left, top } = field.getBoundingClientRect();
      return { left, top };
    });
    await explain(bench, page, [box.left + 12, box.top + 10], 'Kafka');
    expect((await cardSeen(page, name)).name).toMatch(/Kafka/);
    await page.keyboard.press('Escape');
    await cardGone(page);
    const field = await page.evaluate(() => {
      const active = document.activeElement as HTMLTextAreaElement;
      return [active.localName, active.selectionStart, active.selectionEnd, active.value];
    });
    expect(field).toEqual(['textarea', 0, 5, 'Kafka and more']);
    await page.close();
  });

  it('the address bar suggests terms after the keyword, and Enter opens the one chosen', async () => {
    // Opened before: Enter answers in the tab that is in front.
    const ours = await bench.extensionPage();
    const page = await bench.page(urls.plain as string);
    await page.bringToFront();
    const list = await typeKeyword(bench, 'redi');
    expect(list[0]?.content).toContain('Redis');
    expect(list[0]?.description).toContain('Redis');
    // Markup is Chromium's; Firefox shows text as it is.
    expect(list[0]?.description.includes('<match>')).toBe(name === 'chrome');
    await enterKeyword(bench, 'postgresql');
    const opened = await until(
      () => ours.evaluate(async () => (await chrome.tabs.query({})).find((tab) => tab.url?.includes('#term/'))?.url),
      'the page of the term',
    );
    expect(opened).toBe(`${bench.origin}/src/options/index.html#term/postgresql`);
    await ours.close();
    await page.close();
  });

  it('the shortcut switches this site off and on, and no other', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    const other = await bench.page(pages.url('/en-post.html', 'localhost'));
    await marks(other, 5);
    await page.bringToFront();
    await marks(page, 5);
    await press(bench, page, 'toggle-here');
    await until(async () => (await marked(page)) === 0, 'no marks here');
    expect(await marked(other)).toBeGreaterThan(0);
    await press(bench, page, 'toggle-here');
    await marks(page, 5);
    await page.close();
    await other.close();
  });

  it('gives every command a description, and at most four a key', async () => {
    const ours = await bench.extensionPage();
    const commands = await ours.evaluate(() => chrome.commands.getAll());
    expect(commands.map((command) => command.name).sort()).toEqual([
      '_execute_action',
      'look-up',
      'next-mention',
      'previous-mention',
      'toggle-here',
    ]);
    const given = Object.fromEntries(commands.map((command) => [command.name, command.shortcut]));
    // Chromium would leave a key that is taken empty.
    expect(given).toMatchObject({
      _execute_action: 'Alt+Shift+G',
      'next-mention': 'Alt+Shift+Period',
      'previous-mention': 'Alt+Shift+Comma',
      'look-up': 'Alt+Shift+U',
    });
    for (const command of commands) if (command.name !== '_execute_action') expect(command.description).toMatch(/\S/);
    await ours.close();
  });
});
