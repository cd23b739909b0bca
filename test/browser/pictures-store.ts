/**
 * `npm run pictures:store`: the stores' pictures from the built extension, in English and Korean, into `build/store`: five screenshots of
 * 1280 × 800 for both stores, and for Chrome's the tiles of 440 × 280 and 1400 × 560. Our own pages only. Fails where a picture has another
 * size or is transparent in places, which the stores refuse.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { Bench, cardSeen, hover, inCard, marks, until } from './harness.ts';
import { Pages } from './pages.ts';
import { choose } from './settings.ts';

const root = join(import.meta.dirname, '../..');
const ICON = `data:image/png;base64,${readFileSync(join(root, 'src/static/icons/128.png')).toString('base64')}`;
const FONT = 'system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif';
/** The icon's own colors. */
const [NIGHT, LIGHT] = ['#1f2a44', '#f5b63f'];
const SIZE = { width: 1280, height: 800 };
/** What fills that size, drawn larger than usual: stores show the pictures small. */
const LARGE = { width: 960, height: 600, deviceScaleFactor: 4 / 3 };
const TALL = { width: 1200, height: 750, deviceScaleFactor: 16 / 15 };
const WIDE = { width: 1120, height: 700, deviceScaleFactor: 8 / 7 };
/** A name for our own server. */
const BLOG = 'blog.example';

const STYLE = `body { margin: 0; font: 18px/1.7 ${FONT}; color: #24292f; background: #fff; word-break: keep-all }
  article { max-width: 720px; margin: 0 auto; padding: 8px 32px } h1 { margin: 0; font-size: 30px; line-height: 1.3 }`;

interface Words {
  post: string;
  word: string;
  /** A post that sets two names against each other. */
  compared: { title: string; text: string[]; word: string };
  tagline: string;
  /** A line for the small tile; what stands in `*` is marked. */
  line: string;
}

const WORDS: Record<'en' | 'ko', Words> = {
  en: {
    post: '/en-post.html',
    word: 'Redis',
    compared: {
      title: 'Two small tools',
      text: [
        'The backend went from Sinatra to Rails, since the forms and the reports came with it. The slow work goes to Sidekiq, and what is read often is kept in Redis.',
        'We rewrote the booking form over the winter. The office asked for two things: that a page opens at once, and that nobody has to learn a new trick in the busy season.',
        'Until next year every change has to be small enough to be explained on a Friday afternoon, and every explanation has to fit on a card. So far nobody has asked for the old form back.',
      ],
      word: 'Sinatra',
    },
    tagline: 'Know every name<br>in the post.',
    line: 'We keep it in *Redis*.',
  },
  ko: {
    post: '/ko-post.html',
    word: 'Redis에',
    compared: {
      title: '작은 도구 두 개',
      text: [
        '백엔드는 Sinatra에서 Rails로 옮겼습니다. 입력 화면과 보고서가 딸려 왔기 때문입니다. 느린 일은 Sidekiq에 맡기고, 자주 읽는 값은 Redis에 둡니다.',
        '겨울 동안 예약 화면을 새로 만들었습니다. 사무실의 요청은 두 가지였습니다. 화면이 바로 열릴 것, 바쁜 철에 새로 배울 것이 없을 것.',
        '내년까지는 금요일 오후에 설명할 수 있을 만큼 작은 변경만 하기로 했습니다. 설명은 카드 한 장에 들어가야 합니다. 예전 화면을 돌려 달라는 사람은 아직 없습니다.',
      ],
      word: 'Sinatra',
    },
    tagline: '글에 나온 이름,<br>그 자리에서 압니다.',
    line: '값은 *Redis*에 둡니다.',
  },
};

const pages = new Pages();

