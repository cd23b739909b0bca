/**
 * `npm run pictures`: the pictures of README and docs, from the built extension in both browsers, into `docs/pictures`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { markName } from '../../src/settings/mark-name.ts';
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import { OWN_TERMS_KEY } from '../../src/settings/own-terms.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { Bench, BROWSERS, type BrowserName, cardGone, cardSeen, hover, inCard, marks, until } from './harness.ts';
import { Pages } from './pages.ts';
import { choose } from './settings.ts';

const OUT = join(import.meta.dirname, '../../docs/pictures');
mkdirSync(OUT, { recursive: true });

const DARK =
  'body { background: #15171b !important; color: #d7dade !important } nav, footer, pre { background: #202329 !important }';
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
/** What the reader of the options' pictures has added. */
const OWN: OwnTerm[] = [
  {
    id: 'own-larkspur1',
    name: 'Larkspur',
    surfaces: ['라크스퍼'],
    exact: true,
    kind: 'service',
    is: 'The order service of the shop; owned by the platform team.',
    url: 'https://wiki.example.com/larkspur',
  },
  {
    id: 'own-kestrel1',
    name: 'Kestrel',
    surfaces: ['kestrel-cli'],
    exact: false,
    kind: 'tool',
    is: 'One command that ships a service.',
  },
];

/** Runs in the card. */
const PRESS_COMPARE = `function () {
  const button = this.getRootNode().querySelector('button.compare');
  button?.click();
  return JSON.stringify(button !== null);
}`;

const pages = new Pages();
await pages.start();
pages.add(
  '/short.html',
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <title>Two small tools</title><meta property="article:published_time" content="2017-03-02">
  <style>body { margin: 0; font: 17px/1.65 Georgia, "Noto Serif", serif; color: #222; background: #fffdf9 } article { max-width: 660px; margin: 0 auto; padding: 16px 24px } h1 { font-size: 28px }</style>
  </head><body><article><h1>Two small tools</h1><p>We rewrote the booking form over the winter, and this is what we kept and what we threw away. The office
  asked for two things: that a page opens at once, and that nobody has to learn a new trick in the busy season.</p>
  <p>The backend went from Sinatra to Rails, since the forms and the reports came with it. The page itself is still AngularJS, which the whole team knows
  by heart. The slow work goes to Sidekiq, and what is read often is kept in Redis.</p>
  <p>Next year we look at it again. Until then every change has to be small enough to be explained on a Friday afternoon, and every
  explanation has to fit on a card.</p></article></body></html>`,
);
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
      for (const theme of THEMES) {
        await choose(bench, {});
        await shortCard(bench, name, 'compare', 'Sinatra', theme);
        await shortCard(bench, name, 'then', 'AngularJS', theme);
        await choose(bench, { theme });
        await popup(bench, theme);
        await ownPages(bench, theme);
      }
      for (const [markStyle, markColor] of [
        ['dotted', 'text'],
        ['solid', 'blue'],
        ['tint', 'violet'],
      ] as const)
        await markStyles(bench, { markStyle, markColor });
      await choose(bench, {});
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

/** A card on the short page: turned to the comparison, or with what has become of its term since. */
async function shortCard(bench: Bench, name: BrowserName, file: string, word: string, theme: Theme): Promise<void> {
  const page = await bench.page(pages.url('/short.html'), { width: 860, height: 780 });
  if (theme === 'dark') await page.addStyleTag({ content: DARK });
  await marks(page, 3);
  await hover(page, word);
  await cardSeen(page, name);
  if (file === 'compare') {
    await until(() => inCard(page, name, PRESS_COMPARE), 'the comparison');
    await cardSeen(page, name, ({ text }) => text.includes('Written in'));
  }
  await settled(page);
  await page.screenshot({ path: join(OUT, `${file}-${theme}-${name}.png`) });
  await page.close();
}

/** How marks can look, on a part of a post. */
async function markStyles(bench: Bench, look: Pick<Settings, 'markStyle' | 'markColor'>): Promise<void> {
  await choose(bench, look);
  const page = await bench.page(pages.url('/short.html'), { width: 760, height: 330 });
  await until(() => page.evaluate((name) => (CSS.highlights.get(name)?.size ?? 0) >= 3, markName(look)), 'the marks');
  await settled(page);
  await page.screenshot({ path: join(OUT, `marks-${look.markStyle}-${bench.name}.png`) });
  await page.close();
}

/** The options and the first run. */
async function ownPages(bench: Bench, theme: Theme): Promise<void> {
  for (const [file, path, ready] of [
    ['options-glossary', '/src/options/index.html#term/redis', '.terms .icon svg:not(.stroke)'],
    ['options-looks', '/src/options/index.html#looks', '.sample'],
    ['options-own', '/src/options/index.html#own', '.own-terms li'],
    ['welcome', '/src/welcome/index.html', '.mark'],
  ] as const) {
    const page = await bench.extensionPage(path);
    await page.setViewport({ width: 1100, height: file === 'welcome' ? 900 : 700 });
    await page.bringToFront();
    await page.evaluate((items) => chrome.storage.local.set(items), { [OWN_TERMS_KEY]: OWN });
    await until(() => page.$(ready), `${ready} in ${path}`);
    if (file === 'options-glossary') await until(() => page.$('.term .card'), 'the card');
    if (file === 'welcome') {
      await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.mark')].find((mark) => mark.textContent === 'Aurora')?.click(),
      );
      await until(() => page.$('.try-card .card'), 'the card of the sample');
    }
    await settled(page);
    await page.screenshot({ path: join(OUT, `${file}-${theme}-${bench.name}.png`) });
    await page.close();
  }
}

/** The popup with the terms of a post: its page, told which tab it is for. */
async function popup(bench: Bench, theme: Theme): Promise<void> {
  const post = await bench.page(pages.url('/ko-post.html'));
  await marks(post, 3);
  const shown = await bench.extensionPage();
  await shown.setViewport({ width: 360, height: 600 });
  const tab = await shown.evaluate(
    async (url) => (await chrome.tabs.query({})).find((t) => t.url === url)?.id,
    pages.url('/ko-post.html'),
  );
  const address = `${bench.origin}/src/popup/index.html?tab=${tab}`;
  if (bench.name === 'firefox') shown.goto(address).catch(() => {});
  else await shown.goto(address);
  await until(() => shown.$('.term svg:not(.stroke)'), 'the terms in the popup');
  const height = await shown.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await shown.setViewport({ width: 360, height });
  await settled(shown);
  await shown.screenshot({ path: join(OUT, `popup-${theme}-${bench.name}.png`) });
  await shown.close();
  await post.close();
}
