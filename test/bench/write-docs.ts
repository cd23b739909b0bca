/** Puts a measured section into `docs/performance.md`, between its markers. What stands around them is written by hand. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '../../docs/performance.md');

/** @throws Error when the document has no place for it */
export function writeSection(name: string, text: string, file = FILE): void {
  const [start, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for ${name}: write ${start} and ${end} on lines of their own`);
  writeFileSync(file, `${before.slice(0, from + start.length)}\n${text.trim()}\n${before.slice(to)}`);
}
