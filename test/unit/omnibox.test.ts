import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card, DirectoryEntry } from '../../src/glossary/card.ts';

type Suggest = (list: { content: string; description: string }[]) => void;
const browser = vi.hoisted(() => ({
  omnibox: undefined as unknown,
  runtime: { getURL: (path: string) => `x://id/${path}` } as Record<string, unknown>,
  tabs: { update: vi.fn(), create: vi.fn() },
  i18n: { getMessage: (key: string) => (key === 'lang' ? 'en' : '“a” & <b>') },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const {
  answerPage,
  describe: description,
  escapeXml,
  listenToOmnibox,
  TermFinder,
} = await import('../../src/background/omnibox.ts');

const DIRECTORY: DirectoryEntry[] = [
  ['redis', 'Redis', 'cache-queue', ['레디스']],
  ['redis-cluster', 'Redis Cluster', 'cache-queue', []],
  ['credis', 'Credis', 'library', []],
  ['spring-data-redis', 'Spring Data Redis', 'library', []],
  ['spring-boot', 'Spring Boot', 'framework', ['SpringBoot', '스프링 부트', '스프링부트']],
  ['rust', 'Rust', 'language', ['러스트']],
  ['own-abcdef', 'Redis', 'tool', []],
];

describe('terms by what is typed', () => {
  const finder = new TermFinder(DIRECTORY);
  const find = (text: string, most?: number) => finder.find(text, most).map(({ id }) => id);

  it('the best first: written so, begins so, a word of it, inside', () => {
    expect(find('redis')).toEqual(['redis', 'own-abcdef', 'redis-cluster', 'spring-data-redis', 'credis']);
  });
  it.each([
    ['REDIS', 'redis'],
    ['  ｒｅｄｉｓ ', 'redis'],
    ['레디', 'redis'],
    ['springb', 'spring-boot'],
    ['스프링부', 'spring-boot'],
    ['스프링부'.normalize('NFD'), 'spring-boot'],
    ['own-abcdef', 'own-abcdef'],
  ])('%s', (text, first) => {
    expect(find(text)[0]).toBe(first);
  });
  it('a single letter begins a name, or says nothing', () => {
    expect(find('r')).toEqual(['rust', 'redis', 'own-abcdef', 'redis-cluster']);
  });
  it('nothing for nothing', () => {
    expect(find('')).toEqual([]);
    expect(find('   ')).toEqual([]);
    expect(find('.*')).toEqual([]);
  });
  it('no more than asked for', () => {
    expect(find('redis', 2)).toHaveLength(2);
  });
  it('answers over 5,000 terms: a few milliseconds a key; the bound is for machines that do much else', () => {
    const many = new TermFinder(
      Array.from({ length: 5_000 }, (_, i): DirectoryEntry => [`t${i}`, `Term ${i} of many`, 'tool', [`용어 ${i}`, `T-${i}`]]),
    );
    const from = performance.now();
    for (let i = 0; i < 20; i++) expect(many.find(`용어 ${i}`)[0]?.id).toBe(`t${i}`);
    expect((performance.now() - from) / 20).toBeLessThan(500);
  });
});

describe('a description', () => {
  it('is XML in Chromium, whatever is in it', () => {
    expect(description('C & <C>', `it's "a" <match>`, true)).toBe(
      '<match>C &amp; &lt;C&gt;</match> <dim>– it&apos;s &quot;a&quot; &lt;match&gt;</dim>',
    );
    expect(escapeXml('a\u0000\u001fb\n')).toBe('ab\n');
  });
  it('is plain text in Firefox', () => {
    expect(description('C & <C>', 'a <b>', false)).toBe('C & <C> – a <b>');
  });
  it('is the name alone where there is no sentence', () => {
    expect(description('C', '', true)).toBe('<match>C</match>');
    expect(description('C', '', false)).toBe('C');
  });
});

it('answers with the term, or with the glossary and what was typed', () => {
  expect(answerPage('redis', { id: 'redis' })).toBe('src/options/index.html#term/redis');
  expect(answerPage(' a&b=c #d ', undefined)).toBe('src/options/index.html#glossary?q=a%26b%3Dc+%23d');
});

describe('the keyword', () => {
  const listeners: Record<string, (...args: never[]) => void> = {};
  const on = (name: string) => ({ addListener: (listener: (...args: never[]) => void) => (listeners[name] = listener) });
  let directory: DirectoryEntry[] = DIRECTORY;
  const hooks = {
    directory: vi.fn(async () => directory),
    cards: async (ids: readonly string[]) => ids.map((id) => ({ id, is: `What ${id} is.` }) as Card),
  };
  const hint = vi.fn();
  const typed = (text: string) =>
    new Promise<Parameters<Suggest>[0]>((done) => (listeners.changed as unknown as (t: string, s: Suggest) => void)(text, done));
  const enter = (text: string, disposition: string) =>
    (listeners.entered as unknown as (t: string, d: string) => void)(text, disposition);

  beforeEach(() => {
    vi.clearAllMocks();
    directory = DIRECTORY;
    browser.omnibox = {
      onInputStarted: on('started'),
      onInputChanged: on('changed'),
      onInputEntered: on('entered'),
      setDefaultSuggestion: hint,
    };
    delete browser.runtime.getBrowserInfo;
    listenToOmnibox(hooks);
  });

  it('suggests terms with their sentence; what is put into the address bar finds the same term', async () => {
    expect(await typed('redis')).toEqual([
      { content: 'Redis', description: '<match>Redis</match> <dim>– What redis is.</dim>' },
      { content: 'own-abcdef', description: '<match>Redis</match> <dim>– What own-abcdef is.</dim>' },
      { content: 'Redis Cluster', description: '<match>Redis Cluster</match> <dim>– What redis-cluster is.</dim>' },
      { content: 'Spring Data Redis', description: '<match>Spring Data Redis</match> <dim>– What spring-data-redis is.</dim>' },
      { content: 'Credis', description: '<match>Credis</match> <dim>– What credis is.</dim>' },
    ]);
  });

  it('plain in Firefox', async () => {
    browser.runtime.getBrowserInfo = () => {};
    listenToOmnibox(hooks);
    expect((await typed('rust'))[0]?.description).toBe('Rust – What rust is.');
    listeners.started?.();
    expect(hint).toHaveBeenLastCalledWith({ description: '“a” & <b>' });
  });

  it('has a hint whose text is no markup', () => {
    listeners.started?.();
    expect(hint).toHaveBeenCalledWith({ description: '“a” &amp; &lt;b&gt;' });
  });

  it('reads the directory once for a visit, and anew for the next', async () => {
    await typed('a');
    await typed('ab');
    expect(hooks.directory).toHaveBeenCalledTimes(1);
    directory = [...DIRECTORY, ['own-123456', 'Zebra', 'tool', []]];
    listeners.started?.();
    expect((await typed('zeb'))[0]?.content).toBe('Zebra');
    expect(hooks.directory).toHaveBeenCalledTimes(2);
  });

  it('suggests nothing when the directory cannot be read, and tries again', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    hooks.directory.mockRejectedValueOnce(new Error('not now'));
    expect(await typed('redis')).toEqual([]);
    expect(error).toHaveBeenCalled();
    error.mockRestore();
    expect(await typed('redis')).toHaveLength(5);
  });

  it.each([
    ['currentTab', 'update', { url: 'x://id/src/options/index.html#term/rust' }],
    ['newForegroundTab', 'create', { url: 'x://id/src/options/index.html#term/rust', active: true }],
    ['newBackgroundTab', 'create', { url: 'x://id/src/options/index.html#term/rust', active: false }],
  ] as const)('opens the term in the %s', async (disposition, how, request) => {
    enter('Rust', disposition);
    await vi.waitFor(() => expect(browser.tabs[how]).toHaveBeenCalledWith(request));
  });

  it('is not missed where the address bar has none', () => {
    browser.omnibox = undefined;
    expect(() => listenToOmnibox(hooks)).not.toThrow();
  });
});
