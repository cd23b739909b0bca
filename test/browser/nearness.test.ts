/** Marked blocks far from the viewport are not observed one by one: whatever the page does, those that come into view have their marks. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench, BROWSERS, marks, until } from './harness.ts';
import { Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

const BLOCKS = 400;
const block = (i: number) =>
  `<p id="p${i}">Paragraph ${i}: somebody asked whether Redis was really needed here, or whether a plain file would do.</p>`;
const blocks = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => block(from + i)).join('\n');
const STYLE = '<style>p { min-height: 60px; margin: 10px 0 } .tall p { min-height: 900px }</style>';

/** Numbers of the marked paragraphs that are to be seen. */
function seen(page: Page): Promise<number[]> {
  return page.evaluate((highlight) => {
    const numbers: number[] = [];
    for (const { startContainer } of CSS.highlights.get(highlight) ?? []) {
      const box = startContainer.parentElement?.getBoundingClientRect();
      if (box && box.height > 0 && box.bottom > 0 && box.top < innerHeight)
        numbers.push(Number(startContainer.parentElement?.id.slice(1)));
    }
    return numbers.sort((a, b) => a - b);
  }, 'termlight-mark');
}

/** The paragraphs that are to be seen, as the layout has them. */
function inView(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('p')]
      .filter((p) => {
        const { top, bottom, height } = p.getBoundingClientRect();
        const box = p.closest('.box')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
        return height > 0 && bottom > Math.max(0, box.top) + 1 && top < Math.min(innerHeight, box.bottom) - 1;
      })
      .map((p) => Number(p.id.slice(1)))
      .sort((a, b) => a - b),
  );
}

async function allInViewMarked(page: Page, least = 1): Promise<number[]> {
  return until(async () => {
    const [marked, there] = [await seen(page), await inView(page)];
    return there.length >= least && there.every((n) => marked.includes(n)) ? there : null;
  }, 'marks on all that is in view');
}

describe.each(BROWSERS)('what comes into view, in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  beforeEach(() => choose(bench, { density: 'all' }));
  afterAll(() => bench?.close());

  const opened = async (body: string): Promise<Page> => {
    const page = await bench.page(pages.add('/near.html', prosePage(STYLE + body)), { width: 1000, height: 800 });
    await marks(page, 3);
    await allInViewMarked(page);
    return page;
  };
  /** Everything below has been read, and had time to fall asleep: the last of it has been in view. */
  const readToTheEnd = async (page: Page): Promise<void> => {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    expect(await allInViewMarked(page)).toContain(BLOCKS - 1);
    await page.evaluate(() => scrollTo(0, 0));
    expect(await allInViewMarked(page)).toContain(0);
  };

  it('jumps to anywhere and back', async () => {
    const page = await opened(blocks(0, BLOCKS));
    await readToTheEnd(page);
    for (const n of [200, 390, 33, 250, 251, 0]) {
      await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), `p${n}`);
      expect(await allInViewMarked(page, 3)).toContain(n);
    }
    await page.close();
  });

  it('what stood between is taken away, and later stands there again', async () => {
    const page = await opened(`${blocks(0, 3)}<div id="between">${blocks(3, 320)}</div>${blocks(320, BLOCKS)}`);
    await readToTheEnd(page);
    await page.evaluate(() => document.getElementById('between')?.setAttribute('hidden', ''));
    expect(await allInViewMarked(page, 5)).toContain(321);
    await page.evaluate(() => document.getElementById('between')?.removeAttribute('hidden'));
    expect(await allInViewMarked(page, 5)).toContain(4);
    await page.close();
  });

  it('a panel that was hidden is shown', async () => {
    const page = await opened(`${blocks(0, 3)}<div id="panel" hidden>${blocks(3, 200)}</div>${blocks(200, BLOCKS)}`);
    await readToTheEnd(page);
    await page.evaluate(() => document.getElementById('panel')?.removeAttribute('hidden'));
    expect(await allInViewMarked(page, 5)).toContain(4);
    await page.evaluate(() => document.getElementById('p120')?.scrollIntoView());
    expect(await allInViewMarked(page, 3)).toContain(120);
    await page.close();
  });

  it('far paragraphs grow to a screen each, and one jumps into their midst', async () => {
    const page = await opened(`${blocks(0, 60)}<div id="far">${blocks(60, BLOCKS)}</div>`);
    await readToTheEnd(page);
    await page.evaluate(() => document.getElementById('far')?.classList.add('tall'));
    for (const n of [200, 310, 90]) {
      await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), `p${n}`);
      expect(await allInViewMarked(page)).toContain(n);
    }
    await page.close();
  });

  it('the first and last of each stretch leave the page', async () => {
    const page = await opened(blocks(0, BLOCKS));
    await readToTheEnd(page);
    await page.evaluate(() => {
      for (const p of document.querySelectorAll('p'))
        if (Number(p.id.slice(1)) > 40 && Number(p.id.slice(1)) % 16 !== 8) p.remove();
    });
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    expect(await allInViewMarked(page, 3)).toContain(392);
    await page.close();
  });

  it('a box that scrolls within the page', async () => {
    const page = await opened(
      `${blocks(0, 2)}<div class="box" id="box" style="height: 500px; overflow: auto">${blocks(2, BLOCKS)}</div>`,
    );
    for (const share of [1, 0, 0.5, 0.2]) {
      await page.evaluate((to) => {
        const box = document.getElementById('box') as HTMLElement;
        box.scrollTop = box.scrollHeight * to;
      }, share);
      await allInViewMarked(page, 4);
    }
    await page.close();
  });
});
