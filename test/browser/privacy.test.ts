/**
 * What Termlight asks for, reads, tells itself and keeps, seen from outside: every request of the browser (`recorder.ts`), every message
 * between Termlight's own scripts, and all of its storage. `npm run privacy` is the long form of the first part.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, BROWSERS, type BrowserName, cardGone, cardSeen, DIST, hover, marks, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';
import { readPage } from './reading-round.ts';
import { Recorder } from './recorder.ts';

const post = (name: string): string => readFileSync(join(import.meta.dirname, `../pages/${name}.html`), 'utf8');

describe.each(BROWSERS)('no request is made (%s)', (name) => {
  it('but for files of the package, while pages are read, cards opened, and all of our own pages', async () => {
    const recorder = await Recorder.open(name);
    const bench = await recorder.install(join(DIST, name));
    const welcome = await bench.welcomePage();
    const page = await bench.page();
    const urls = ['en-post', 'ko-post'].map((each) => recorder.add(`http://reading.test/${each}`, post(each)));
    let cards = 0;
    for (const url of [...urls, ...urls]) cards += await readPage(page, url, 3);
    expect(cards).toBe(12);
    for (const path of ['/src/popup/index.html', '/src/options/index.html#glossary', '/src/options/index.html#term/redis'])
      await (await bench.extensionPage(path)).close();
    // even a script of ours that wanted to could not
    const refused = await welcome.evaluate(async () =>
      fetch('https://outside.test/by-our-page').then(
        () => 'answered',
        () => 'refused',
      ),
    );
    expect(refused).toBe('refused');
    await welcome.close();
    const { others, leaving, byExtension, targets, requests } = recorder;
    const { log } = await recorder.close();
    for (const url of urls) expect(requests).toContain(`GET ${url}`);
    expect(others).toEqual([]);
    if (!log) return;
    expect(targets).toMatchObject({ service_worker: expect.any(Number) });
    expect(byExtension.some((line) => /^service_worker chrome-extension:.*dictionary/.test(line))).toBe(true);
    // the page's policy refuses it before the network hears of it
    expect(leaving.filter((line) => !line.includes('outside.test/by-our-page'))).toEqual([]);
    expect(log.byExtension).toEqual([]);
    expect(log.names).toEqual([]);
  }, 120_000);

  it('and one that is made is seen in each of the ways', async () => {
    const folder = controlExtension(name);
    const recorder = await Recorder.open(name);
    try {
      const url = recorder.add('http://reading.test/', prosePage(FILLER));
      await recorder.browser.installExtension(folder);
      const page = await recorder.browser.newPage();
      await page.goto(url);
      await until(() => recorder.others.length >= 3, 'the requests');
      expect(recorder.others).toEqual(
        expect.arrayContaining([
          'GET http://outside.test/by-worker',
          'CONNECT outside.test:443',
          'GET http://reading.test/by-content',
        ]),
      );
      if (name === 'chrome')
        await until(() => recorder.leaving.some((line) => line.endsWith('/by-content')), 'the debugger’s word of it');
    } finally {
      const { log } = await recorder.close();
      rmSync(folder, { recursive: true });
      if (log)
        expect(log.byExtension).toEqual(
          expect.arrayContaining(['http://outside.test/by-worker', 'https://outside.test/by-worker']),
        );
    }
  });
});

/** An extension that asks elsewhere, from its background and from the page. */
function controlExtension(name: BrowserName): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlight-control-'));
  const files = {
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'control',
      version: '1',
      background: name === 'chrome' ? { service_worker: 'worker.js' } : { scripts: ['worker.js'] },
      content_scripts: [{ matches: ['http://*/*'], js: ['content.js'] }],
      host_permissions: ['http://*/*', 'https://*/*'],
      // Firefox would make https of http
      content_security_policy: { extension_pages: "script-src 'self'" },
      browser_specific_settings: { gecko: { id: 'control@termlight.example' } },
    }),
    'worker.js': `for (const scheme of ['http', 'https']) fetch(scheme + '://outside.test/by-worker').catch(() => {});`,
    'content.js': `fetch('/by-content').catch(() => {});`,
  };
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** Words that stand nowhere else: one for each place that is never read. */
const SECRET = 'verborgenquelle';
const NEVER_READ: Record<string, (secret: string) => string> = {
  'a field': (secret) => `<input value="${secret} Redis">`,
  'a password': (secret) => `<input type="password" id="password" value="${secret}">`,
  'a field filled in by the browser': (secret) =>
    `<form><input name="email" autocomplete="email" value="${secret}@mail.test"></form>`,
  'a hidden field': (secret) => `<input type="hidden" value="${secret}">`,
  'a text area': (secret) => `<textarea id="area">${secret} uses Redis.</textarea>`,
  'a list': (secret) => `<select><option>${secret}</option></select><datalist><option>${secret}</option></datalist>`,
  'an editable element': (secret) => `<div contenteditable="true" id="editor"><p>${secret} uses <b>Redis</b>.</p></div>`,
  'one for plain text': (secret) => `<div contenteditable="plaintext-only">${secret} uses Redis.</div>`,
  'a part of an editor': (secret) =>
    `<div contenteditable><section><article><p>${secret} and Redis</p></article></section></div>`,
  'an editor by role': (secret) => `<div role="textbox" aria-multiline="true"><p>${secret} uses Redis.</p></div>`,
  CodeMirror: (secret) =>
    `<div class="CodeMirror cm-s-default"><pre class="CodeMirror-line"><span>${secret} Redis</span></pre></div>`,
  'CodeMirror 6': (secret) =>
    `<div class="cm-editor"><div class="cm-scroller"><div class="cm-content"><div class="cm-line">${secret} Redis</div></div></div></div>`,
  Monaco: (secret) =>
    `<div class="monaco-editor vs-dark"><div class="view-lines"><div class="view-line"><span>${secret} Redis</span></div></div></div>`,
  Ace: (secret) => `<div class="ace_editor"><div class="ace_line">${secret} Redis</div></div>`,
  'an element that is hidden': (secret) => `<p hidden>${secret} uses Redis.</p>`,
  'a closed dialog': (secret) => `<dialog><p>${secret} uses Redis.</p></dialog>`,
  'a template': (secret) => `<template><p>${secret} uses Redis.</p></template>`,
  'what is shown without scripts': (secret) => `<noscript><p>${secret} uses Redis.</p></noscript>`,
  'a script': (secret) => `<script>/* ${secret} uses Redis */</script><script type="application/json">"${secret}"</script>`,
  'a style': (secret) => `<style>.x::before { content: "${secret}" }</style>`,
  'a comment': (secret) => `<!-- ${secret} uses Redis -->`,
  attributes: (secret) => `<p title="${secret}" data-x="${secret}" aria-label="${secret}">Ordinary words.</p>`,
  'a button': (secret) => `<button>${secret} Redis</button>`,
  'an editing frame': (secret) =>
    `<iframe srcdoc="<body contenteditable><p>${secret} uses Redis.</p>${FILLER}</body>" width="400" height="300"></iframe>`,
  'a frame in design mode': (secret) =>
    `<iframe srcdoc="<p>${secret} uses Redis.</p>${FILLER}<script>document.designMode = 'on'</script>" width="400" height="300"></iframe>`,
  'one that is put into it later': (secret) =>
    `<iframe class="later" srcdoc="<body></body>" data-text="${secret} uses Redis." width="400" height="300"></iframe>`,
};
const secretOf = (nth: number): string => `${SECRET}${String.fromCharCode(97 + nth)}x`;
/** Words of the page's own, and of its title and address: read or not, none may be kept. */
const SEEN = 'oberflaechenwort';
const TITLE = 'titelwort';
const ADDRESS = 'adresswort';

