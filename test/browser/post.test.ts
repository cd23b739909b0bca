import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, BROWSERS, card, cardGone, cardSeen, hover, marked, marks, middle, placeOfText, until } from './harness.ts';
import { Pages } from './pages.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

describe.each(BROWSERS)('a post in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());

  it('marks the names of the Korean post, and neither the projects nor the menu', async () => {
    const page = await bench.page(pages.url('/ko-post.html'));
    const texts = await marks(page, 12);
    for (const term of ['Spring Boot', 'Redis', 'MySQL', 'Aurora', 'Ruby on Rails', 'Sinatra', 'Sidekiq'])
      expect(texts).toContain(term);
    for (const other of ['Pony', 'Beetle', 'Node.js']) expect(texts).not.toContain(other);
    // First of each section: MySQL and RDS stand more than once in theirs.
    expect(texts.filter((text) => text === 'RDS')).toHaveLength(1);
    await page.close();
  });

  it('shows the card in the language of the text, and Escape closes it', async () => {
    const page = await bench.page(pages.url('/ko-post.html'));
    await marks(page, 5);
    const word = await hover(page, 'Redis에');
    const seen = await cardSeen(page, name);
    expect(seen.name).toBe('Redis');
    expect(seen.lang).toBe('ko');
    expect(seen.text).toMatch(/[가-힣]/);
    expect(seen.box.top >= word.bottom || seen.box.bottom <= word.top).toBe(true);
    await page.keyboard.press('Escape');
    await cardGone(page);

    await page.goto(pages.url('/en-post.html'));
    await marks(page, 5);
    await hover(page, 'MySQL');
    const english = await cardSeen(page, name);
    expect(english.name).toBe('MySQL');
    expect(english.lang).toBe('en');
    expect(english.text).not.toMatch(/데이터/);
    await page.close();
  });

  it('keeps the card while the pointer goes to it, turns it by a chip and back, and closes it on leaving', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await marks(page, 5);
    await hover(page, 'Sinatra and');
    const first = await cardSeen(page, name);
    const chip = first.controls.find((control) => control.text === 'Flask' || control.text === 'Ruby');
    expect(chip).toBeDefined();
    if (!chip) return;
    await page.mouse.move(...middle(chip.box), { steps: 12 });
    await page.mouse.click(...middle(chip.box));
    const turned = await cardSeen(page, name, (seen) => seen.name !== first.name);
    expect(turned.name).toBe(chip.text);
    const back = turned.controls[0];
    expect(back?.text).toBe('Back');
    if (back) await page.mouse.click(...middle(back.box));
    await cardSeen(page, name, (seen) => seen.name === first.name);
    const korean = first.controls.find((control) => control.text === '한국어');
    if (korean) await page.mouse.click(...middle(korean.box));
    await cardSeen(page, name, (seen) => seen.lang === 'ko');
    await page.mouse.move(5, 400, { steps: 4 });
    await cardGone(page);
    await page.close();
  });

  it('opens no card for a pointer that only passes, presses or types', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await marks(page, 5);
    const word = await placeOfText(page, 'MySQL');
    const [x, y] = middle(word);
    await page.mouse.move(x - 150, y);
    await page.mouse.move(x, y);
    await page.mouse.move(x + 150, y + 90);
    await page.mouse.down();
    await page.mouse.move(x, y, { steps: 3 });
    await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
    expect(await card(page, name)).toBeNull();
    await page.mouse.up();
    await page.close();
  });

  it('tells light from dark by the page', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await page.evaluate(() => {
      document.body.style.cssText = 'background: #16181c; color: #ddd';
    });
    await marks(page, 5);
    await hover(page, 'MySQL');
    expect((await cardSeen(page, name)).theme).toBe('dark');
    await page.close();
  });

  it('is a sheet on a narrow screen, without covering the line', async () => {
    const page = await bench.page(pages.url('/en-post.html'), { width: 360, height: 700 });
    await marks(page, 3);
    const word = await hover(page, 'MySQL');
    const { box } = await cardSeen(page, name);
    expect(box.left).toBe(0);
    // Firefox's window has a scroll bar.
    expect(Math.round(box.right)).toBe(await page.evaluate(() => document.documentElement.clientWidth));
    expect(box.top >= word.bottom || box.bottom <= word.top).toBe(true);
    await page.close();
  });

  it('opens by a tap that does not move, never on the tap of a link', async () => {
    const page = await bench.page(pages.url('/en-post.html'), { width: 400, height: 700 });
    await marks(page, 3);
    await page.evaluate(() => {
      const paragraph = document.querySelectorAll('article p')[2];
      if (paragraph) paragraph.innerHTML = 'A link to <a href="#top">PostgreSQL</a> and a word on Flask.';
    });
    await until(async () => (await marks(page)).includes('Flask'), 'the new marks');
    const link = middle(await placeOfText(page, 'PostgreSQL'));
    await page.touchscreen.tap(...link);
    await until(() => page.evaluate(() => location.hash === '#top'), 'the link to be followed');
    expect(await card(page, name)).toBeNull();
    await page.evaluate(() => document.querySelectorAll('article p')[2]?.scrollIntoView({ block: 'center' }));
    await until(async () => (await marks(page)).includes('Flask'), 'the marks in view');
    await page.touchscreen.tap(...middle(await placeOfText(page, 'Flask')));
    const seen = await cardSeen(page, name);
    expect(seen.name).toBe('Flask');
    await page.touchscreen.tap(20, seen.box.top > 60 ? 20 : 680);
    await cardGone(page);
    await page.close();
  });

  it('leaves the page as it is: tree, boxes, style sheets and console', async () => {
    const plain = await Bench.open(name, { extension: false });
    const look = async (on: Bench, withMarks: boolean): Promise<unknown> => {
      const page = await on.browser.newPage();
      await page.setViewport({ width: 1000, height: 800 });
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      await page.goto(pages.url('/ko-post.html'), { waitUntil: 'load' });
      if (withMarks) {
        await marks(page, 12);
        await hover(page, 'Redis에');
        await cardSeen(page, name);
        await page.keyboard.press('Escape');
        await cardGone(page);
      }
      const seen = await page.evaluate(() => ({
        html: document.documentElement.outerHTML,
        boxes: [...document.querySelectorAll('*')].map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return [element.localName, left, top, width, height];
        }),
        sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
        globals: Object.keys(window).length,
        attributes: document.documentElement.getAttributeNames(),
      }));
      await page.close();
      return { ...seen, said };
    };
    try {
      expect(await look(bench, true)).toEqual(await look(plain, false));
    } finally {
      await plain.close();
    }
  });

  it('follows a page that is scrolled, and closes the card then', async () => {
    const page = await bench.page(pages.url('/en-post.html'), { width: 1000, height: 420 });
    await marks(page, 2);
    await hover(page, 'MySQL');
    await cardSeen(page, name);
    await page.evaluate(() => window.scrollBy(0, 900));
    await cardGone(page);
    await until(async () => (await marks(page)).includes('PostgreSQL'), 'marks further down');
    expect(await marked(page)).toBeLessThan(40);
    await page.close();
  });
});
