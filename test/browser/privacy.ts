/**
 * `npm run privacy -- [--loads 300] [--hovers 2000] [--browser chrome]`: a reader's day with every request recorded (`recorder.ts`). Prints
 * what was seen; the exit code is 1 if Termlight asked for anything but its own files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserName, DIST } from './harness.ts';
import { readPage } from './reading-round.ts';
import { Recorder } from './recorder.ts';

const { values } = parseArgs({
  options: { loads: { type: 'string' }, hovers: { type: 'string' }, browser: { type: 'string' } },
});
const loads = Number(values.loads ?? 300);
const hovers = Number(values.hovers ?? 2_000);
const name = (values.browser ?? 'chrome') as BrowserName;
if (!(loads > 0 && hovers >= 0) || !['chrome', 'firefox'].includes(name)) {
  console.error('usage: privacy [--loads N] [--hovers N] [--browser chrome|firefox]');
  process.exit(2);
}
const VIEWS = [
  'glossary',
  'term/redis',
  'known',
  'own',
  'sites',
  'looks',
  'shortcuts',
  'backup',
  'privacy',
  'licenses',
  'faults',
];

const posts = ['en-post', 'ko-post'].map((post) => readFileSync(join(import.meta.dirname, `../pages/${post}.html`), 'utf8'));
const from = performance.now();
const recorder = await Recorder.open(name);
const bench = await recorder.install(join(DIST, name));
const welcome = await bench.welcomePage();
let cards = 0;
let views = 1;
const page = await bench.page();
for (let load = 0; load < loads; load++) {
  const url = recorder.add(`http://site-${load % 40}.test/post-${load}`, posts[load % posts.length] as string);
  cards += await readPage(page, url, Math.floor(((load + 1) * hovers) / loads) - cards);
  if (load % 25 > 0) continue;
  for (const path of ['/src/popup/index.html', ...VIEWS.map((view) => `/src/options/index.html#${view}`)]) {
    await (await bench.extensionPage(path)).close();
    views++;
  }
}
await welcome.close();
const { requests, others, browsersOwn, leaving, byExtension, targets } = recorder;
const { log } = await recorder.close();
const number = (value: number): string => value.toLocaleString('en');
console.log(`${name}: ${number(loads)} pages, ${number(cards)} cards, ${number(views)} pages of Termlight's own`);
console.log(
  `proxy: ${number(requests.length)} requests, ${number(others.length)} for anything but the pages and the browser itself`,
);
console.log(`  the browser for itself: ${browsersOwn.join(', ') || 'none'}`);
for (const other of new Set(others)) console.log(`  ${other}`);
if (log) {
  const seen = Object.entries(targets).map(([type, count]) => `${count} ${type}`);
  console.log(
    `debugger (${seen.join(', ')}): ${number(byExtension.length)} requests by Termlight, ${number(leaving.length)} of them leave the package`,
  );
  for (const line of new Set(leaving)) console.log(`  ${line}`);
  console.log(
    `log of the network: ${number(log.requests)} requests, ${log.byExtension.length} with an extension in them, ${log.names.length} names looked up but those of the pages and the browser's own`,
  );
  for (const line of new Set([...log.byExtension, ...log.names])) console.log(`  ${line}`);
}
console.log(`${((performance.now() - from) / 60_000).toFixed(1)} min`);
process.exitCode = others.length + leaving.length + (log ? log.byExtension.length + log.names.length : 0) > 0 ? 1 : 0;
