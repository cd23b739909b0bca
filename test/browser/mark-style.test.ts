/** Styles and colors of marks, as pages show them. */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { markName } from '../../src/settings/mark-name.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import { Bench, BROWSERS, marks, placeOfText, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
let url = '';
beforeAll(async () => {
  await pages.start();
  url = pages.add(
    '/styles.html',
    prosePage(
      `${FILLER}<p>Here stands PostgreSQL.</p><div id="shadow"></div><script>
        document.querySelector('#shadow').attachShadow({ mode: 'open' }).innerHTML = '<p>Deep inside stands Redis, in a shadow.</p>';
      </script>`,
      '<style>body { font: 20px/2 sans-serif; color: #222; background: #fff } body.dark { color: #ddd; background: #17191d }</style>',
    ),
  );
});
afterAll(() => pages.stop());

const STYLES = ['dotted', 'solid', 'tint'] as const satisfies Settings['markStyle'][];
const COLORS = ['text', 'blue', 'green', 'orange', 'violet', 'gray'] as const satisfies Settings['markColor'][];

/** Names of our highlights that hold something. */
function registered(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...CSS.highlights].flatMap(([name, { size }]) => (name.startsWith('termlight-') && size > 0 ? [name] : [])),
  );
}

/** The colors of the pixels around a text's first line, each with how often it is there. */
async function pixels(page: Page, text: string): Promise<Map<string, number>> {
  const box = await placeOfText(page, text);
  const clip = {
    x: Math.floor(box.left),
    y: Math.floor(box.top),
    width: Math.ceil(box.right - box.left),
    height: Math.ceil(box.bottom - box.top) + 6,
  };
  const png = await page.screenshot({ clip, encoding: 'base64' });
  const counts = await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const found: Record<string, number> = {};
    for (let i = 0; i < rgba.length; i += 4) {
      const color = `${rgba[i]} ${rgba[i + 1]} ${rgba[i + 2]}`;
      found[color] = (found[color] ?? 0) + 1;
    }
    return Object.entries(found);
  }, png);
  return new Map(counts);
}

/** How many pixels are about this color. */
function about(found: Map<string, number>, wanted: readonly number[], most = 24): number {
  let count = 0;
  for (const [color, times] of found) {
    const parts = color.split(' ').map(Number);
    if (parts.every((part, i) => Math.abs(part - (wanted[i] ?? 0)) <= most)) count += times;
  }
  return count;
}

describe.each(BROWSERS)('mark styles in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());
  afterEach(() => choose(bench, {}));

  it('are each one highlight, changed in the open page without a new reading', async () => {
    const settings = await bench.extensionPage();
    const page = await bench.page(url);
    await marks(page, 2);
    expect(await registered(page)).toEqual(['termlight-mark']);
    await page.evaluate(() => {
      const [range] = CSS.highlights.get('termlight-mark') ?? [];
      Object.assign(window, { range });
    });
    for (const markStyle of STYLES)
      for (const markColor of COLORS) {
        const wanted = markName({ markStyle, markColor });
        await settings.evaluate(
          (key, version, chosen) => chrome.storage.sync.set({ [key]: { version, chosen } }),
          SETTINGS_KEY,
          VERSION,
          { markStyle, markColor },
        );
        await until(async () => (await registered(page)).join() === wanted, wanted);
        // the very range that was read first
        expect(
          await page.evaluate(
            (each) => CSS.highlights.get(each)?.has((window as unknown as { range: StaticRange }).range),
            wanted,
          ),
        ).toBe(true);
        expect(await page.evaluate((each) => CSS.highlights.get(each)?.size, wanted)).toBe(2);
      }
    await page.close();
    await settings.close();
  });

  it.each([
    ['solid', 'orange', [208, 100, 20]],
    ['tint', 'blue', [47, 129, 224]],
  ] as const)('%s, %s is painted, on light and dark, in shadow roots too', async (markStyle, markColor, line) => {
    await choose(bench, { markStyle, markColor });
    const page = await bench.page(url);
    const wanted = markName({ markStyle, markColor });
    await until(() => page.evaluate((each) => CSS.highlights.get(each)?.size === 2, wanted), 'both marks');
    for (const [side, ground] of [
      ['light', [255, 255, 255]],
      ['dark', [23, 25, 29]],
    ] as const) {
      await page.evaluate((dark) => document.body.classList.toggle('dark', dark), side === 'dark');
      for (const text of ['PostgreSQL', 'Redis']) {
        const seen = await until(async () => {
          const found = await pixels(page, text);
          return about(found, line) > 20 ? found : null;
        }, `the line below ${text} on ${side}`);
        const tint = ground.map((part, i) => part + ((line[i] ?? 0) - part) * 0.16);
        if (markStyle === 'tint') expect(about(seen, tint, 6), `${text} on ${side}`).toBeGreaterThan(300);
        else expect(about(seen, ground, 2), `${text} on ${side}`).toBeGreaterThan(300);
      }
    }
    await page.close();
  });

  it("follows the text's color when the page turns dark", async () => {
    await choose(bench, { markStyle: 'solid', markColor: 'text' });
    const page = await bench.page(url);
    await until(() => page.evaluate(() => CSS.highlights.get('termlight-solid-text')?.size === 2), 'both marks');
    await page.evaluate(() => {
      document.body.classList.add('dark');
      document.body.style.setProperty('-webkit-text-fill-color', 'transparent');
    });
    for (const text of ['PostgreSQL', 'Redis'])
      await until(async () => about(await pixels(page, text), [221, 221, 221], 40) > 20, `a light line below ${text}`);
    await page.close();
  });

  it('are all gone when Termlight is switched off', async () => {
    await choose(bench, { markStyle: 'tint', markColor: 'green' });
    const page = await bench.page(url);
    await until(async () => (await registered(page)).join() === 'termlight-tint-green', 'marks');
    await choose(bench, { on: false });
    await page.bringToFront();
    await until(async () => (await registered(page)).length === 0, 'none');
    expect(await page.evaluate(() => document.querySelector('#shadow')?.shadowRoot?.adoptedStyleSheets.length)).toBe(0);
    await page.close();
  });
});
