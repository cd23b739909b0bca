/**
 * `npm run bench [-- --quick] [--part NAMES] [--rounds N] [--only TEXT] [--dir FOLDER] [--profile] [--write]`: what Termlight costs a page, in
 * real Chromium, beside others in the same run: no extension, a content script that only walks the text (the floor), one that touches every
 * unit of it, mark.js with one RegExp of the same surfaces, bare ranges. Interleaved, medians. Ratios bind, milliseconds guide.
 *
 * Times of the page's thread are times of the processor, as the trace has them, shared out by samples every 100 µs. `--dir` adds the HTML
 * pages of a folder, `--only` takes pages whose name contains a text, `--part` takes some of the parts (sizes,pages,look,ranges,first,memory,hover), and
 * `--write` puts each part's tables into `docs/performance.md`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from './figures.ts';
import { type BenchPage, benchPages } from './generated-pages.ts';
import { removeExtensions } from './own-scripts.ts';
import { PageServer } from './page-server.ts';
import type { Part, Run } from './part.ts';
import { firstPart } from './part-first.ts';
import { hoverPart } from './part-hover.ts';
import { lookPart } from './part-look.ts';
import { memoryPart } from './part-memory.ts';
import { pagesPart } from './part-pages.ts';
import { rangesPart } from './part-ranges.ts';
import { sizesPart } from './part-sizes.ts';
import { originsOf } from './profile.ts';
import { DIST, Rigs } from './rigs.ts';
import { writeSection } from './write-docs.ts';

const PARTS: readonly Part[] = [sizesPart, pagesPart, lookPart, rangesPart, firstPart, memoryPart, hoverPart];
const argv = process.argv.slice(2);
const value = (name: string): string | undefined => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);

function pagesOf(folder: string | undefined, quick: boolean): BenchPage[] {
  const own = benchPages(quick);
  if (folder === undefined) return own;
  const files = readdirSync(folder).filter((file) => file.endsWith('.html'));
  return [...own, ...files.map((name) => ({ name, html: readFileSync(join(folder, name), 'utf8') }))];
}

const quick = argv.includes('--quick');
const only = value('--only');
const names = value('--part')?.split(',');
const unknown = names?.filter((name) => !PARTS.some((part) => part.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; there are ${PARTS.map((part) => part.name).join(', ')}`);
  process.exit(2);
}
const server = new PageServer();
const rigs = new Rigs();
try {
  await server.start();
  const run: Run = {
    rigs,
    server,
    blank: server.url('/blank.html'),
    origins: await originsOf(DIST),
    pages: pagesOf(value('--dir'), quick).filter((page) => only === undefined || page.name.includes(only)),
    rounds: Number(value('--rounds') ?? 5),
    quick,
    profile: argv.includes('--profile'),
    tell: (text) => console.error(text),
  };
  for (const part of PARTS) {
    if (names && !names.includes(part.name)) continue;
    const before = load();
    const text = await part.run(run);
    const { browser } = await rigs.get('without');
    const how = `${await browser.version()}, median of ${run.rounds}, interleaved; ${before} before, ${load()} after.`;
    const section = `${how}\n\n${text}`;
    console.log(`## ${part.title}\n\n${section}\n`);
    if (argv.includes('--write')) writeSection(part.name, section);
  }
} finally {
  await rigs.close();
  await server.stop();
  removeExtensions();
}
