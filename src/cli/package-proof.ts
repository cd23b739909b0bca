/**
 * `npm run package:proof`: unpacks the source archive of `build/package` into an empty folder, installs and packs there, and compares
 * every checksum. Exit code 1 where one differs; the folder stays then, and the files that differ are named.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

const root = join(import.meta.dirname, '../..');
const packed = join(root, 'build/package');
const sumsIn = (folder: string): string[] => readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

if (!existsSync(join(packed, 'SHA256SUMS'))) stop('build/package is empty: npm run package comes first');
const wanted = sumsIn(packed).map((line) => line.split('  ') as [string, string]);
for (const [sum, file] of wanted)
  if (sumOf(join(packed, file)) !== sum) stop(`${file} is not what SHA256SUMS says: npm run package makes both anew`);
const archive = readdirSync(packed).find((file) => file.endsWith('-source.zip')) ?? stop('the source archive is missing');

const from = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'termlight-proof-'));
for (const [path, bytes] of Object.entries(unzipSync(readFileSync(join(packed, archive))))) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
console.log(`${archive} unpacked; npm ci and npm run package in an empty folder …`);
npm('ci', '--no-audit', '--no-fund');
npm('run', 'package');

const again = new Map(sumsIn(join(folder, 'build/package')).map((line) => line.split('  ').reverse() as [string, string]));
const differing = wanted.filter(([sum, file]) => again.get(file) !== sum).map(([, file]) => file);
for (const [sum, file] of wanted)
  console.log(`${differing.includes(file) ? 'DIFFERS' : 'same   '}  ${sum.slice(0, 16)}…  ${file}`);
const seconds = ((performance.now() - from) / 1000).toFixed(0);
if (differing.length > 0) {
  for (const file of differing) console.log(...entriesDiffering(file));
  stop(`NOT reproducible: ${differing.length} of ${wanted.length} files differ (${seconds} s); the second build is in ${folder}`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`reproducible: all ${wanted.length} files are the same, byte for byte (${seconds} s)`);

function npm(...args: string[]): void {
  const program = process.env.npm_execpath;
  const [command, first] = program ? [process.execPath, [program]] : ['npm', []];
  const { status } = spawnSync(command, [...first, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) stop(`npm ${args.join(' ')} failed in ${folder}`);
}

/** Which files of a zip differ between the two builds. */
function entriesDiffering(file: string): string[] {
  const other = join(folder, 'build/package', file);
  if (!file.endsWith('.zip') || !existsSync(other)) return [`  ${file}`];
  const [one, two] = [join(packed, file), other].map((path) => unzipSync(readFileSync(path))) as [Zip, Zip];
  const paths = new Set([...Object.keys(one), ...Object.keys(two)]);
  const bad = [...paths].filter((path) => !one[path] || !two[path] || !Buffer.from(one[path]).equals(two[path]));
  return [`  in ${file}:`, bad.join(', ') || 'only how it is packed'];
}

type Zip = Record<string, Uint8Array>;

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
