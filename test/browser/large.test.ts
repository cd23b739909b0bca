import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, BROWSERS, marked, markedTexts, marks, until } from './harness.ts';
import { Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

const NAMES = ['Redis', 'PostgreSQL', 'MySQL', 'Flask', 'Sinatra', 'Sidekiq', 'Elasticsearch', 'Node.js'];
const MOST_RANGES = 300;

/** Five million letters in sections of a few paragraphs, or all in one element with line breaks. */
function largePage(oneElement: boolean): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < 5_000_000; i++) {
    const name = NAMES[i % NAMES.length];
    const text = `Paragraph ${i}. We looked at it for a long while before anybody said a word about it, and then somebody asked whether ${name} was really needed here, or whether a plain file would do. It went on like that until noon, and the answer was the same as ever. `;
    const part = oneElement ? `${text}<br>\n` : `${i % 12 === 0 ? `<h2>Part ${i / 12}</h2>` : ''}<p>${text}</p>\n`;
    parts.push(part);
    length += part.length;
  }
  return prosePage(oneElement ? `<div>${parts.join('')}</div>` : parts.join(''));
}

describe.each(BROWSERS)('5 MB in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());

  it.each([
    ['in many sections', false],
    ['in one element', true],
  ])('%s: marks near the viewport follow the scrolling, never more than 300', async (_, oneElement) => {
    // Without headings there may be a screen without a first mention.
    if (oneElement) await choose(bench, { density: 'all' });
    const page = await bench.page(pages.add('/large.html', largePage(oneElement)), { width: 1000, height: 800 });
    await marks(page, 5);
    const inView = (): Promise<boolean> =>
      page.evaluate((highlight) => {
        for (const range of CSS.highlights.get(highlight) ?? []) {
          const live = document.createRange();
          live.setStart(range.startContainer, range.startOffset);
          const { top } = live.getBoundingClientRect();
          if (top >= 0 && top < innerHeight) return true;
        }
        return false;
      }, 'termlight-mark');
    for (const share of [0.5, 0.95, 0.2]) {
      await page.evaluate((to) => window.scrollTo(0, document.documentElement.scrollHeight * to), share);
      await until(inView, `marks at ${share}`, 20_000);
      expect(await marked(page)).toBeLessThanOrEqual(MOST_RANGES);
    }
    expect((await markedTexts(page)).every((text) => NAMES.includes(text))).toBe(true);
    await page.close();
  });
});
