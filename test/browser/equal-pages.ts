/**
 * `tsx test/browser/equal-pages.ts FOLDER`: opens each HTML page of the folder in Chromium, loaded at several scroll positions, and
 * compares the mentions with those of `annotate` on the file: same terms, same writing, same order. Exit 1 if any differ.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadRecognizer } from '../../src/cli/compiled.ts';
import { readHtml } from '../../src/cli/read-html.ts';
import type { FrameMentions, ListMentions } from '../../src/messages.ts';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import { Bench, until } from './harness.ts';

/** Where the page is scrolled while it loads: share of its height. */
const POSITIONS = [0, 0.4, 0.8];

const folder = process.argv[2];
if (!folder) {
  console.error('usage: equal-pages FOLDER');
  process.exit(2);
}
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.html'))
  .sort();
const recognizer = loadRecognizer();

type Mention = FrameMentions['mentions'][number];

function expected(html: string): Mention[] {
  const blocks = readHtml(html);
  const texts = new Map(blocks.map((block) => [block.id, block.text]));
  return recognizer
    .recognize(blocks, noEvidence(), { confidence: 'usual', concepts: false })
    .flatMap(({ id, mentions }) =>
      mentions.map(({ term, start, end }) => ({ term, text: (texts.get(id) ?? '').slice(start, end) })),
    );
}

const line = ({ term, text }: Mention): string => `${term}\t${text.replace(/\s+/g, ' ')}`;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
  const file = files.find((name) => `/${name}` === pathname);
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  // Scrolled before the content script looks: it runs when the document has been parsed.
  const script = `<script>document.addEventListener('readystatechange', () => scrollTo(0, document.documentElement.scrollHeight * ${Number(searchParams.get('at'))}), { once: true })</script>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(join(folder, file), 'utf8') + script);
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address() as AddressInfo;

const bench = await Bench.open('chrome');
let differing = 0;
let compared = 0;
try {
  const popup = await bench.extensionPage();
  for (const file of files) {
    const wanted = expected(readFileSync(join(folder, file), 'utf8')).map(line);
    for (const at of POSITIONS) {
      const url = `http://127.0.0.1:${port}/${file}?at=${at}`;
      const page = await bench.page(url);
      const found = (await mentionsIn(popup, url)).map(line);
      await page.close();
      compared += found.length;
      if (found.join('\n') === wanted.join('\n')) continue;
      differing++;
      console.log(`${file} at ${at}: ${found.length} mentions in Chromium, ${wanted.length} by annotate`);
      for (const [sign, a, b] of [['+', found, wanted] as const, ['-', wanted, found] as const]) {
        const rest = [...b];
        for (const mention of a) {
          const index = rest.indexOf(mention);
          if (index >= 0) rest.splice(index, 1);
          else console.log(`  ${sign} ${mention}`);
        }
      }
    }
  }
} finally {
  await bench.close();
  server.close();
}
console.log(`${files.length} pages at ${POSITIONS.length} positions, ${compared} mentions compared, ${differing} differing`);
process.exit(differing > 0 ? 1 : 0);

/** All mentions of a tab's top frame, once it has settled, over the popup's port. */
function mentionsIn(popup: Awaited<ReturnType<Bench['extensionPage']>>, url: string): Promise<Mention[]> {
  return until(
    () =>
      popup.evaluate(async (wanted) => {
        const tab = (await chrome.tabs.query({})).find((t) => t.url === wanted);
        if (tab?.id === undefined) return null;
        const port = chrome.tabs.connect(tab.id, { name: 'termlight-popup' });
        return new Promise<{ term: string; text: string }[] | null>((done) => {
          setTimeout(() => done(null), 3_000);
          port.onMessage.addListener(
            (message: { frame: string; top?: boolean; state?: string; mentions?: { term: string; text: string }[] }) => {
              if (message.mentions) {
                port.disconnect();
                done(message.mentions);
              } else if (message.top && message.state === 'done')
                port.postMessage({ list: true, frame: message.frame } satisfies ListMentions);
            },
          );
        });
      }, url),
    `the mentions of ${url}`,
    20_000,
  );
}
