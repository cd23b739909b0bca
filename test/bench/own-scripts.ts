/** What the benchmark puts into pages: its own content scripts, and one that runs before Termlight's in a copy of the built extension. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name of the highlight that the control registers. */
export const CONTROL = 'bench-control';
export const STARTED = 'bench-started';
export const REGISTERED = 'bench-registered';
export const PAINTED = 'bench-painted';
/**
 * Runs first in Termlight's own world: notes its first statement, its first mark and the frame that paints it, and takes itself out again. It
 * touches nothing of the extension's own functions: the first touch is dear, and is Termlight's to pay.
 */
export const NOTING = `(() => {
  if (globalThis.benchNotes) return;
  globalThis.benchNotes = true;
  performance.mark('${STARTED}');
  const { add } = Highlight.prototype;
  Highlight.prototype.add = function (range) {
    Highlight.prototype.add = add;
    performance.mark('${REGISTERED}');
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { port1.close(); performance.mark('${PAINTED}'); };
      port2.postMessage(0);
    });
    return add.call(this, range);
  };
})();`;

/** What was counted in a frame, its frames of the same site included. */
export interface Counts {
  /** Messages by name, and the length of their JSON. */
  messages: Record<string, number>;
  units: number;
  /** Registered ranges, at most. */
  ranges: number;
  /** Timers, idle and animation callbacks that were asked for. */
  wakes: number;
  /** Milliseconds since the last message. */
  still: number;
}

/** Runs first in Termlight's own world: counts. An event of the page's asks for the numbers, an event tells them. */
export const COUNTING = `(() => {
  if (globalThis.benchCounts) return;
  globalThis.benchCounts = true;
  const counts = { messages: {}, units: 0, ranges: 0, wakes: 0 };
  const { runtime } = chrome;
  const send = runtime.sendMessage;
  let last = performance.now();
  runtime.sendMessage = (...args) => {
    last = performance.now();
    const name = args[0] && args[0].message;
    counts.messages[name] = (counts.messages[name] || 0) + 1;
    counts.units += JSON.stringify(args[0]).length;
    return send.apply(runtime, args);
  };
  const { add } = Highlight.prototype;
  Highlight.prototype.add = function (range) {
    const result = add.call(this, range);
    counts.ranges = Math.max(counts.ranges, this.size);
    return result;
  };
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) {
    const real = window[name];
    window[name] = (...args) => { counts.wakes++; return real.apply(window, args); };
  }
  addEventListener('bench-ask', () => dispatchEvent(new CustomEvent('bench-told', { detail: JSON.stringify({ ...counts, still: performance.now() - last }) })));
})();`;

/** Runs in the page: what the script beside Termlight tells of this frame; `null` where there is none. */
export const ASK = `(() => {
  let told = 'null';
  addEventListener('bench-told', (event) => { told = event.detail; }, { once: true });
  dispatchEvent(new CustomEvent('bench-ask'));
  return told;
})()`;

/** The floor: takes every text node, and nothing else. */
export const WALK = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let units = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) units += node.data.length;
  globalThis.benchUnits = units;
})();`;

/** The floor of whoever has to look at the text: the same, and every unit is touched. */
export const TOUCHING_WALK = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let sum = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { data } = node;
    for (let i = 0; i < data.length; i++) sum = (sum * 31 + data.charCodeAt(i)) | 0;
  }
  globalThis.benchSum = sum;
})();`;

/**
 * Registers bare ranges where Termlight had some: the page's address tells them, as numbers of text nodes and offsets. Nothing is
 * watched and nothing is ever taken back.
 */
export const RANGES = `(() => {
  const wanted = new URLSearchParams(location.search).get('ranges');
  if (!wanted) return;
  const nodes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  const highlight = new Highlight();
  for (const one of wanted.split(',')) {
    const [start, startOffset, end, endOffset] = one.split('.').map(Number);
    highlight.add(new StaticRange({ startContainer: nodes[start], startOffset, endContainer: nodes[end], endOffset }));
  }
  CSS.highlights.set('${CONTROL}', highlight);
})();`;

/** Runs in the page: the registered ranges of a highlight as the control takes them. */
export const TELL_RANGES = `(() => {
  const numbers = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) numbers.set(node, numbers.size);
  return [...(CSS.highlights.get('termlight-mark') ?? [])]
    .map((r) => [numbers.get(r.startContainer), r.startOffset, numbers.get(r.endContainer), r.endOffset].join('.')).join();
})()`;

/** The floor of whoever waits for a background: one question, and a mark on the page's first word when it is answered. */
export const ASKING = `chrome.runtime.sendMessage('', () => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
  const node = walker.nextNode();
  if (!node) return;
  const highlight = new Highlight();
  highlight.add(new StaticRange({ startContainer: node, startOffset: 0, endContainer: node, endOffset: 1 }));
  CSS.highlights.set('termlight-mark', highlight);
});`;
export const ANSWERING = 'chrome.runtime.onMessage.addListener((message, sender, answer) => { answer(0); });';

function folder(name: string): string {
  const dir = join(tmpdir(), `termlight-bench-${process.pid}`, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Takes away what was made for this run. */
export function removeExtensions(): void {
  rmSync(join(tmpdir(), `termlight-bench-${process.pid}`), { recursive: true, force: true });
}

/** An extension with these content scripts, in the frames and at the time of Termlight's, and a worker if one is given. */
export function makeExtension(name: string, files: Record<string, string>, worker?: string): string {
  const dir = folder(name);
  const of = (end: string) => Object.keys(files).filter((file) => file.endsWith(end));
  const manifest = {
    manifest_version: 3,
    name,
    version: '1',
    content_scripts: [
      { matches: ['http://*/*'], js: of('.js'), css: of('.css'), all_frames: true, run_at: 'document_end' as const },
    ],
    ...(worker === undefined ? {} : { background: { service_worker: 'worker.js' } }),
  };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
  if (worker !== undefined) writeFileSync(join(dir, 'worker.js'), worker);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
  return dir;
}

/** A copy of a built extension in which a script runs before the content script, in the same world. */
export function copyWith(dist: string, name: string, script: string): string {
  const dir = folder(name);
  cpSync(dist, dir, { recursive: true });
  const file = join(dir, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { content_scripts: { js: string[] }[] };
  for (const content of manifest.content_scripts) content.js.unshift('bench-first.js');
  writeFileSync(join(dir, 'bench-first.js'), script);
  writeFileSync(file, JSON.stringify(manifest));
  return dir;
}
