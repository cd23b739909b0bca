/**
 * Pages that want to break Termlight, read it, or pass for it. Of each: what is marked, that the card is ours and says what it should, that
 * nothing of ours throws, that the page goes on running, and that no string of it became markup. What is seen is seen from a clean world.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILURES_KEY } from '../../src/settings/failures.ts';
import { CleanView } from './clean.ts';
import { Bench, BROWSERS, type CardSeen, until } from './harness.ts';
import { FILLER, Pages, prosePage } from './pages.ts';

const pages = new Pages();
beforeAll(() => pages.start());
afterAll(() => pages.stop());

const PROSE = '<p>We keep the sessions in Redis and everything else in PostgreSQL, behind a small Flask service.</p>';
const NAMES = ['Flask', 'PostgreSQL', 'Redis'];
const TEXT = FILLER + PROSE;
/** A page's own frames come at least so often, on a machine that has other work too. Milliseconds. */
const LONGEST_PAUSE = 4_000;

/** What the page's scripts replace, and by what. Each is put in before Termlight comes, and in another page after it. */
const REPLACED: Record<string, string> = {
  'the language': `
    const no = () => { throw new Error('theirs') };
    const types = [Array, Map, Set, WeakMap, WeakSet, WeakRef, RegExp, Promise].map((type) => type.prototype);
    const methods = types.flatMap((on) => Reflect.ownKeys(on).filter((key) => key !== 'constructor' && typeof Object.getOwnPropertyDescriptor(on, key).value === 'function').map((key) => ({ on, key })));
    for (const key of ['trim', 'slice', 'replace', 'replaceAll', 'split', 'includes', 'indexOf', 'toLowerCase']) String.prototype[key] = no;
    JSON.stringify = JSON.parse = no;
    Object.defineProperty(Object.prototype, 'term', { get: no, set: no });
    Object.prototype.toJSON = no;
    for (const key of ['defineProperty', 'entries', 'keys', 'values', 'assign', 'fromEntries', 'hasOwn', 'freeze']) Object[key] = no;
    crypto.getRandomValues = no;
    Symbol.for = no;
    for (let i = 0; i < methods.length; i++) methods[i].on[methods[i].key] = no;`,
  'nodes and their getters': `
    const no = { configurable: true, get() { throw new Error('theirs') }, set() { throw new Error('theirs') } };
    for (const [type, keys] of [
      [Node, ['nodeType', 'parentNode', 'parentElement', 'firstChild', 'nextSibling', 'isConnected', 'ownerDocument', 'textContent', 'getRootNode', 'contains', 'compareDocumentPosition']],
      [Element, ['localName', 'tagName', 'shadowRoot', 'hasAttributes', 'getAttribute', 'setAttribute', 'querySelector', 'querySelectorAll', 'closest', 'matches', 'getBoundingClientRect', 'getClientRects', 'append', 'remove', 'innerHTML', 'className', 'classList']],
      [CharacterData, ['data', 'length']],
      [Document, ['documentElement', 'body', 'createElement', 'createRange', 'createTreeWalker', 'caretPositionFromPoint', 'elementFromPoint', 'visibilityState', 'querySelector', 'activeElement', 'adoptedStyleSheets']],
      [HTMLElement, ['style', 'dataset', 'tabIndex', 'focus', 'showPopover', 'innerText']],
      [Event, ['isTrusted', 'target', 'composedPath', 'stopPropagation', 'preventDefault']],
      [MouseEvent, ['clientX', 'clientY', 'buttons']],
    ])
      for (const key of keys) if (key in type.prototype) Object.defineProperty(type.prototype, key, no);`,
  'ranges and highlights': `
    const no = () => { throw new Error('theirs') };
    const above = (type) => (type.prototype === Object.prototype || !type.prototype ? [] : [type, ...above(Object.getPrototypeOf(type.prototype).constructor)]);
    for (const type of [...above(Range), ...above(StaticRange), Highlight, HighlightRegistry])
      for (const key of Reflect.ownKeys(type.prototype)) if (Object.getOwnPropertyDescriptor(type.prototype, key).configurable && key !== 'constructor') Object.defineProperty(type.prototype, key, { configurable: true, get: no, set: no });
    Object.defineProperty(CSS, 'highlights', { get: no });
    CSS.supports = no;
    for (const name of ['Range', 'StaticRange', 'Highlight', 'HighlightRegistry', 'getSelection', 'getComputedStyle', 'matchMedia']) Object.defineProperty(window, name, { get: no, set: no });`,
  'what a card is made of': `
    window.stolen = [];
    const steal = (name) => function (...all) { window.stolen.push(name); throw new Error('theirs') };
    for (const name of ['attachShadow', 'append', 'remove', 'setAttribute']) Element.prototype[name] = steal(name);
    for (const name of ['appendChild', 'insertBefore', 'removeChild', 'addEventListener']) Node.prototype[name] = steal(name);
    EventTarget.prototype.addEventListener = steal('listen');
    HTMLElement.prototype.showPopover = steal('showPopover');
    Document.prototype.createElement = Document.prototype.createElementNS = Document.prototype.createTextNode = steal('create');
    CSSStyleSheet.prototype.replaceSync = steal('sheet');
    window.CSSStyleSheet = steal('sheet');
    for (const key of ['define', 'get', 'upgrade', 'whenDefined']) CustomElementRegistry.prototype[key] = steal(key);
    Object.defineProperty(ShadowRoot.prototype, 'adoptedStyleSheets', { get: steal('sheets'), set: steal('sheets') });
    Object.defineProperty(ShadowRoot.prototype, 'mode', { get: () => 'open' });`,
  'observers and clocks': `
    const no = function () { throw new Error('theirs') };
    for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'MessageChannel', 'AbortController', 'requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback', 'setTimeout', 'clearTimeout', 'setInterval', 'queueMicrotask', 'Date', 'WeakRef', 'FinalizationRegistry']) window[name] = no;
    performance.now = Performance.prototype.now = () => NaN;
    MutationObserver.prototype = IntersectionObserver.prototype = MessagePort.prototype.postMessage = no;`,
};

