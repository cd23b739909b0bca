/** What must agree before a release: versions, the stores' texts with what is in the package, declarations with the manifest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));
const { version } = json('package.json') as { version: string };
const manifest = json('manifest.json');

describe('the version', () => {
  it('stands in package.json alone: the lockfile follows, and the build writes it into the manifests', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const lock = json('package-lock.json');
    expect([lock.version, lock.packages[''].version]).toEqual([version, version]);
    expect(manifest.version).toBeUndefined();
  });

  it('is the first of CHANGELOG.md, which says something about it and goes down from there', () => {
    const parts = text('CHANGELOG.md').split(/^## /m).slice(1);
    const versions = parts.map((part) => part.slice(0, part.indexOf('\n')).trim());
    expect(versions[0]).toBe(version);
    expect(parts[0]).toMatch(/^- \S/m);
    const ranks = versions.map((each) => each.split('.').reduce((sum, part) => sum * 10_000 + Number(part), 0));
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => b - a));
  });
});

describe.each(['en', 'ko'])('the listing in %s', (lang) => {
  const messages = json(`src/static/_locales/${lang}/messages.json`);
  const listing = text(`docs/store/listing-${lang}.md`);
  const part = (title: string): string =>
    new RegExp(`^## ${title}\n\n([\\s\\S]*?)\\s*(?=^## |$(?![\\s\\S]))`, 'm').exec(listing)?.[1] ?? '';

  it('has the name and the summary of the package, within what both stores take', () => {
    expect(part('Name')).toBe(messages.name.message);
    expect(part('Name').length).toBeLessThanOrEqual(45);
    expect(part('Summary')).toBe(messages.description.message);
    expect(part('Summary').length).toBeLessThanOrEqual(132);
  });

  it('has a description that both stores take: plain text, and not too long', () => {
    const description = part('Description');
    expect(description.length).toBeGreaterThan(400);
    expect(description.length).toBeLessThanOrEqual(15_000);
    expect(description).not.toMatch(/[*_`#]|\]\(|<\/?\w/);
  });

  it('promises no more terms than there are', () => {
    const terms = text('src/glossary/term-numbers.txt').trim().split('\n').length;
    const promised = Number(
      /([\d,]+) terms|([\d,]+)개가 넘는/.exec(part('Description'))?.slice(1).find(Boolean)?.replace(',', ''),
    );
    expect(promised).toBeGreaterThan(terms - 100);
    expect(promised).toBeLessThanOrEqual(terms);
  });
});

describe('the declarations', () => {
  const declared = text('docs/store/declarations.md');
  const asked = [...manifest.permissions, ...manifest.host_permissions];

  it('give a reason for each permission of the manifest, and for none besides', () => {
    const table = declared.slice(declared.indexOf('## Permissions'), declared.indexOf('## Chrome Web Store'));
    const rows = [...table.matchAll(/^\| `([^`]+)` \| (.+?) \|/gm)];
    expect(rows.map(([, permission]) => permission).sort()).toEqual(asked.sort());
    for (const [, , reason] of rows) expect(reason?.length).toBeGreaterThan(8);
    expect(manifest.optional_permissions ?? manifest.optional_host_permissions).toBeUndefined();
  });

  it('say of data what the manifest says: none is collected', () => {
    expect(manifest.browser_specific_settings.gecko.data_collection_permissions).toEqual({ required: ['none'] });
    expect(declared).toContain('{ "required": ["none"] }');
  });
});

it('the privacy policy says in both languages what is stored', () => {
  const [english = '', korean = ''] = text('docs/privacy.md').split('\n---\n');
  const rows = (policy: string) => policy.split('\n').filter((line) => line.startsWith('| ')).length;
  expect(rows(english)).toBeGreaterThan(6);
  expect(rows(korean)).toBe(rows(english));
});
