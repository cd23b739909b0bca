/**
 * `npm run package`: everything that a release consists of, into `build/package`: a zip for each store, the sources, the bills of
 * materials and the checksums of all. The same sources give the same bytes; `npm run package:proof` proves it.
 * `--dirty` packs a working tree with changes that are not committed, to try; such a package is not to be published.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { type Lock, sbomOf } from './package-sbom.ts';
import { sourcePaths, uncommitted } from './package-sources.ts';
import { type File, filesIn, readFiles, zipOf } from './package-zip.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'build/package');
const dirty = process.argv.includes('--dirty');

const changed = uncommitted(root);
if (changed.length > 0 && !dirty) {
  console.error(
    `not committed: ${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ' …' : ''}\ncommit first, or try with: npm run package -- --dirty`,
  );
  process.exit(1);
}
const sources = readFiles(root, sourcePaths(root, { loose: dirty }));
await buildAll();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
const name = `${lock.name}-${lock.version}`;
const made: File[] = [
  { path: `${name}-chrome.zip`, bytes: zipOf(filesIn(join(root, 'dist/chrome'))) },
  { path: `${name}-firefox.zip`, bytes: zipOf(filesIn(join(root, 'dist/firefox'))) },
  { path: `${name}-source.zip`, bytes: zipOf(sources) },
  { path: `${name}-ships.cdx.json`, bytes: asJson(sbomOf(lock, { ships: true })) },
  { path: `${name}-builds.cdx.json`, bytes: asJson(sbomOf(lock, { ships: false })) },
];
const sums = made.map(({ path, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`);
for (const { path, bytes } of made) writeFileSync(join(out, path), bytes);
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
for (const { path, bytes } of made) console.log(`${String(Math.ceil(bytes.length / 1024)).padStart(7)} KB  ${path}`);
console.log(
  `in build/package, with SHA256SUMS${changed.length > 0 ? '; NOT for publishing: there are changes not committed' : ''}`,
);

function asJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
