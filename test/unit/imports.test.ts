/** Dependencies point one way (docs/architecture.md): who may import whom, read from the sources themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

interface Import {
  from: string;
  /** Path under `src`. */
  to: string;
  /** Only types: nothing of it is there at run time. */
  types: boolean;
}

/** Which files a room may import besides its own. `types`: by `import type` only. */
const MAY: Record<string, { values?: RegExp; types?: RegExp }> = {
  content: { values: /^(messages\.ts|settings\/|ui\/|glossary\/kinds\.ts)/, types: /^(glossary\/card|recognizer\/types)\.ts$/ },
  popup: { values: /^(messages\.ts|settings\/|ui\/|glossary\/kinds\.ts)/, types: /^(glossary\/card|recognizer\/types)\.ts$/ },
  options: {
    values: /^(messages\.ts|settings\/|ui\/|glossary\/(kinds|card-shelf)\.ts|recognizer\/fold\.ts)/,
    types: /^(glossary\/card|recognizer\/types)\.ts$/,
  },
  welcome: { values: /^(messages\.ts|settings\/|ui\/|glossary\/kinds\.ts)/, types: /^(glossary\/card|recognizer\/types)\.ts$/ },
  background: {
    values: /^(messages\.ts|settings\/|recognizer\/|glossary\/(card-shelf|pack)\.ts)/,
    types: /^glossary\/card\.ts$/,
  },
  recognizer: { values: /^glossary\/dictionary\.ts$/ },
  glossary: { values: /^recognizer\/(fold|hash|sounds)\.ts$/ },
  ui: { types: /^glossary\/(card|kinds)\.ts$/ },
  settings: { values: /^glossary\/kinds\.ts$/, types: /./ },
  messages: { types: /./ },
  cli: { values: /./ },
};

const roomOf = (path: string): string => path.split('/')[0]?.replace(/\.ts$/, '') ?? '';

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

const imports = files.flatMap((from): Import[] => {
  const source = readFileSync(join(src, from), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: { path: string; types: boolean }[] = [];
  for (const [, clause = '', path = ''] of source.matchAll(/^(?:import|export)\s+([^;'"]*?)\s*from\s*['"]([^'"]+)['"]/gm)) {
    const names = /^\{([\s\S]*)\}$/
      .exec(clause)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    found.push({ path, types: /^type\b/.test(clause) || (names?.every((name) => /^\s*type\b/.test(name)) ?? false) });
  }
  for (const [, path = ''] of source.matchAll(/^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm))
    found.push({ path, types: false });
  return found
    .filter(({ path }) => path.startsWith('.'))
    .map(({ path, types }) => ({
      from,
      to: relative(src, join(src, dirname(from), path.replace(/\?.*$/, ''))).replaceAll('\\', '/'),
      types,
    }));
});

it('reads the imports', () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports).toContainEqual({ from: 'popup/main.tsx', to: 'popup/popup.tsx', types: false });
  expect(imports).toContainEqual({ from: 'background/handlers.ts', to: 'messages.ts', types: true });
});

it('every room has its rule', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY))).toEqual([]);
});

describe.each(Object.keys(MAY))('%s', (room) => {
  it('imports only what it may', () => {
    const wrong = imports.filter(({ from, to, types }) => {
      if (roomOf(from) !== room || roomOf(to) === room) return false;
      const { values, types: typesOnly } = MAY[room] ?? {};
      return !(values?.test(to) || (types && typesOnly?.test(to)));
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

it('content and background never import each other', () => {
  const across = imports.filter(({ from, to }) => /^(content|background)\b/.test(from) && /^(content|background)\b/.test(to));
  expect(across.filter(({ from, to }) => roomOf(from) !== roomOf(to))).toEqual([]);
});

it('content uses no package but preact', () => {
  const packages = new Set<string>();
  /** The content script, and all that it takes from other rooms. */
  const reached = new Set(files.filter((path) => path.startsWith('content/')));
  for (const file of reached) for (const { from, to, types } of imports) if (from === file && !types) reached.add(to);
  expect(reached).toContain('ui/card-view.tsx');
  for (const file of [...reached].filter((path) => /\.tsx?$/.test(path)))
    for (const [, name] of readFileSync(join(src, file), 'utf8').matchAll(/from\s*['"]([^.'"][^'"]*)['"]/g))
      packages.add(name ?? '');
  expect([...packages].filter((name) => !/^preact(\/|$)/.test(name))).toEqual([]);
});

it('goes in no circle', () => {
  const next = new Map<string, string[]>();
  for (const { from, to, types } of imports) if (!types) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file) || way.includes(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...way, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});