async function pictures(lang: 'en' | 'ko'): Promise<void> {
  const out = join(root, 'build/store', lang);
  mkdirSync(out, { recursive: true });
  process.env.LANGUAGE = lang;
  const bench = await Bench.open('chrome', { args: [`--lang=${lang}`, `--host-resolver-rules=MAP ${BLOG} 127.0.0.1`] });
  const save = (name: string, png: Uint8Array, size = SIZE): void => {
    checkPicture(name, png, size);
    writeFileSync(join(out, `${name}.png`), png);
    console.log(`build/store/${lang}/${name}.png  ${size.width} × ${size.height}  ${Math.ceil(png.length / 1024)} KB`);
  };
  try {
    const words = WORDS[lang];
    const { title, text } = words.compared;
    const comparing = pages.add(
      `/${lang}-compared.html`,
      `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body><article><h1>${title}</h1>${text.map((each) => `<p>${each}</p>`).join('')}</article></body></html>`,
    );
    const card = await post(bench, pages.url(words.post, BLOG), words.word);
    save('1-card', await shot(card));
    const { box } = await cardSeen(card, 'chrome');
    const left = Math.max(0, Math.min(960 - 660, (box.left + box.right - 660) / 2));
    const top = Math.max(0, Math.min(600 - 462, box.top - 52));
    const scrolled = await card.evaluate(() => scrollY);
    const cut = await shot(card, { x: left, y: top + scrolled, width: 660, height: 462 });
    await card.close();

    const compared = await post(bench, comparing, words.compared.word, TALL);
    await until(() => inCard(compared, 'chrome', PRESS_COMPARE), 'the comparison');
    await cardSeen(compared, 'chrome', ({ controls }) => controls.length > 0);
    await settled(compared);
    save('2-compared', await shot(compared));
    await compared.close();

    save('3-stack', await stack(bench, pages.url(words.post, BLOG)));
    save('4-glossary', await ownPage(bench, '#term/redis', '.terms .icon svg:not(.stroke)'));
    await choose(bench, { theme: 'dark', markStyle: 'tint', markColor: 'violet' });
    save('5-looks', await ownPage(bench, '#looks', '.sample'));
    await choose(bench, {});

    save('tile-small', await drawn(bench, smallTile(words), { width: 440, height: 280 }), { width: 440, height: 280 });
    save('tile-marquee', await drawn(bench, marquee(words, cut), { width: 1400, height: 560 }), { width: 1400, height: 560 });
  } finally {
    await bench.close();
  }
}

/** Runs in the card. */
const PRESS_COMPARE = `function () {
  const button = this.getRootNode().querySelector('button.compare');
  button?.click();
  return JSON.stringify(button !== null);
}`;

/** A post with the card of a word. */
async function post(bench: Bench, url: string, word: string, viewport = LARGE): Promise<Page> {
  const page = await bench.page(url);
  await page.setViewport(viewport);
  await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement as Element;
      if (!(node as Text).data.includes(wanted) || parent.closest('nav')) continue;
      scrollTo({ top: Math.max(0, parent.getBoundingClientRect().top + scrollY - 130) });
      return;
    }
  }, word);
  await marks(page, 3);
  await hover(page, word);
  await cardSeen(page, 'chrome');
  await settled(page);
  return page;
}

/** The popup as it hangs from the toolbar, over its post. */
async function stack(bench: Bench, url: string): Promise<Uint8Array> {
  const page = await bench.page(url);
  await page.setViewport(LARGE);
  await marks(page, 3);
  const behind = await shot(page);
  const popup = await bench.extensionPage();
  const tab = await popup.evaluate(async (wanted) => (await chrome.tabs.query({})).find((each) => each.url === wanted)?.id, url);
  await popup.goto(`${bench.origin}/src/popup/index.html?tab=${tab}`);
  await popup.setViewport({ width: 360, height: 600, deviceScaleFactor: 1.28 });
  await until(() => popup.$('.term svg:not(.stroke)'), 'the terms in the popup');
  await settled(popup);
  const front = await shot(popup);
  await popup.close();
  await page.close();
  const html = `<style>body { margin: 0; background: #fff } img { position: absolute } .behind { inset: 0; width: 1280px; height: 800px; filter: brightness(.96) }
    .front { top: 16px; right: 28px; width: 461px; border-radius: 14px; box-shadow: 0 0 0 1px rgb(0 0 0 / .1), 0 12px 40px rgb(20 24 32 / .3) }</style>
    <img class="behind" src="${dataOf(behind)}" alt=""><img class="front" src="${dataOf(front)}" alt="">`;
  return drawn(bench, html, SIZE);
}