describe.each(BROWSERS)('hostile pages, in %s', (name) => {
  let bench: Bench;
  let own: Page;
  beforeAll(async () => {
    bench = await Bench.open(name);
    own = await bench.extensionPage();
  });
  afterAll(() => bench?.close());

  let count = 0;
  /** Opens a page, seen from the clean world. */
  async function open(html: string, headers: Record<string, string> = {}): Promise<CleanView> {
    const url = pages.add(`/hostile-${name}-${count++}.html`, { body: html, headers });
    const page = await bench.page();
    const view = await CleanView.of(page, name);
    page.on('pageerror', (error) => said.push(String((error as Error).stack ?? error)));
    page.on('console', (message) => said.push(`${message.text()} ${message.location().url ?? ''}`));
    said = [];
    await page.goto(url, { waitUntil: 'load', timeout: 120_000 });
    return view;
  }
  let said: string[] = [];

  /** Nothing of ours went wrong, the page goes on, and nothing of it came to life. */
  async function close(view: CleanView, longest = LONGEST_PAUSE): Promise<void> {
    const { frames } = await view.told();
    await until(async () => (await view.told()).frames > frames + 2, 'more frames of the page');
    const told = await view.told();
    expect(told.longest).toBeLessThan(longest);
    expect(ours([...told.errors.split('\n'), ...said])).toEqual([]);
    expect(await view.ask('document.documentElement.getAttribute("data-alive")')).toBeNull();
    expect(await failures()).toEqual(null);
    await view.page.close();
  }

  /** A page that asks for our files is told so by the browser. */
  const ours = (lines: string[]): string[] =>
    lines.filter(
      (line) => /-extension:|termlight/i.test(line) && !/Failed to load resource|Security Error|may not load/i.test(line),
    );

  /** What Termlight itself has counted. */
  const failures = (): Promise<unknown> =>
    own.evaluate(async (key) => (await chrome.storage.local.get(key))[key] ?? null, FAILURES_KEY);

  /** The card at a name: ours, closed, and of plain parts. */
  async function opensCard(view: CleanView, text = 'PostgreSQL', wanted = text): Promise<CardSeen> {
    await view.hover(text);
    const seen = await view.cardSeen((card) => card.name === wanted);
    expect(Math.round(seen.box.right - seen.box.left)).toBe(348);
    await isPlain(view);
    return seen;
  }

  async function isPlain(view: CleanView): Promise<void> {
    const inside = await view.inCard<{ parts: string[]; hrefs: string[] }>(`function () {
      const all = [...this.getRootNode().querySelectorAll('*')];
      return JSON.stringify({
        parts: all.filter((e) => /^(script|style|link|iframe|object|embed|img|base|form|meta)$/.test(e.localName) || e.getAttributeNames().some((name) => name.startsWith('on'))).map((e) => e.outerHTML),
        hrefs: all.map((e) => e.getAttribute('href')).filter((href) => href !== null && !href.startsWith('https://') && !href.startsWith('#')),
      });
    }`);
    expect(inside).toEqual({ parts: [], hrefs: [] });
    expect(await view.ask(`[...document.querySelectorAll('[data-termlight-card]')].at(-1).shadowRoot`)).toBeNull();
  }

  describe.each(Object.entries(REPLACED))('%s replaced', (_, script) => {
    it('before Termlight comes', async () => {
      const view = await open(prosePage(TEXT, `<script>(() => {${script}})(); window.spoiled = true;</script>`));
      await view.marksAre(NAMES);
      expect((await opensCard(view)).text).toContain('database');
      expect(await view.page.evaluate('String(window.spoiled) + (window.stolen ? window.stolen.length : 0)')).toBe('true0');
      await close(view);
    });

    it('after it: what is there stays, and what is new is marked', async () => {
      const more = JSON.stringify(`${TEXT}<p>The nightly jobs run in Sidekiq, they say.</p>`);
      const view = await open(
        prosePage(
          `<main>${TEXT}</main>`,
          `<script>window.spoil = () => { const main = document.querySelector('main'); const put = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML').set.bind(main, ${more}); ${script}
        put(); }</script>`,
        ),
      );
      await view.marksAre(NAMES);
      await view.page.evaluate('spoil()');
      await view.marksAre([...NAMES, 'Sidekiq']);
      await opensCard(view, 'Sidekiq');
      await close(view);
    });
  });

  it('names and ids that stand for what a document has', async () => {
    const names = [
      'body',
      'documentElement',
      'head',
      'title',
      'location',
      'forms',
      'activeElement',
      'scrollingElement',
      'defaultView',
      'readyState',
      'cookie',
      'getSelection',
      'styleSheets',
      'adoptedStyleSheets',
      'children',
      'firstChild',
      'parentNode',
      'nodeType',
      'ownerDocument',
      'fullscreenElement',
      'createElement',
      'createElementNS',
      'createTextNode',
      'createRange',
      'createTreeWalker',
      'implementation',
      'caretPositionFromPoint',
      'elementFromPoint',
      'querySelector',
      'querySelectorAll',
      'visibilityState',
      'addEventListener',
    ];
    const ids = [
      'location',
      'chrome',
      'browser',
      'CSS',
      'Highlight',
      'StaticRange',
      'scrollY',
      'innerHeight',
      'performance',
      'document',
      'window',
      'top',
      'termlight',
      'visualViewport',
      'crypto',
      'name',
      'length',
    ];
    const view = await open(
      prosePage(`<div id="all">${names.map((one) => `<form name="${one}"></form><img name="${one}" alt="" width="1" height="1">`).join('')}
        ${ids.map((one) => `<i id="${one}"></i><iframe name="${one}" width="1" height="1"></iframe>`).join('')}</div>${TEXT}`),
    );
    await view.marksAre(NAMES);
    await opensCard(view);
    await close(view);
  });

  // Chromium: a form's fields hide its own properties, in a content script's world too.
  it.each([
    [
      'what reading asks',
      [
        'parentNode',
        'parentElement',
        'nextSibling',
        'firstChild',
        'nodeType',
        'localName',
        'isConnected',
        'hasAttributes',
        'getAttribute',
      ],
    ],
    ['the way up and on', ['parentNode', 'parentElement', 'nextSibling', 'lastChild', 'previousSibling']],
    [
      'methods',
      [
        'getRootNode',
        'contains',
        'compareDocumentPosition',
        'matches',
        'closest',
        'querySelector',
        'querySelectorAll',
        'getBoundingClientRect',
      ],
    ],
  ])('fields that stand for what a form has: %s', async (kind, names) => {
    const fields = names.map((one) => `<input name="${one}" style="display:none">`).join('');
    const circle = '<fieldset name="nextSibling" form="form"><p>Round and round.</p></fieldset>';
    const form = `<form id="form">Sidekiq in the form itself. <fieldset><p>We run MySQL.</p></fieldset>${fields}<p id="late">Soon.</p></form>`;
    const view = await open(
      prosePage(
        `${TEXT}${kind === 'methods' ? '' : circle}<header>${form.replaceAll('form"', 'other"')}</header>${form}<pre>${form.replaceAll('form"', 'third"')}</pre><p>And Elasticsearch after it.</p>`,
      ),
    );
    const inside = kind === 'methods' || name === 'firefox' ? ['MySQL', 'Sidekiq'] : [];
    await view.marksAre(['Elasticsearch', ...NAMES, ...inside].sort());
    // Changed inside, and made so after it was read.
    await view.page.evaluate(`(() => {
      const late = document.createElement('form');
      late.innerHTML = 'The queue is Kafka here. <p>And Kubernetes.</p>';
      document.body.append(late);
      requestAnimationFrame(() => setTimeout(() => {
        late.insertAdjacentHTML('beforeend', ${JSON.stringify(fields)});
        for (const form of document.forms) form.insertAdjacentText?.('beforeend', ' and more');
        late.insertAdjacentHTML('beforeend', '<p>Then Grafana.</p>');
        document.body.insertAdjacentHTML('beforeend', '<p>The service runs on Node.js now.</p>');
      }, 150));
    })()`);
    await until(async () => (await view.marks()).includes('Node.js'), 'the last mark');
    await opensCard(view);
    await close(view);
  });

  it('styles against the card and of the marks', async () => {
    const view = await open(
      prosePage(
        `<br><br>${TEXT}`,
        `<style>* , *::before, *::after { all: unset !important; animation: x 1s infinite !important }
          @keyframes x { to { transform: translateX(-9999px) } }
          :host, :host(*), :host-context(*), ::part(card), ::slotted(*), [data-termlight-card], [data-termlight-card] *, [popover], :popover-open, html > :not(head, body) { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; filter: opacity(0) !important; clip-path: circle(0) !important; content-visibility: hidden !important; contain: size !important; position: absolute !important; inset: -9999px !important; width: 0 !important; zoom: 0.1 !important; }
          ::highlight(termlight-mark) { text-decoration: none !important; background: red !important; color: transparent !important }
          @layer termlight { ::highlight(termlight-mark) { color: red !important } }</style>`,
      ),
    );
    await view.marksAre(NAMES);
    const seen = await opensCard(view);
    expect(seen.box.bottom - seen.box.top).toBeGreaterThan(100);
    const own = await view.inCard<Record<string, string>>(
      `function () { const s = getComputedStyle(this.getRootNode().host); return JSON.stringify({ display: s.display, opacity: s.opacity, visibility: s.visibility, transform: s.transform, filter: s.filter, clip: s.clipPath, zoom: s.zoom, content: s.contentVisibility }); }`,
    );
    expect(own).toEqual({
      display: 'block',
      opacity: '1',
      visibility: 'visible',
      transform: 'none',
      filter: 'none',
      clip: 'none',
      zoom: '1',
      content: 'visible',
    });
    await close(view);
  });

  it('a false card in the page', async () => {
    const view = await open(
      prosePage(`${TEXT}<div data-termlight-card popover="manual" id="false" style="position:fixed;inset:auto 0 0 auto;margin:0"><div class="tl-root"><div class="card"><h2>PostgreSQL</h2>Give us your password. Redis.</div></div></div>
        <script>const card = document.getElementById('false'); card.showPopover(); card.attachShadow?.({ mode: 'open' }).append('A card. Redis.');</script>`),
    );
    await view.marksAre(NAMES);
    const seen = await opensCard(view);
    expect(seen.text).not.toContain('password');
    expect(await view.ask('document.querySelectorAll("[data-termlight-card]").length')).toBe(2);
    await view.page.keyboard.press('Escape');
    await view.cardGone();
    expect(await view.ask('document.getElementById("false").matches(":popover-open")')).toBe(true);
    await close(view);
  });

  it('classes for every element that a card could be made of, and ears at everything that showing it tells', async () => {
    const view = await open(
      prosePage(
        TEXT,
        `<script>
          window.got = [];
          window.stacks = [];
          const note = () => { stacks.push(new Error().stack ?? ''); };
          const types = { 'termlight-card': HTMLElement, 'x-div': HTMLDivElement };
          for (const [name, type] of Object.entries(types))
            customElements.define(name, class extends type {
              static formAssociated = true;
              static disabledFeatures = ['shadow'];
              constructor() { super(); note(); got.push(this); this.inside = this.attachInternals(); throw new Error('theirs'); }
              connectedCallback() { note(); this.remove(); }
            }, type === HTMLElement ? {} : { extends: 'div' });
          for (const type of ['beforetoggle', 'toggle', 'focusin', 'focusout', 'slotchange', 'DOMNodeInserted', 'DOMSubtreeModified', 'scroll', 'animationstart'])
            document.addEventListener(type, note, true);
          new MutationObserver(note).observe(document, { childList: true, subtree: true, attributes: true });
        </script>`,
      ),
    );
    await view.marksAre(NAMES);
    await opensCard(view);
    // No class of the page's was run, no root given out, and no stack names our files, which in Firefox would name the installation.
    const told = await view.page.evaluate(`JSON.stringify({
      got: got.length,
      stacks: stacks.filter((stack) => stack.includes('-extension:')),
      roots: [...document.querySelectorAll('[data-termlight-card]')].map((host) => { try { return host.attachInternals().shadowRoot?.textContent ?? null; } catch { return host.shadowRoot; } }),
      text: document.querySelector('[data-termlight-card]').innerText + document.querySelector('[data-termlight-card]').innerHTML,
    })`);
    expect(JSON.parse(String(told))).toEqual({ got: 0, stacks: [], roots: [null], text: '' });
    expect(await view.page.evaluate('stacks.length > 0')).toBe(true);
    await close(view);
  });

  it('forged messages, events and globals', async () => {
    const view = await open(
      prosePage(
        TEXT,
        `<script>
          window.hosts = 0;
          new MutationObserver((records) => { for (const { addedNodes } of records) for (const node of addedNodes) if (node.dataset && 'termlightCard' in node.dataset) hosts++; }).observe(document, { childList: true, subtree: true });
          window.before = [Symbol.for('termlight') in window, Symbol.for('termlight-parts') in window];
          const all = [
            { message: 'hello' }, { message: 'part', part: 'card' }, { message: 'cards', ids: [['redis', 'en']] }, { message: 'know', terms: ['redis'], known: true },
            { message: 'plainHere', term: 'redis', plain: true }, { command: 'next' }, { command: 'look-up', text: 'Redis' }, { list: true }, { show: 'redis' }, 'termlight',
          ];
          window.forge = () => {
            window[Symbol.for('termlight')] = { abort() { hosts = -1; } };
            window[Symbol.for('termlight-parts')] = { hand: {}, card: {} };
            const channel = new BroadcastChannel('termlight');
            for (const data of all) {
              postMessage(data, '*');
              channel.postMessage(data);
              for (const type of ['termlight', 'termlight-mark', 'message', 'connect', 'error', 'unhandledrejection'])
                for (const on of [window, document]) on.dispatchEvent(Object.assign(new CustomEvent(type, { detail: data, bubbles: true }), { data }));
              try { chrome.runtime.sendMessage(data); } catch {}
              try { chrome.runtime.sendMessage('${bench.origin.replace(/.*\/\//, '')}', data); } catch {}
              try { chrome.runtime.connect('${bench.origin.replace(/.*\/\//, '')}', { name: 'termlight-popup' }).postMessage(data); } catch {}
            }
            const range = document.createRange();
            const text = document.querySelectorAll('p')[1].firstChild;
            range.setStart(text, text.data.indexOf('Redis'));
            range.setEnd(text, text.data.indexOf('Redis') + 5);
            const { left, top, width, height } = range.getBoundingClientRect();
            const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, composed: true, pointerType: 'mouse', isPrimary: true };
            for (const type of ['pointermove', 'mousemove', 'pointerdown', 'pointerup', 'click', 'pointerover', 'pointermove']) text.parentNode.dispatchEvent(new PointerEvent(type, at));
            for (const key of ['Alt', 'Shift', 'Escape', 'g']) document.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true, shiftKey: true, bubbles: true }));
          };
        </script>`,
      ),
    );
    await view.marksAre(NAMES);
    expect(await view.page.evaluate('String(before)')).toBe('false,false');
    await view.page.evaluate('forge()');
    // What it can reach of ours: nothing.
    const files = [
      'manifest.json',
      'src/content/main.iife.js',
      'parts/card.js',
      'glossary/index.json',
      'icons/128.png',
      'src/popup/index.html',
    ];
    const reached = await view.page.evaluate(
      `Promise.all(${JSON.stringify(files)}.map((file) => fetch('${bench.origin}/' + file).then(() => file, () => null))).then((all) => all.filter(Boolean).join())`,
    );
    expect(reached).toBe('');
    expect(
      await view.page.evaluate(
        `String([typeof window.chrome?.storage, typeof window.browser, typeof window.chrome?.runtime?.id])`,
      ),
    ).toBe('undefined,undefined,undefined');
    // The mention that was truly pointed at, and no other, has had a card; nothing became known or plain.
    await opensCard(view, 'PostgreSQL');
    expect(await view.page.evaluate('hosts')).toBe(1);
    await view.marksAre(NAMES);
    const kept = await own.evaluate(async () => [await chrome.storage.sync.get(null), await chrome.storage.local.get(null)]);
    expect(JSON.stringify(kept)).not.toMatch(/redis/i);
    await close(view);
  });

  it('markup, addresses and templates in and around names', async () => {
    const alive = "document.documentElement.setAttribute('data-alive','1')";
    const evil = [
      `<img src=x onerror="${alive}">`,
      `<script>${alive}</script>`,
      `"><svg onload="${alive}">`,
      `javascript:${alive}`,
      `{{constructor.constructor("${alive}")()}}`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the page's own text
      '${alert(1)}',
      '<%= 7*7 %>',
      '__proto__',
      'constructor',
      '\u202e\u0000\ufeff\ud800',
      "'-alert(1)-'",
    ];
    const text = (one: string): string => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const view = await open(
      prosePage(
        `${FILLER}<p>${evil.map((one) => `${text(one)} the database PostgreSQL ${text(one)}`).join(' and ')}</p>
          <p>Our Post<b title="${text(evil[0] ?? '')}">gre</b>SQL against My<i onclick="${alive}">SQL</i> ${text(evil[1] ?? '')}, with indexes and ${text(evil[0] ?? '')} queries.</p>
          <p>We keep Re<!-- ${evil[0]} -->dis as a ${text(evil[2] ?? '')} cache.</p>`,
      ),
    );
    await until(async () => (await view.marks()).includes('Redis'), 'the marks');
    await opensCard(view);
    await view.page.mouse.move(5, 700);
    await view.cardGone();
    const seen = await opensCard(view, 'Re', 'Redis');
    expect(seen.text).not.toMatch(/onerror|javascript:|constructor/);
    await close(view);
  });

  it('a page that hears every event first and stops it: marks, and no card', async () => {
    const types = [
      'pointermove',
      'mousemove',
      'pointerover',
      'mouseover',
      'pointerdown',
      'mousedown',
      'pointerup',
      'click',
      'keydown',
      'keyup',
      'scroll',
      'resize',
      'load',
      'pageshow',
      'visibilitychange',
      'error',
      'unhandledrejection',
      'focusin',
      'beforetoggle',
      'toggle',
      'message',
    ];
    const script = `for (const type of ${JSON.stringify(types)}) for (const on of [window, document]) on.addEventListener(type, (event) => { if (event.cancelable) event.preventDefault(); event.stopImmediatePropagation(); }, { capture: true, passive: false });`;
    const view = await open(prosePage(TEXT, `<script>${script}</script>`));
    await view.marksAre(NAMES);
    await view.hover('PostgreSQL');
    const { frames } = await view.told();
    await until(async () => (await view.told()).frames > frames + 45, 'time enough for a card');
    expect(await view.card()).toBeNull();
    await close(view);

    // Told after us, it stops nothing of ours.
    const later = await open(prosePage(TEXT));
    await later.marksAre(NAMES);
    await later.page.evaluate(script);
    await opensCard(later);
    await close(later);
  });

  it('a page that changes itself in every frame and in every task', async () => {
    const view = await open(
      prosePage(
        `<main>${TEXT}</main><div id="wild"></div>`,
        `<script>addEventListener('load', () => {
          const wild = document.getElementById('wild');
          const end = performance.now() + 2500;
          const change = (i) => {
            wild.innerHTML = '<p>Change ' + i + ' of MySQL</p><section><h2>' + i + '</h2></section>'.repeat(20);
            wild.hidden = i % 2 === 0;
            wild.firstChild.firstChild.data += ' and Kafka';
            wild.append(...wild.childNodes);
          };
          let i = 0;
          new MutationObserver(() => { if (i % 50) change(i++); }).observe(wild, { childList: true, subtree: true });
          const tasks = () => { if (performance.now() > end) { wild.remove(); document.querySelector('main').insertAdjacentHTML('beforeend', '<p>At last Sidekiq.</p>'); return; } change(++i); setTimeout(tasks); };
          tasks();
          const frames = () => { if (performance.now() < end) { change(++i); requestAnimationFrame(frames); } };
          frames();
        })</script>`,
      ),
    );
    await view.marksAre([...NAMES, 'Sidekiq']);
    await opensCard(view);
    await close(view);
  });

  // Not drawn: Chromium itself takes minutes to lay them out.
  it('10,000 elements deep', async () => {
    const view = await open(
      prosePage(
        `${TEXT}<div id="deep" style="display: none"></div>`,
        `<script>addEventListener('DOMContentLoaded', () => {
          let at = document.getElementById('deep');
          for (let i = 0; i < 10_000; i++) { const next = document.createElement('div'); if (i % 3 === 0) next.className = 'c'; at.append(next); at = next; }
          at.textContent = 'At the\\nbottom Sidekiq works.';
          window.bottom = at;
        })</script>`,
      ),
    );
    await until(async () => (await view.marks()).includes('PostgreSQL'), 'the marks');
    await opensCard(view);
    await view.page.evaluate(
      `new Promise((done) => requestAnimationFrame(() => { bottom.textContent = 'Now MySQL\\nis there.'; bottom.append(document.createElement('b')); requestAnimationFrame(done); }))`,
    );
    await view.marksAre(NAMES, 20_000);
    await close(view, 10_000);
  });

  it('one text of 20 MB', async () => {
    const view = await open(
      prosePage(
        `${TEXT}<div id="long" style="display: none"></div>`,
        `<script>addEventListener('DOMContentLoaded', () => document.getElementById('long').append(document.createTextNode('The morning went by in an orderly and rather pleasant way. '.repeat(345_000))))</script>`,
      ),
    );
    await view.marksAre(NAMES);
    await opensCard(view);
    await close(view, 10_000);
  });

  const nodes = process.env.TERMLIGHT_HUGE ? 1_000_000 : 200_000;
  it(
    `${nodes} nodes`,
    async () => {
      const view = await open(
        prosePage(
          `${TEXT}<div id="many" style="height: 40px; overflow: hidden; contain: strict"></div><p>And Sidekiq after it.</p>`,
          `<script>addEventListener('DOMContentLoaded', () => { document.getElementById('many').innerHTML = '<b>so </b>'.repeat(${nodes / 2}); })</script>`,
        ),
      );
      await view.marksAre([...NAMES, 'Sidekiq'], nodes / 5);
      await opensCard(view);
      await close(view, nodes / 10);
    },
    40_000 + nodes / 4,
  );

  it('a page that drives our highlight', async () => {
    const view = await open(prosePage(TEXT));
    await view.marksAre(NAMES);
    await view.page.evaluate(`(() => {
      const text = document.querySelector('p').firstChild;
      const range = document.createRange();
      range.setStart(text, 4);
      range.setEnd(text, 11);
      const ours = CSS.highlights.get('termlight-mark');
      ours.clear();
      ours.add(range);
      ours.priority = 7;
      CSS.highlights.set('termlight-dotted-blue', new Highlight(range));
    })()`);
    // A word of its own that looks marked opens nothing; one of ours that it has unmarked is still explained.
    await view.hover('meeting');
    await opensCard(view);
    await view.page.evaluate("CSS.highlights.clear(); document.querySelectorAll('p')[1].append(' Then MySQL.')");
    const { frames } = await view.told();
    await until(async () => (await view.told()).frames > frames + 20, 'frames');
    // Whoever takes the name over is a newer copy of Termlight: this one goes, without a word.
    await view.page.evaluate(
      "CSS.highlights.set('termlight-mark', new Highlight()); document.querySelectorAll('p')[1].append(' Then Kafka.')",
    );
    await view.cardGone();
    await close(view);
  });

  it('a page that takes the card away', async () => {
    const view = await open(
      prosePage(
        TEXT,
        `<script>window.took = 0; window.take = () => { const host = document.querySelector('[data-termlight-card]'); if (host) { took++; host.remove(); } };</script>`,
      ),
    );
    await view.marksAre(NAMES);
    await opensCard(view);
    await view.page.evaluate('take()');
    await view.page.mouse.move(5, 700, { steps: 3 });
    await opensCard(view, 'Redis');
    // At once, each time.
    await view.page.evaluate('new MutationObserver(take).observe(document, { childList: true, subtree: true }); take()');
    await view.page.mouse.move(5, 700, { steps: 3 });
    await view.hover('Flask');
    await until(async () => (await view.page.evaluate('took')) === 3, 'the third card to be taken');
    await view.page.mouse.move(5, 700, { steps: 3 });
    await close(view);
  });

  it('document.open and document.write after load', async () => {
    const view = await open(prosePage(TEXT));
    await view.marksAre(NAMES);
    await opensCard(view);
    await view.page.evaluate(
      `document.open(); document.write(${JSON.stringify(prosePage(`${FILLER}<p>Another page, with MySQL alone.</p>`))}); document.close();`,
    );
    await view.cardGone();
    await view.marksAre(['MySQL']);
    await view.hover('MySQL');
    expect((await view.cardSeen()).name).toBe('MySQL');
    await close(view);
  });

  it('a page that leaves while it is read, and one that is closed under the pointer', async () => {
    const long = Array.from(
      { length: 3_000 },
      (_, i) => `<p>No. ${i}: sessions in Redis, orders in MySQL, and more of it.</p>`,
    ).join('');
    const view = await open(
      prosePage(
        `${TEXT}${long}`,
        `<script>addEventListener('load', () => setTimeout(() => { location.href = '${pages.add(`/left-${name}.html`, prosePage(TEXT))}'; }, 30))</script>`,
      ),
    );
    await until(() => view.ask<boolean>(`location.pathname === '/left-${name}.html'`), 'the next page');
    await view.marksAre(NAMES);
    await opensCard(view);
    await view.page.mouse.move(5, 700);
    await view.hover('Redis');
    await view.page.close();
    expect(await failures()).toEqual(null);
    const next = await open(prosePage(TEXT));
    await next.marksAre(NAMES);
    await opensCard(next);
    await close(next);
  });
});
