import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameReport } from '../../src/messages.ts';
import { Bench, BROWSERS, cardGone, cardSeen, hover, marked, marks, marksAre, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { choose } from './settings.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

describe.each(BROWSERS)('switching, in %s', (name) => {
  let bench: Bench;
  let early: Awaited<ReturnType<Bench['page']>>;
  beforeAll(async () => {
    const empty = await Bench.open(name, { extension: false });
    early = await empty.page(pages.url('/en-post.html'));
    bench = await empty.install();
  });
  afterAll(() => bench?.close());

  it('reads a tab that was open before it was installed', async () => {
    await early.bringToFront();
    expect(await marks(early, 5)).toContain('MySQL');
    await early.close();
  });

  it('goes off and on for this site without reload', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await marks(page, 5);
    await choose(bench, { offSites: ['127.0.0.1'] });
    await page.bringToFront();
    await until(async () => (await marked(page)) === 0, 'no marks');
    const other = await bench.page(pages.url('/en-post.html', 'localhost'));
    await marks(other, 5);
    await other.close();
    await choose(bench, {});
    await page.bringToFront();
    await marks(page, 5);
    await page.close();
  });

  it('goes off and on everywhere without reload, and leaves nothing behind', async () => {
    const page = await bench.page(pages.url('/en-post.html'));
    await marks(page, 5);
    await choose(bench, { on: false });
    await page.bringToFront();
    await until(async () => (await marked(page)) === 0, 'no marks');
    expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
    await choose(bench, { density: 'all' });
    await page.bringToFront();
    const all = await marks(page, 10);
    expect(all.filter((text) => text === 'Redis').length).toBeGreaterThan(1);
    await choose(bench, { density: 'page' });
    await page.bringToFront();
    await until(async () => (await marks(page)).filter((text) => text === 'Redis').length === 1, 'one mark a page');
    await choose(bench, {});
    await page.close();
  });

  it('a second copy takes the place of the first', async () => {
    const url = pages.url('/en-post.html');
    const page = await bench.page(url);
    const before = await marks(page, 5);
    const own = await bench.extensionPage();
    await own.evaluate(async (wanted) => {
      const tab = (await chrome.tabs.query({})).find((t) => t.url === wanted);
      const files = chrome.runtime.getManifest().content_scripts?.[0]?.js ?? [];
      await chrome.scripting.executeScript({ target: { tabId: tab?.id as number, allFrames: true }, files });
    }, url);
    await own.close();
    await page.bringToFront();
    await marksAre(page, before);
    await hover(page, 'MySQL');
    await cardSeen(page, name);
    expect(await page.evaluate(() => document.querySelectorAll('[data-termlight-card]').length)).toBe(1);
    await page.keyboard.press('Escape');
    await cardGone(page);
    await page.close();
  });

  it.runIf(name === 'chrome')('goes on when the worker has been stopped', async () => {
    const page = await bench.page(pages.add('/stop.html', prosePage(`<main>${FILLER}<p>We keep it in Redis.</p></main>`)));
    await marks(page);
    const target = await bench.browser.waitForTarget((one) => one.type() === 'service_worker');
    await (await target.worker())?.close();
    await page.evaluate(() => {
      document
        .querySelector('main')
        ?.append(Object.assign(document.createElement('p'), { textContent: 'And the rest in PostgreSQL.' }));
    });
    await marksAre(page, ['PostgreSQL', 'Redis']);
    await page.close();
  });

  it('answers the popup: terms of all frames, and shows one', async () => {
    pages.add('/inner.html', prosePage(`${FILLER}<p>The inner page speaks of Elasticsearch only.</p>`));
    const url = pages.add(
      '/outer.html',
      prosePage(
        `${FILLER}<div style="height:1800px"></div><p>Redis far below, and Redis once more.</p><iframe src="/inner.html" width="600" height="300"></iframe>`,
      ),
    );
    const page = await bench.page(url);
    const popup = await bench.extensionPage();
    await popup.evaluate(async (wanted) => {
      const [tab] = (await chrome.tabs.query({})).filter((t) => t.url === wanted);
      const seen = window as unknown as { reports: Record<string, unknown>; port: chrome.runtime.Port; call(): void };
      seen.reports = {};
      // as the popup does: a port reaches only the frames that are there when it opens
      seen.call = () => {
        seen.port?.disconnect();
        seen.port = chrome.tabs.connect(tab?.id as number, { name: 'termlight-popup' });
        seen.port.onMessage.addListener((report: { frame: string }) => {
          seen.reports[report.frame] = report;
        });
      };
    }, url);
    await page.bringToFront();
    const reports = await until(async () => {
      await popup.evaluate(() => (window as unknown as { call(): void }).call());
      const all = Object.values(
        await popup.evaluate(() => (window as unknown as { reports: Record<string, unknown> }).reports),
      ) as FrameReport[];
      const terms = all.flatMap((report) => report.terms.map((term) => `${term.term} ${term.count}`)).sort();
      return terms.join() === 'elasticsearch 1,redis 2' ? all : null;
    }, 'the reports of both frames');
    expect(reports.find((report) => report.top)).toMatchObject({ host: '127.0.0.1', active: true });
    await popup.evaluate(
      (frame) => (window as unknown as { port: chrome.runtime.Port }).port.postMessage({ show: 'redis', frame }),
      reports.find((r) => r.top)?.frame,
    );
    expect((await cardSeen(page, name)).name).toBe('Redis');
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
    await popup.close();
    await page.close();
  });
});