async function ownPage(bench: Bench, hash: string, ready: string): Promise<Uint8Array> {
  const page = await bench.extensionPage(`/src/options/index.html${hash}`);
  await page.setViewport(WIDE);
  await page.bringToFront();
  await until(() => page.$(ready), `${ready} in the options`);
  if (hash.startsWith('#term')) await until(() => page.$('.term .card'), 'the card');
  await settled(page);
  const png = await shot(page);
  await page.close();
  return png;
}

const marked = (line: string): string => line.replace(/\*(.+?)\*/, '<b>$1</b>');

function tile(body: string): string {
  return `<style>
    body { margin: 0; overflow: hidden; background: radial-gradient(120% 150% at 12% 0%, #4a61a0 0%, #2b3a62 55%, ${NIGHT} 100%); color: #fff; font-family: ${FONT}; word-break: keep-all }
    .name { display: flex; align-items: center; font-weight: 650; letter-spacing: -.02em }
    img { border-radius: 22%; box-shadow: 0 0 0 2px rgb(255 255 255 / .22), 0 8px 30px rgb(0 0 0 / .35) }
    b { font-weight: 600; border-bottom: 5px dotted ${LIGHT}; padding-bottom: 2px }
    .small { display: grid; place-content: center; justify-items: center; gap: 24px; height: 280px }
    .small .name { gap: 18px; font-size: 46px } .small p { margin: 0; font-size: 28px; color: #e6ebf7 }
    .wide { display: flex; align-items: center; height: 560px }
    .wide .words { width: 600px; padding-left: 80px; box-sizing: border-box }
    .wide .name { gap: 24px; font-size: 64px } .wide p { margin: 32px 0 0; font-size: 36px; line-height: 1.4; color: #e6ebf7}
    .shot { margin-left: 44px; width: 700px; height: 490px; border-radius: 18px; background: #fff left top / cover no-repeat; box-shadow: 0 24px 70px rgb(0 0 0 / .45) }
  </style>${body}`;
}

function smallTile({ line }: Words): string {
  return tile(
    `<div class="small"><div class="name"><img src="${ICON}" width="72" height="72" alt="">Termlight</div><p>${marked(line)}</p></div>`,
  );
}

function marquee({ tagline }: Words, cut: Uint8Array): string {
  return tile(
    `<div class="wide"><div class="words"><div class="name"><img src="${ICON}" width="96" height="96" alt="">Termlight</div><p>${tagline}</p></div><div class="shot" style="background-image: url(${dataOf(cut)})"></div></div>`,
  );
}

const dataOf = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

async function drawn(bench: Bench, html: string, size: { width: number; height: number }): Promise<Uint8Array> {
  const page = await bench.page(undefined, size);
  await page.bringToFront();
  await page.setContent(`<!doctype html><meta charset="utf-8">${html}`, { waitUntil: 'load' });
  const png = await shot(page);
  await page.close();
  return png;
}

function shot(page: Page, clip?: { x: number; y: number; width: number; height: number }): Promise<Uint8Array> {
  return page.screenshot({ type: 'png', ...(clip && { clip }) });
}

/** After the card's own motion has ended. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => setTimeout(done, 260)));
}

/** From the picture's own head: width, height, and color type 2, which has no transparency. */
function checkPicture(name: string, png: Uint8Array, size: { width: number; height: number }): void {
  const head = Buffer.from(png);
  const [width, height, colors] = [head.readUInt32BE(16), head.readUInt32BE(20), head[25]];
  if (width !== size.width || height !== size.height) throw new Error(`${name} is ${width} × ${height}`);
  if (colors !== 2) throw new Error(`${name} may be transparent (color type ${colors})`);
}

await pages.start();
try {
  for (const lang of ['en', 'ko'] as const) await pictures(lang);
} finally {
  await pages.stop();
}
