/**
 * `npm run untouched-pages -- FOLDER …`: opens each HTML page of the folders in Chromium twice without Termlight and once with it, at three
 * sizes of window, and compares what the page itself could see: its tree with the open shadow roots, and the box of every element. A page
 * that differs between two loads without Termlight says nothing, and is named. No console error may be ours. Exit 1 if any page is touched.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'puppeteer-core';
import { Bench, marked, until } from './harness.ts';

const WIDTHS = [1280, 800, 390];
const HEIGHT = 800;
/** So long without a change in the number of marks, and a page counts as read. Milliseconds. */
const REST_MS = 400;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

interface Seen {
  tree: string;
  boxes: string;
  elements: number;
  marks: number;
  errors: string[];
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: untouched-pages FOLDER …');
  process.exit(2);
}
const files = folders.flatMap((folder, nth) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.html?$/.test(file))
    .sort()
    .map((file) => ({ path: `/${nth}/${file}`, name: join(folder, file) })),
);

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
  const [, nth = '', ...rest] = path.split('/');
  const folder = folders[Number(nth)];
  const file = folder === undefined ? '' : join(folder, ...rest);
  if (file === '' || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as AddressInfo;

/** Opens a page, waits until it rests and, `reading`, until Termlight does, and looks at it. */
async function look(page: Page, path: string, width: number, reading: boolean): Promise<Seen> {
  const errors: string[] = [];
  const onConsole = (message: { type(): string; text(): string; location(): { url?: string } }): void => {
    if (message.type() === 'error' || message.type() === 'warn') errors.push(`${message.text()} ${message.location().url ?? ''}`);
  };
  const onError = (error: unknown): void =>
    void errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  page.on('console', onConsole).on('pageerror', onError);
  try {
    await page.setViewport({ width, height: HEIGHT });
    await page.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: 'networkidle0' });
    await page.bringToFront();
    let last = -1;
    let since = Date.now();
    await until(async () => {
      const now = reading ? await marked(page) : 0;
      if (now !== last) [last, since] = [now, Date.now()];
      return Date.now() - since >= REST_MS;
    }, 'rest');
    const { tree, boxes } = await page.evaluate(() => {
      const trees: string[] = [];
      const rects: string[] = [];
      const roots: (Document | ShadowRoot)[] = [document];
      for (let root = roots.shift(); root; root = roots.shift()) {
        trees.push(root instanceof ShadowRoot ? root.innerHTML : new XMLSerializer().serializeToString(root));
        trees.push(String(root.adoptedStyleSheets.length), String(root.styleSheets.length));
        for (const element of root.querySelectorAll('*')) {
          const parts = [...element.getClientRects()].map(({ x, y, width: w, height: h }) => `${x},${y},${w},${h}`);
          rects.push(`${element.localName} ${parts.join(' ')} ${element.scrollWidth} ${element.scrollHeight}`);
          if (element.shadowRoot) roots.push(element.shadowRoot);
        }
      }
      const { activeElement } = document;
      rects.push(
        `${document.documentElement.scrollHeight} ${scrollX},${scrollY} ${activeElement?.localName} ${getSelection()?.type}`,
      );
      return { tree: trees.join('\n'), boxes: rects };
    });
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const marks = reading ? await marked(page) : 0;
    return { tree: hash(tree), boxes: hash(boxes.join('\n')), elements: boxes.length - 1, marks, errors };
  } finally {
    page.off('console', onConsole).off('pageerror', onError);
  }
}

const plain = await Bench.open('chrome', { extension: false });
const bench = await Bench.open('chrome');
const sums = { untouched: 0, touched: 0, restless: 0, unmarked: 0, elements: 0, marks: 0, errors: 0 };
try {
  const [without, with_] = [await plain.page(), await bench.page()];
  for (const { path, name } of files) {
    const faults: string[] = [];
    let restless = false;
    let marks = 0;
    for (const width of WIDTHS) {
      const first = await look(without, path, width, false);
      const second = await look(without, path, width, false);
      const seen = await look(with_, path, width, true);
      marks += seen.marks;
      sums.elements += seen.elements;
      if (first.tree !== second.tree || first.boxes !== second.boxes) restless = true;
      else {
        if (seen.tree !== first.tree) faults.push(`another tree at ${width} px`);
        if (seen.boxes !== first.boxes) faults.push(`another layout at ${width} px`);
      }
      const ours = seen.errors.filter((text) => /chrome-extension:|termlight/i.test(text));
      const more = seen.errors.length - first.errors.length;
      if (ours.length > 0 || more > 0) faults.push(`errors at ${width} px: ${(ours.length > 0 ? ours : seen.errors).join('; ')}`);
      sums.errors += ours.length;
    }
    sums.marks += marks;
    if (marks === 0) sums.unmarked++;
    if (faults.length > 0) sums.touched++;
    else if (restless) sums.restless++;
    else sums.untouched++;
    if (faults.length > 0) console.log(`${name}: ${faults.join(', ')}`);
    else if (restless) console.log(`${name}: differs by itself from load to load`);
  }
} finally {
  await plain.close();
  await bench.close();
  server.close();
}
const number = (value: number): string => value.toLocaleString('en');
console.log(
  `${files.length} pages at ${WIDTHS.join(', ')} px: ${sums.untouched} untouched, ${sums.touched} touched, ${sums.restless} that differ by themselves`,
);
console.log(
  `${number(sums.elements)} elements and ${number(sums.marks)} marks in all; ${sums.unmarked} pages without marks; ${sums.errors} errors of ours`,
);
process.exit(sums.touched > 0 ? 1 : 0);