describe.each(BROWSERS)('what is typed and hidden is not read, and nothing of a page is kept (%s)', (name) => {
  const pages = new Pages();
  let bench: Bench;
  let listener: Page;
  let page: Page;

  beforeAll(async () => {
    await pages.start();
    bench = await Bench.open(name);
    // a page of ours hears what is sent to the background
    listener = await bench.extensionPage();
    await listener.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      chrome.runtime.onMessage.addListener((message) => {
        heard.push(JSON.stringify(message));
      });
    });
    const hidden = Object.values(NEVER_READ).map((make, nth) => make(secretOf(nth)));
    const body = `<main><h1>Notes</h1><p>The ${SEEN} runs on Redis and PostgreSQL.</p>${hidden.join(`\n${FILLER}\n`)}</main>`;
    const head = `<meta name="description" content="${SECRET}meta">`;
    pages.add('/adresswort', prosePage(body, head).replace('<title>Test', `<title>${TITLE}`));
    page = await bench.page(`${pages.url('/adresswort', 'localhost')}?${ADDRESS}=1#${ADDRESS}`);
    await marks(page, 2);
    // as editors do that have a frame of their own
    await page.evaluate((filler) => {
      const frame = document.querySelector<HTMLIFrameElement>('.later');
      const inner = frame?.contentDocument;
      if (!inner) throw new Error('no frame');
      inner.designMode = 'on';
      inner.body.innerHTML = `<p>${frame.dataset.text}</p>${filler}`;
    }, FILLER);
  });

  afterAll(async () => {
    await bench?.close();
    await pages.stop();
  });

  const heard = (): Promise<string> => listener.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join('\n'));
  const leaked = (text: string): string[] =>
    Object.keys(NEVER_READ).filter((_, nth) => text.toLowerCase().includes(secretOf(nth)));

  /** Everything that is kept anywhere, as text. */
  const kept = (): Promise<string> =>
    listener.evaluate(async () => {
      const { sync, local, session } = chrome.storage;
      const areas = await Promise.all([sync.get(null), local.get(null), session.get(null)]);
      const databases = await indexedDB.databases();
      const stores = typeof caches === 'undefined' ? [] : await caches.keys();
      return JSON.stringify([areas, databases, stores, { ...localStorage }, { ...sessionStorage }, document.cookie]);
    });

  /** Something more of the page is read: whatever else it set off has been sent by then. */
  const settled = async (word: string): Promise<void> => {
    await page.evaluate((text) => {
      const more = document.createElement('p');
      more.textContent = `The ${text} runs on Kafka too.`;
      document.querySelector('main')?.append(more);
      more.scrollIntoView();
    }, word);
    await until(async () => (await heard()).includes(word), `the word of ${word}`);
  };

  it('in messages, when the page is read: prose is told, no secret is', async () => {
    await settled('nachschriftwort');
    const told = await heard();
    expect(told).toContain(SEEN);
    expect(leaked(told)).toEqual([]);
    for (const word of [TITLE, ADDRESS, SECRET]) expect(told).not.toContain(word);
  });

  it('in messages, when the reader types, and fields and editors change', async () => {
    for (const id of ['password', 'area', 'editor']) {
      await page.focus(`#${id}`);
      await page.keyboard.type(` ${SECRET}typed Redis `);
    }
    await page.evaluate((secret) => {
      const pasted = document.createElement('p');
      pasted.textContent = `${secret}pasted on Redis`;
      document.querySelector('#editor')?.append(pasted);
      // an editor that comes late, and one that an element becomes
      const late = document.createElement('div');
      late.className = 'monaco-editor';
      late.innerHTML = `<div class="view-line">${secret}late Redis</div>`;
      const turned = document.createElement('div');
      turned.contentEditable = 'true';
      turned.textContent = `${secret}turned Redis`;
      document.querySelector('main')?.append(late, turned);
      for (const line of document.querySelectorAll('.cm-line, .CodeMirror-line span, [role=textbox] p'))
        (line.firstChild as Text).appendData(` ${secret}written`);
    }, SECRET);
    await settled('getipptwort');
    expect(await heard()).not.toContain(SECRET);
  });

  it('in messages, at the reader’s commands with the focus in a field', async () => {
    for (const id of ['password', 'area']) {
      await page.bringToFront();
      await page.evaluate((which) => {
        const field = document.querySelector<HTMLInputElement>(`#${which}`);
        field?.focus();
        field?.select();
      }, id);
      for (const command of ['look-up', 'next', 'previous'])
        await listener.evaluate(
          async (what, host) => {
            const tab = (await chrome.tabs.query({})).find(({ url }) => url?.includes(host));
            if (tab?.id !== undefined) await chrome.tabs.sendMessage(tab.id, { command: what }).catch(() => {});
          },
          command,
          'adresswort',
        );
    }
    await page.keyboard.press('Escape');
    await settled('befehlwort');
    expect(await heard()).not.toContain(SECRET);
  });

  it('in storage, after all that and after a card: not a word of the page, its title or its address', async () => {
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      scrollTo(0, 0);
    });
    await page.bringToFront();
    await page.mouse.move(2, 2);
    await hover(page, 'PostgreSQL');
    await cardSeen(page, name);
    await page.keyboard.press('Escape');
    await cardGone(page);
    const all = await kept();
    for (const word of [SECRET, SEEN, TITLE, ADDRESS, 'nachschriftwort', 'localhost', 'meeting']) expect(all).not.toContain(word);
    // what is kept for the number on the button: names of terms, in memory
    expect(all).toContain('redis');
    expect(await listener.evaluate(async () => Object.keys(await chrome.storage.local.get(null)))).toEqual([]);
    expect(await listener.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  });
});
