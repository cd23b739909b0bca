/**
 * `npm run pictures`: the pictures of README and docs, from the built extension in both browsers, into `docs/pictures`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { Bench, BROWSERS, cardGone, cardSeen, hover, marks, until } from './harness.ts';
import { Pages } from './pages.ts';

const OUT = join(import.meta.dirname, '../../docs/pictures');
mkdirSync(OUT, { recursive: true });

const DARK =
  'body { background: #15171b !important; color: #d7dade !important } nav, footer, pre { background: #202329 !important }';
const pages = new Pages();
await pages.start();
try {
  for (const name of BROWSERS) {
    const bench = await Bench.open(name);
    try {
      for (const [post, word, file, dark] of [
        ['/ko-post.html', 'Redis에', 'ko-light', false],
        ['/ko-post.html', 'Sinatra', 'ko-dark', true],
        ['/en-post.html', 'Redis', 'en-light', false],
        ['/en-post.html', 'Sidekiq', 'en-dark', true],
      ] as const) {
        const page = await bench.page(pages.url(post), { width: 860, height: 640 });
        if (dark) await page.addStyleTag({ content: DARK });
        await page.evaluate((text) => scrollTo(text), await around(page, word));
        await marks(page, 3);
        await hover(page, word);
        await cardSeen(page, name);
        await settled(page);
        await page.screenshot({ path: join(OUT, `card-${file}-${name}.png`) });
        await page.keyboard.press('Escape');
        await cardGone(page);
        if (file === 'ko-light') await page.screenshot({ path: join(OUT, `post-${name}.png`) });
        await page.close();
      }
      await popup(bench, name);
    } finally {
      await bench.close();
    }
  }
} finally {
  await pages.stop();
}

/** Scroll position that puts a text into the upper third. */
function around(page: Page, text: string): Promise<{ top: number }> {
  return page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!(node as Text).data.includes(wanted)) continue;
      const { top } = (node.parentElement as Element).getBoundingClientRect();
      return { top: Math.max(0, top + scrollY - 180) };
    }
    return { top: 0 };
  }, text);
}

/** Two frames after the card's own motion has ended. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 260)));
}

/** The popup with the terms of a post: its page, told which tab it is for. */
async function popup(bench: Bench, name: string): Promise<void> {
  const post = await bench.page(pages.url('/ko-post.html'));
  await marks(post, 3);
  const shown = await bench.extensionPage();
  await shown.setViewport({ width: 360, height: 600 });
  const tab = await shown.evaluate(
    async (url) => (await chrome.tabs.query({})).find((t) => t.url === url)?.id,
    pages.url('/ko-post.html'),
  );
  const address = `${bench.origin}/src/popup/index.html?tab=${tab}`;
  if (name === 'firefox') shown.goto(address).catch(() => {});
  else await shown.goto(address);
  await until(() => shown.evaluate(() => (document.body.textContent ?? '').includes('Redis')), 'the terms in the popup').catch(
    () => {},
  );
  const height = await shown.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await shown.setViewport({ width: 360, height });
  await settled(shown);
  await shown.screenshot({ path: join(OUT, `popup-${name}.png`) });
  await shown.close();
  await post.close();
}
