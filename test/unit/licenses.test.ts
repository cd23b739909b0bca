/** Under which licenses others' work may be used here, and that NOTICE names what is shipped. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Lock, nameOf, shippedPaths } from '../../src/cli/package-sbom.ts';

const root = join(import.meta.dirname, '../..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;

/** In what readers install: may be shipped in a package under the MIT license when NOTICE carries their terms. */
const SHIPPED = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0', 'CC0-1.0']);
/** On our machines only: besides, free licenses that a program may be run under. `BSD` is an old way to write one of the two. */
const TOOLS = new Set([...SHIPPED, 'BSD', 'BlueOak-1.0.0', 'Python-2.0', 'Zlib', 'Unlicense', 'CC-BY-4.0']);

/** Whether a license holds by what is allowed: one of those with OR between, all of those with AND. */
function allowed(license: string | undefined, list: ReadonlySet<string>): boolean {
  if (!license) return false;
  const bare = license.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((one) => list.has(one)));
}

const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const shipped = shippedPaths(lock);

describe('the rule', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    ['(MIT OR (GPL-2.0 AND ISC))', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (license, holds) => expect(allowed(license, TOOLS)).toBe(holds));
});

it('everything that ships may be shipped', () => {
  const names = [...shipped].map(nameOf);
  expect(names).toContain('simple-icons');
  expect([...shipped].filter((path) => !allowed(lock.packages[path]?.license, SHIPPED))).toEqual([]);
});

it('everything that builds and tests is free', () => {
  expect(packages.length).toBeGreaterThan(shipped.size);
  expect(
    packages.filter(([, { license }]) => !allowed(license, TOOLS)).map(([path, { license }]) => `${path}: ${license}`),
  ).toEqual([]);
});

/** Packages that a file brings along when it is bundled: by its own imports of values, and those of the files it takes. */
function packagesFrom(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const source = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const clauses = source.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:([^;'"]*?)\s*from\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  for (const [, names = '', fixed, later] of clauses) {
    const path = fixed ?? later ?? '';
    const inBraces = /^\{([\s\S]*)\}$/
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    if (inBraces?.every((name) => /^\s*type\b/.test(name))) continue;
    if (!path.startsWith('.')) packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
    else if (/\.tsx?$/.test(path)) for (const each of packagesFrom(join(dirname(file), path), seen)) packages.add(each);
  }
  return packages;
}

it('no package gets into the extension but those that are declared as shipped', () => {
  const html = ['options', 'popup', 'welcome'].map((page) => `src/${page}/main.tsx`);
  const entries = [
    'src/background/main.ts',
    ...['main', 'door', 'hand', 'card'].map((part) => `src/content/${part}.iife.ts`),
    ...html,
  ];
  const bundled = new Set(entries.flatMap((entry) => [...packagesFrom(join(root, entry))]));
  expect(entries.every((entry) => existsSync(join(root, entry)))).toBe(true);
  // of Simple Icons the compiled glossary takes the shapes, and no script
  expect([...bundled, 'simple-icons'].sort()).toEqual([...shipped].map(nameOf).sort());
  expect([...packagesFrom(join(root, 'src/glossary/schema.ts'))]).toContain('yaml');
});

describe('NOTICE', () => {
  const notice = readFileSync(join(root, 'NOTICE'), 'utf8');
  const TITLES: Record<string, { title: string; license: string }> = {
    preact: { title: 'Preact', license: 'MIT license' },
    valibot: { title: 'Valibot', license: 'MIT license' },
    'webextension-polyfill': { title: 'webextension-polyfill', license: 'Mozilla Public License 2.0' },
    'simple-icons': { title: 'Simple Icons', license: 'CC0 1.0' },
  };

  it.each([...shipped].map((path) => [nameOf(path), path]))('names %s with its version and license', (name, path) => {
    const { title, license } = TITLES[name] ?? { title: name, license: 'no license is named for it in this test' };
    const paragraph = notice.split(/\n\s*\n/).find((each) => each.startsWith(title)) ?? '';
    const [major, minor] = (lock.packages[path]?.version ?? '').split('.');
    const [first = ''] = paragraph.split('\n');
    expect(first).toContain(major === '0' ? `${title} ${major}.${minor} (` : `${title} ${major} (`);
    expect(paragraph).toContain(license);
  });

  it('names nothing that does not ship', () => {
    const named = [...notice.matchAll(/^(\S.*) [\d.]+ \(https:/gm)].map(([, title]) => title);
    expect(named.sort()).toEqual(
      Object.values(TITLES)
        .map(({ title }) => title)
        .sort(),
    );
  });

  it("carries the MIT license's notice, which asks to be in every copy", () => {
    expect(notice).toContain('The above copyright notice and this permission notice shall be included in all copies');
  });
});

it('the documentation lists every package that ships, with version and license', () => {
  const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
  for (const path of shipped) {
    const { version, license } = lock.packages[path] ?? {};
    expect(page).toMatch(new RegExp(`\\| ${nameOf(path)} \\| ${version?.replaceAll('.', '\\.')} \\| ${license} \\|`));
  }
});
