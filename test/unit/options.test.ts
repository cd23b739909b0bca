/** The parts of the options page that need no page: addresses, hosts, the notice, what went wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

const area = { get: async () => ({}), set: async () => {}, remove: async () => {} };
vi.mock('webextension-polyfill', () => ({
  default: { storage: { sync: area, local: area }, i18n: { getMessage: () => '' }, runtime: {} },
}));
const { glossaryHash, readRoute, termHash } = await import('../../src/options/route.ts');
const { readHost } = await import('../../src/options/host.ts');
const { readNotice } = await import('../../src/options/notice-file.ts');
const { faultsIn, faultReport } = await import('../../src/options/faults.ts');
const { whatIs } = await import('../../src/options/stored-items.ts');

describe('an address', () => {
  it.each([
    ['', { view: 'glossary', query: '' }],
    ['#glossary', { view: 'glossary', query: '' }],
    ['#glossary?kind=database', { view: 'glossary', kind: 'database', query: '' }],
    ['#glossary?q=%EB%A0%88%EB%94%94%EC%8A%A4', { view: 'glossary', query: '레디스' }],
    ['#glossary?kind=car', { view: 'glossary', query: '' }],
    ['#term/redis', { view: 'glossary', term: 'redis', query: '' }],
    ['#term/own-abc123', { view: 'glossary', term: 'own-abc123', query: '' }],
    ['#term/%E0%A4%A', { view: 'glossary', query: '' }],
    ['#term/', { view: 'glossary', query: '' }],
    ['#known', { view: 'known', query: '' }],
    ['#__proto__', { view: 'glossary', query: '' }],
  ])('%s', (hash, route) => {
    expect(readRoute(hash)).toEqual(route);
  });

  it('leads back to what it was made of', () => {
    expect(readRoute(termHash('c++ / ü'))).toMatchObject({ term: 'c++ / ü' });
    expect(readRoute(glossaryHash('cache-queue', 'a&b = c?'))).toEqual({
      view: 'glossary',
      kind: 'cache-queue',
      query: 'a&b = c?',
    });
    expect(glossaryHash(undefined, '')).toBe('#glossary');
  });
});

describe('a site', () => {
  it.each([
    ['example.com', 'example.com'],
    ['  Example.COM ', 'example.com'],
    ['https://blog.example.com/post?a=b#c', 'blog.example.com'],
    ['localhost:8080/x', 'localhost'],
    ['한국.example', 'xn--3e0b707e.example'],
    ['', undefined],
    ['two words', undefined],
    ['chrome://extensions', undefined],
    ['file:///etc/passwd', undefined],
    ['http://', undefined],
  ])('%s is %s', (typed, host) => {
    expect(readHost(typed)).toBe(host);
  });
});

describe('the notice', () => {
  const parts = readNotice(readFileSync(join(import.meta.dirname, '../../NOTICE'), 'utf8'));
  it('names all that is bundled, with addresses', () => {
    const items = parts.filter(({ title }) => title !== undefined);
    expect(items.map(({ title }) => title?.replace(/ \d.*/, ''))).toEqual([
      'Preact',
      'Valibot',
      'webextension-polyfill',
      'Simple Icons',
    ]);
    for (const { url, text } of items) {
      expect(url).toMatch(/^https:\/\//);
      expect(text).toMatch(/license|CC0/i);
    }
  });
  it('loses no word', () => {
    const words = (text: string) => text.match(/[A-Za-z0-9]+/g)?.sort();
    const all = parts.map(({ title = '', url = '', text }) => `${title} ${url} ${text}`).join(' ');
    expect(words(all)).toEqual(words(readFileSync(join(import.meta.dirname, '../../NOTICE'), 'utf8')));
  });
});

describe('what went wrong', () => {
  const aside = { fault: 'stored values could not be read: theme', stored: { version: 1 }, on: '2026-11-20T08:00:00Z' };
  it('is nothing while all can be read', () => {
    expect(faultsIn([], { settings: 1, 'own-terms': [] })).toEqual([]);
  });
  it('tells a fault that is there and set aside once', () => {
    expect(faultsIn([aside.fault, 'another'], { 'settings-set-aside': aside })).toEqual([
      { fault: 'another' },
      { fault: aside.fault, on: aside.on, aside: 'settings-set-aside', stored: '{\n  "version": 1\n}' },
    ]);
  });
  it('shows a set-aside entry of another form too', () => {
    expect(faultsIn([], { 'known-set-aside': 7 })).toMatchObject([{ aside: 'known-set-aside', stored: '7' }]);
  });
  it('is a text to paste', () => {
    const text = faultReport(faultsIn(['another'], { 'settings-set-aside': aside }), [], 'Termlight 0.1.0');
    for (const part of ['Termlight 0.1.0', 'another', aside.fault, aside.on, '"version": 1']) expect(text).toContain(part);
  });
});

describe('what is stored', () => {
  it.each([
    ['sync', 'settings', 'settings'],
    ['sync', 'known-12', 'known'],
    ['local', 'settings', 'waiting'],
    ['local', 'settings-waiting', 'waiting copy'],
    ['local', 'settings-last-good', 'settings copy'],
    ['local', 'settings-set-aside-3', 'settings aside'],
    ['local', 'known', 'known'],
    ['local', 'known-1-set-aside', 'known aside'],
    ['local', 'own-terms', 'own'],
    ['local', 'own-terms-last-good', 'own copy'],
    ['local', 'own-terms-last-good-set-aside', 'own aside'],
    ['local', 'plain-here', 'plain'],
    ['local', 'went-wrong', 'failures'],
    ['local', 'before-restore', 'before'],
    ['local', 'restore-unfinished', 'unfinished'],
    ['session', 'badge-17', 'tab'],
    ['session', 'said', 'said'],
    ['local', '__proto__', 'other'],
    ['sync', 'own-terms', 'other'],
  ] as const)('in %s as %s', (area, key, what) => {
    const { kind, form } = whatIs(area, key);
    expect(form ? `${kind} ${form}` : kind).toBe(what);
  });

  it('has a name in the list, whatever key the sources use', () => {
    const root = join(import.meta.dirname, '../../src');
    const source = ['settings', 'background'].flatMap((room) =>
      readdirSync(join(root, room)).map((file) => readFileSync(join(root, room, file), 'utf8')),
    );
    const keys = source.flatMap((text) =>
      [...text.matchAll(/\b[A-Z_]*(?:KEY|PREFIX) = '([^']+)'/g)].map((match) => match[1] as string),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) {
      const kinds = (['sync', 'local', 'session'] as const).map((area) => whatIs(area, key).kind);
      expect(
        kinds.some((kind) => kind !== 'other'),
        key,
      ).toBe(true);
    }
  });
});
