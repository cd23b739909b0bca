import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Bench,
  BROWSERS,
  cardGone,
  cardSeen,
  hover,
  marked,
  markedTexts,
  marks,
  marksAre,
  placeOfText,
  until,
} from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

const PROSE = '<p>We keep the sessions in Redis and everything else in PostgreSQL, behind a small Flask service.</p>';

describe.each(BROWSERS)('wherever text stands, in %s', (name) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(name);
  });
  afterAll(() => bench?.close());

  it('a name split over tags and over a source line break', async () => {
    const url = pages.add(
      '/split.html',
      prosePage(`${FILLER}<p>We chose <b>Ruby</b> on\n Rails and <i>Post</i>greSQL for it.</p>`),
    );
    const page = await bench.page(url);
    await marksAre(page, ['PostgreSQL', 'Ruby on Rails']);
    await hover(page, 'Rails');
    expect((await cardSeen(page, name)).name).toBe('Ruby on Rails');
    await page.close();
  });

  it('iframes: of the same and another site, about:blank and srcdoc', async () => {
    pages.add('/inner.html', prosePage(FILLER + PROSE));
    const other = pages.url('/inner.html', 'localhost');
    const url = pages.add(
      '/frames.html',
      prosePage(`<style>iframe{display:block;width:700px;height:300px;border:0}</style>
        <iframe name="same" src="/inner.html"></iframe><iframe name="other" src="${other}"></iframe>
        <iframe name="blank"></iframe><iframe name="doc"></iframe>
        <script>
          const prose = ${JSON.stringify(FILLER + PROSE)};
          document.querySelector('[name=blank]').contentDocument.body.innerHTML = prose;
          document.querySelector('[name=doc]').srcdoc = '<!doctype html><body>' + prose;
        </script>`),
    );
    const page = await bench.page(url, { width: 900, height: 1300 });
    await until(() => page.frames().length === 5, 'five frames');
    for (const frame of page.frames().slice(1)) await marksAre(frame, ['Flask', 'PostgreSQL', 'Redis']);
    const inner = page.frames().find((frame) => frame.url() === other);
    if (!inner) throw new Error('no frame of the other site');
    await hover(page, 'Redis', { frame: inner, offset: { x: 8, y: 308 } });
    const seen = await cardSeen(inner, name);
    expect(seen.name).toBe('Redis');
    // The card is placed in its own frame.
    expect(seen.box.right).toBeLessThanOrEqual(700);
    await page.close();
  });

  it('a small frame and one without prose stay untouched', async () => {
    const url = pages.add(
      '/small.html',
      prosePage(
        `${FILLER}${PROSE}<iframe src="/inner.html" width="150" height="80"></iframe><iframe src="/little.html" width="500" height="300"></iframe>`,
      ),
    );
    pages.add('/little.html', prosePage('<p>Redis</p>'));
    const page = await bench.page(url);
    await marks(page, 3);
    for (const frame of page.frames().slice(1)) expect(await marked(frame)).toBe(0);
    await page.close();
  });

  it('a frame that fills up or grows later is read then', async () => {
    pages.add('/inner.html', prosePage(FILLER + PROSE));
    pages.add('/script.html', prosePage(`<script>${JSON.stringify(FILLER + PROSE)}</script>`));
    const url = pages.add(
      '/later.html',
      prosePage(`<iframe name="fills" src="/script.html" width="700" height="300"></iframe>
        <iframe name="grows" src="/inner.html" width="150" height="80"></iframe>`),
    );
    const page = await bench.page(url, { width: 900, height: 1300 });
    const frameOf = (text: string) => until(() => page.frames().find((frame) => frame.url().endsWith(text)), text);
    const [fills, grows] = [await frameOf('/script.html'), await frameOf('/inner.html')];
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    for (const frame of [fills, grows]) expect(await marked(frame)).toBe(0);
    await fills.evaluate((html) => {
      document.body.innerHTML = html;
    }, FILLER + PROSE);
    await marksAre(fills, ['Flask', 'PostgreSQL', 'Redis']);
    await page.evaluate(() => {
      const frame = document.querySelector('[name=grows]') as HTMLIFrameElement;
      frame.width = '700';
      frame.height = '300';
    });
    await marksAre(grows, ['Flask', 'PostgreSQL', 'Redis']);
    await page.close();
  });

  it('open shadow roots, also those attached late', async () => {
    const url = pages.add(
      '/shadow.html',
      prosePage(`${FILLER}<x-early></x-early><x-late></x-late><script>
        document.querySelector('x-early').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(PROSE)};
        addEventListener('load', () => setTimeout(() => {
          document.querySelector('x-late').attachShadow({ mode: 'open' }).innerHTML = '<p>The mails go through Sidekiq at night.</p>';
          document.body.append(document.createElement('hr'));
        }, 200));
      </script>`),
    );
    const page = await bench.page(url);
    await marksAre(page, ['Flask', 'PostgreSQL', 'Redis', 'Sidekiq']);
    await hover(page, 'Redis');
    expect((await cardSeen(page, name)).name).toBe('Redis');
    // Chromium paints by the document's rule; Firefox needs one sheet in the root while it holds marks.
    const sheets = (): Promise<number | undefined> =>
      page.evaluate(() => document.querySelector('x-early')?.shadowRoot?.adoptedStyleSheets.length);
    expect(await sheets()).toBe(name === 'firefox' ? 1 : 0);
    await page.evaluate(() => {
      const text = document.querySelector('x-early')?.shadowRoot?.querySelector('p')?.firstChild as Text;
      text.data = 'Nothing of that kind here any more.';
    });
    await until(async () => (await sheets()) === 0, 'the sheet to be gone');
    await page.close();
  });

  it('text added later, and a client-side navigation', async () => {
    const url = pages.add('/later.html', prosePage(`<main>${FILLER}${PROSE}</main>`));
    const page = await bench.page(url);
    await marks(page, 3);
    await page.evaluate(() => {
      const more = document.createElement('section');
      more.innerHTML = '<h2>More</h2><p>The nightly jobs run in Sidekiq, and MySQL keeps the rest.</p>';
      document.querySelector('main')?.append(more);
    });
    await marksAre(page, ['Flask', 'MySQL', 'PostgreSQL', 'Redis', 'Sidekiq']);
    await page.evaluate((filler) => {
      history.pushState({}, '', '/elsewhere');
      const main = document.querySelector('main');
      if (main) main.innerHTML = `${filler}<p>Another post, about Elasticsearch and how it searches.</p>`;
    }, FILLER);
    await until(async () => (await markedTexts(page)).join() === 'Elasticsearch', 'the marks of the new page only');
    await page.evaluate(() => {
      const text = document.querySelector('main p:last-child')?.firstChild as Text;
      text.data = 'Another post, now about PostgreSQL alone.';
    });
    await until(async () => (await markedTexts(page)).join() === 'PostgreSQL', 'the mark of the changed text');
    await page.close();
  });

  it('inputs, editable regions, menus, code and hidden text are left alone', async () => {
    const url = pages.add(
      '/left-alone.html',
      prosePage(`<nav>Redis</nav><div role="toolbar">Redis</div>${FILLER}<p contenteditable>Redis</p><textarea>Redis</textarea><button>Redis</button>
        <pre>Redis</pre><p>Call <code>Redis</code> there.</p><p hidden>Redis</p><p style="display:none">Redis</p>
        <p>In the end PostgreSQL did it.</p><footer>Redis</footer>`),
    );
    const page = await bench.page(url);
    await marksAre(page, ['PostgreSQL']);
    await page.evaluate(() => document.querySelector('p[hidden]')?.removeAttribute('hidden'));
    await marksAre(page, ['PostgreSQL', 'Redis']);
    await page.close();
  });

  it("a page with CSP default-src 'none' and Trusted Types", async () => {
    const url = pages.add('/csp.html', {
      body: prosePage(FILLER + PROSE),
      headers: {
        'content-security-policy':
          "default-src 'none'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      },
    });
    const page = await bench.page(url);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await marks(page, 3);
    await hover(page, 'PostgreSQL');
    const seen = await cardSeen(page, name);
    expect(seen.name).toBe('PostgreSQL');
    // Placed and dressed: as wide as a card is.
    expect(Math.round(seen.box.right - seen.box.left)).toBe(348);
    expect(said).toEqual([]);
    await page.close();
  });

  it('an open modal dialog: the card lives inside it, and Escape leaves the dialog open', async () => {
    const url = pages.add('/dialog.html', prosePage(`${FILLER}<dialog>${FILLER}${PROSE}</dialog>`));
    const page = await bench.page(url);
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await marks(page, 3);
    await hover(page, 'PostgreSQL');
    const seen = await cardSeen(page, name);
    expect(await page.evaluate(() => document.querySelector('[data-termlight-card]')?.parentElement?.localName)).toBe('dialog');
    const other = seen.controls.find((control) => control.text === '한국어');
    if (!other) throw new Error('no language button');
    await page.mouse.click((other.box.left + other.box.right) / 2, (other.box.top + other.box.bottom) / 2);
    await cardSeen(page, name, (now) => now.lang === 'ko');
    await page.keyboard.press('Escape');
    await cardGone(page);
    expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(true);
    await page.keyboard.press('Escape');
    await until(() => page.evaluate(() => !document.querySelector('dialog')?.open), 'the second Escape to close the dialog');
    await page.close();
  });

  it('a page that fights: everything unset, popovers hidden', async () => {
    const style =
      '<style>* { all: unset !important } [popover], html > :not(head):not(body) { display: none !important }</style>';
    const url = pages.add('/fight.html', prosePage(`${FILLER}<br><br>${PROSE}`, style));
    const page = await bench.page(url);
    await marks(page, 3);
    await hover(page, 'PostgreSQL');
    const { box } = await cardSeen(page, name);
    expect(Math.round(box.right - box.left)).toBe(348);
    expect(box.bottom - box.top).toBeGreaterThan(100);
    await page.close();
  });

  it('a React page that renders again and again', async () => {
    const url = pages.add('/react.html', prosePage(`<div id="root"></div><script>${await reactPage()}</script>`));
    const page = await bench.page(url);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await marks(page, 3);
    for (let round = 0; round < 5; round++) {
      await page.evaluate(() => (window as unknown as { again(): void }).again());
      await until(async () => (await markedTexts(page)).includes('Redis'), `Redis after round ${round}`);
    }
    await until(async () => (await markedTexts(page)).join() === 'Flask,PostgreSQL,Redis,Sidekiq', 'all marks');
    await hover(page, 'Sidekiq');
    expect((await cardSeen(page, name)).name).toBe('Sidekiq');
    expect(await page.evaluate(() => document.querySelector('[data-round]')?.getAttribute('data-round'))).toBe('5');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('back-forward cache: marks are there on return, and settings are read again', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await marks(page, 5);
    await page.evaluate(() => {
      addEventListener('pageshow', (event) => {
        document.title = event.persisted ? 'persisted' : 'anew';
      });
    });
    await page.goto(pages.add('/away.html', prosePage(FILLER)));
    await page.evaluate(() => history.back());
    await until(() => page.evaluate(() => location.pathname === '/en-post.html'), 'the way back');
    await marks(page, 5);
    await hover(page, 'MySQL');
    expect((await cardSeen(page, name)).name).toBe('MySQL');
    if (name === 'firefox') expect(await page.title()).toBe('persisted');
    await page.close();
  });

  it('an XML document, a page without body and a detached frame: nothing happens', async () => {
    const xml = pages.add('/data.xml', {
      type: 'application/xml',
      body: '<?xml version="1.0"?><posts><post>Redis and PostgreSQL</post></posts>',
    });
    const page = await bench.page();
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(xml);
    await page.goto(pages.add('/nobody.html', prosePage(`<script>document.body.remove()</script>`)));
    expect(await marked(page)).toBe(0);
    // A body that comes later is a page like any other.
    await page.evaluate((html) => {
      const body = document.createElement('body');
      body.innerHTML = html;
      document.documentElement.append(body);
    }, FILLER + PROSE);
    await marks(page, 3);
    await page.goto(
      pages.add(
        '/detached.html',
        prosePage(`${FILLER}${PROSE}<script>
          for (let i = 0; i < 20; i++) { const f = document.createElement('iframe'); f.src = '/inner.html'; f.width = 600; f.height = 300; document.body.append(f); setTimeout(() => f.remove(), i * 7); }
        </script>`),
      ),
    );
    await marks(page, 3);
    await until(() => page.frames().length === 1, 'the frames to be gone');
    expect(said).toEqual([]);
    expect(await placeOfText(page, 'Redis')).toBeDefined();
    await page.close();
  });
});

/** A page drawn by React, every piece of text keyed anew in each round. */
async function reactPage(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: new URL('../pages/react-page.js', import.meta.url).pathname, formats: ['iife'], name: 'page' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('React page not built');
  return output.output[0].code.replaceAll('</script', '<\\/script');
}
