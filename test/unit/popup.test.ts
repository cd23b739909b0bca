import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KINDS } from '../../src/glossary/kinds.ts';
import type { FrameReport } from '../../src/messages.ts';
import { DEFAULTS } from '../../src/settings/settings.ts';
import { readStored } from '../../src/settings/storage.ts';

const root = join(import.meta.dirname, '../..');
const english = JSON.parse(readFileSync(join(root, 'src/static/_locales/en/messages.json'), 'utf8'));
const browser = vi.hoisted(() => ({
  tabs: { get: vi.fn(), query: vi.fn(), connect: vi.fn() },
  permissions: { contains: vi.fn(), request: vi.fn() },
  runtime: { lastError: undefined, getURL: vi.fn(), sendMessage: vi.fn() },
  i18n: { getMessage: vi.fn() },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const inEnglish = (key: string) => english[key]?.message ?? '';
browser.i18n.getMessage.mockImplementation(inEnglish);
const { findTab, mergeReports } = await import('../../src/popup/tab.ts');
const { Frames } = await import('../../src/popup/frames.ts');
const { TabWatch } = await import('../../src/popup/watch.ts');
const { stateOf } = await import('../../src/popup/state.ts');
const { stackOf } = await import('../../src/popup/stack.ts');
const { ROLE_OF, ROLES, roleName } = await import('../../src/popup/roles.ts');
const { stackMarkdown } = await import('../../src/popup/stack-markdown.ts');
const { COLORS, layOut, linesOf, pictureName, WIDTH } = await import('../../src/popup/stack-picture.ts');
const { faultKind } = await import('../../src/ui/settings-fault.ts');
type StackRole = import('../../src/popup/stack.ts').StackRole;

beforeEach(() => {
  vi.resetAllMocks();
  browser.permissions.contains.mockResolvedValue(true);
  browser.i18n.getMessage.mockImplementation(inEnglish);
});

const report = (frame: string, terms: [string, number][], more: Partial<FrameReport> = {}): FrameReport => ({
  frame,
  top: false,
  host: 'example.com',
  active: true,
  state: 'done',
  terms: terms.map(([term, count]) => ({ term, lang: 'en', count })),
  ...more,
});

describe('all frames in one', () => {
  it('is empty without reports', () => {
    expect(mergeReports([])).toEqual({ reading: false, terms: [] });
  });

  it('adds the counts of a term, and shows it in the top frame if it is there', () => {
    const merged = mergeReports([
      report('ad', [['redis', 2]]),
      report(
        'page',
        [
          ['mysql', 1],
          ['redis', 3],
        ],
        { top: true },
      ),
      report('post', [
        ['sidekiq', 4],
        ['mysql', 1],
      ]),
    ]);
    expect(merged.terms).toEqual([
      { term: 'mysql', count: 2, frame: 'page' },
      { term: 'redis', count: 5, frame: 'page' },
      { term: 'sidekiq', count: 4, frame: 'post' },
    ]);
  });

  it('is still reading while any frame is', () => {
    expect(mergeReports([report('a', []), report('b', [], { state: 'reading' })]).reading).toBe(true);
    expect(mergeReports([report('a', [])]).reading).toBe(false);
  });
});

describe('the tab', () => {
  it('is the one in front', async () => {
    browser.tabs.query.mockResolvedValue([
      { id: 7, url: 'https://blog.example.com:8443/a?b#c', title: 'A post', status: 'complete' },
    ]);
    expect(await findTab('')).toEqual({
      tabId: 7,
      host: 'blog.example.com',
      url: 'https://blog.example.com:8443/a?b#c',
      title: 'A post',
      reach: 'open',
      loading: false,
    });
    expect(browser.tabs.query).toHaveBeenCalledWith({ active: true, currentWindow: true });
  });

  it('is the one that is named', async () => {
    browser.tabs.get.mockResolvedValue({ id: 12, url: 'http://example.com/', status: 'loading' });
    expect(await findTab('?tab=12')).toMatchObject({ tabId: 12, loading: true });
    expect(browser.tabs.get).toHaveBeenCalledWith(12);
  });

  it.each([
    ['a browser page', 'chrome://settings/', true, 'unreadable', ''],
    ['a page of the extension', 'moz-extension://1/a.html', true, 'unreadable', ''],
    ['an address that is not told, with access', undefined, true, 'unreadable', ''],
    ['an address that is not told, without access', undefined, false, 'no-access', ''],
    ['a site that is not granted', 'https://example.com/', false, 'no-access', 'example.com'],
  ])('%s', async (_name, url, granted, reach, host) => {
    browser.tabs.query.mockResolvedValue([{ id: 7, url }]);
    browser.permissions.contains.mockResolvedValue(granted);
    expect(await findTab('')).toMatchObject({ tabId: 7, host, reach });
  });

  it('may be missing', async () => {
    browser.tabs.query.mockResolvedValue([]);
    expect(await findTab('')).toBeUndefined();
  });
});

describe('the frames', () => {
  type Listener = (message?: unknown) => void;
  const listen = () => {
    const listeners: Listener[] = [];
    return {
      addListener: (listener: Listener) => listeners.push(listener),
      say: (message?: unknown) => {
        for (const listener of listeners) listener(message);
      },
    };
  };
  const openPort = () => {
    const port = { onMessage: listen(), onDisconnect: listen(), postMessage: vi.fn(), disconnect: vi.fn() };
    browser.tabs.connect.mockReturnValueOnce(port);
    return port;
  };
  const watched = () => {
    const told: [string[], boolean][] = [];
    const frames = new Frames((reports, answered) => told.push([reports.map(({ frame }) => frame), answered]));
    const round = () => {
      const port = openPort();
      frames.call(7);
      return port;
    };
    return { frames, told, round };
  };

  it('keeps the latest report of each, and passes over what is none', () => {
    const reports: FrameReport[][] = [];
    const frames = new Frames((each) => reports.push(each));
    const port = openPort();
    frames.call(7);
    expect(browser.tabs.connect).toHaveBeenCalledWith(7, { name: 'termlight-popup' });
    port.onMessage.say(report('a', []));
    port.onMessage.say(report('b', [['redis', 1]]));
    for (const none of [null, 'text', { frame: 1, terms: [] }, { frame: 'c' }]) port.onMessage.say(none);
    port.onMessage.say(report('a', [['mysql', 1]]));
    expect(reports.at(-1)).toEqual([report('a', [['mysql', 1]]), report('b', [['redis', 1]])]);
    expect(reports).toHaveLength(3);
    frames.show('redis', 'b');
    expect(port.postMessage).toHaveBeenCalledWith({ show: 'redis', frame: 'b' });
  });

  it('forgets one that no longer answers while another does', () => {
    const { told, round } = watched();
    const first = round();
    for (const name of ['top', 'ad']) first.onMessage.say(report(name, []));
    round().onMessage.say(report('top', []));
    expect(first.disconnect).toHaveBeenCalledOnce();
    round().onMessage.say(report('top', []));
    expect(told.at(-1)).toEqual([['top', 'ad'], true]);
    round();
    expect(told.at(-1)).toEqual([['top'], true]);
  });

  it('takes up one that came later, and one that answers again', () => {
    const { told, round } = watched();
    round().onMessage.say(report('top', []));
    const later = round();
    for (const name of ['top', 'new']) later.onMessage.say(report(name, []));
    expect(told.at(-1)).toEqual([['top', 'new'], true]);
    round().onMessage.say(report('top', []));
    const again = round();
    for (const name of ['top', 'new']) again.onMessage.say(report(name, []));
    round().onMessage.say(report('top', []));
    round();
    expect(told.at(-1)).toEqual([['top', 'new'], true]);
  });

  it('waits for a page that is busy', () => {
    const { told, round } = watched();
    round().onMessage.say(report('top', []));
    for (let i = 0; i < 5; i++) round();
    expect(told).toEqual([[['top'], true]]);
  });

  it('says that nobody is there when the call finds nobody, whatever an older port says', () => {
    const { told, round } = watched();
    const first = round();
    first.onMessage.say(report('top', []));
    const second = round();
    first.onDisconnect.say();
    first.onMessage.say(report('late', []));
    expect(told).toEqual([[['top'], true]]);
    second.onDisconnect.say();
    expect(told.at(-1)).toEqual([[], false]);
  });
});

describe('the watch', () => {
  it('names terms from the directory, completes them with their cards, and calls a page unread only once', async () => {
    vi.useFakeTimers();
    let told: (message: unknown) => void = () => {};
    browser.tabs.query.mockResolvedValue([{ id: 7, url: 'https://example.com/' }]);
    browser.tabs.connect.mockImplementation(() => ({
      onMessage: { addListener: (listener: typeof told) => (told = listener) },
      onDisconnect: { addListener: vi.fn() },
      disconnect: vi.fn(),
    }));
    browser.runtime.getURL.mockImplementation((path: string) => `ext://${path}`);
    const entries = [
      ['redis', 'Redis', 'cache-queue', []],
      ['mysql', 'MySQL', 'database', []],
    ];
    vi.stubGlobal('fetch', async () => ({ json: async () => entries }));
    let answer: (answer: unknown) => void = () => {};
    browser.runtime.sendMessage.mockImplementation(() => new Promise((done) => (answer = done)));
    const watch = new TabWatch('');
    const changed = vi.fn();
    watch.listen(changed);
    void watch.run();
    await vi.advanceTimersByTimeAsync(1);
    expect(watch.seen).toMatchObject({ tab: { host: 'example.com' }, answered: undefined, reading: true });
    told(report('a', [['redis', 1]], { state: 'reading' }));
    await vi.advanceTimersByTimeAsync(1);
    expect(watch.seen).toMatchObject({ answered: true, reading: true });
    expect(watch.seen.facts.get('redis')).toEqual({ id: 'redis', name: 'Redis', kind: 'cache-queue' });
    const card = { id: 'redis', name: 'Redis', kind: 'cache-queue', is: 'A store.' };
    answer({ ok: [card] });
    await vi.advanceTimersByTimeAsync(1);
    expect(watch.seen.facts.get('redis')).toEqual(card);
    told(report('a', [['redis', 2]]));
    expect(watch.seen.reading).toBe(false);
    told(report('a', [['redis', 2]], { state: 'reading' }));
    expect(watch.seen.reading).toBe(false);
    expect(browser.runtime.sendMessage).toHaveBeenCalledTimes(1);
    // what the background could not answer is asked again with the next report
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    for (const times of [2, 3]) {
      told(report('a', [['mysql', 1]]));
      await vi.advanceTimersByTimeAsync(1);
      expect(browser.runtime.sendMessage).toHaveBeenCalledTimes(times);
      answer({ error: 'no shelf' });
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(watch.seen.facts.get('mysql')?.name).toBe('MySQL');
    expect(changed).toHaveBeenCalled();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});

describe('the state', () => {
  const place = { tabId: 7, host: 'example.com', url: 'https://example.com/', title: '', reach: 'open', loading: false } as const;
  const seen = { tab: place, answered: true, reading: false, terms: [{ term: 'redis', count: 1, frame: 'a' }] };
  it.each([
    ['off', { ...DEFAULTS, on: false }, { ...seen, tab: 'none' as const }],
    ['off', { ...DEFAULTS, on: false, offSites: ['example.com'] }, seen],
    ['reading', DEFAULTS, { ...seen, tab: undefined }],
    ['unreadable', DEFAULTS, { ...seen, tab: 'none' as const }],
    ['unreadable', DEFAULTS, { ...seen, tab: { ...place, reach: 'unreadable' as const } }],
    ['no-access', { ...DEFAULTS, offSites: ['example.com'] }, { ...seen, tab: { ...place, reach: 'no-access' as const } }],
    ['off-here', { ...DEFAULTS, offSites: ['example.com'] }, seen],
    ['reading', DEFAULTS, { ...seen, answered: undefined, terms: [] }],
    ['reading', DEFAULTS, { ...seen, answered: false, terms: [], tab: { ...place, loading: true } }],
    ['unreadable', DEFAULTS, { ...seen, answered: false, terms: [] }],
    ['reading', DEFAULTS, { ...seen, reading: true, terms: [] }],
    ['so-far', DEFAULTS, { ...seen, reading: true }],
    ['found', DEFAULTS, seen],
    ['nothing', DEFAULTS, { ...seen, terms: [] }],
  ])('%s', (state, settings, what) => {
    expect(stateOf(what, settings)).toBe(state);
  });
});

describe('the roles', () => {
  it.each(KINDS)('%s has one', (kind) => {
    expect(ROLES).toContain(ROLE_OF[kind]);
  });

  it('each has a kind and a name of its own', () => {
    expect(new Set(Object.values(ROLE_OF))).toEqual(new Set(ROLES));
    expect(new Set(ROLES.map(roleName)).size).toBe(ROLES.length);
    for (const role of ROLES) expect(roleName(role)).toMatch(/\w/);
  });
});

const term = (name: string, kind: (typeof KINDS)[number], count = 1) => ({
  id: name.toLowerCase(),
  name,
  kind,
  count,
  frame: 'a',
});
const STACK: StackRole[] = [
  { role: 'frameworks', terms: [term('Ruby on Rails', 'framework', 12), term('Hibernate', 'framework')] },
  { role: 'data', terms: [term('Redis', 'cache-queue', 3)] },
];

describe('the stack', () => {
  it('is ordered by role and by count; what nothing is known of is left out', () => {
    const facts = new Map(
      [term('MySQL', 'database'), term('Redis', 'cache-queue'), term('Go', 'language')].map((each) => [each.id, each]),
    );
    const stack = stackOf(
      [
        { term: 'mysql', count: 1, frame: 'a' },
        { term: 'unknown', count: 9, frame: 'a' },
        { term: 'redis', count: 4, frame: 'b' },
        { term: 'go', count: 1, frame: 'a' },
      ],
      facts,
    );
    expect(stack.map(({ role, terms }) => [role, ...terms.map(({ name, count, frame }) => `${name} ${count} ${frame}`)])).toEqual(
      [
        ['languages', 'Go 1 a'],
        ['data', 'Redis 4 b', 'MySQL 1 a'],
      ],
    );
  });

  it('becomes Markdown', () => {
    expect(stackMarkdown({ title: 'Veyron에서 Golf까지', url: 'https://example.com/post' }, STACK)).toBe(
      `## [Veyron에서 Golf까지](https://example.com/post)

- **Frameworks & libraries**: Ruby on Rails (12), Hibernate
- **Data & AI**: Redis (3)
`,
    );
  });

  it.each([
    [
      'a title that is markup',
      { title: ' [x](javascript:1) *b*\n# <img> ', url: 'https://e.com/' },
      '\\[x\\](javascript:1) \\*b\\* \\# \\<img\\>](https://e.com/)',
    ],
    ['an address that would end the link', { title: 'T', url: 'https://e.com/a_(b) c' }, '[T](https://e.com/a_%28b%29%20c)'],
    ['no title', { title: '', url: 'https://e.com/a' }, '[https://e.com/a](https://e.com/a)'],
    ['no address', { title: 'T', url: '' }, '## T\n'],
  ])('stays words: %s', (_name, page, expected) => {
    expect(stackMarkdown(page, [])).toContain(expected);
  });
});

describe('the picture', () => {
  const measure = (text: string, font: { size: number }) => [...text].length * font.size * 0.6;

  it('keeps everything within its width, and nothing over something else', () => {
    const many = Array.from({ length: 70 }, (_, i) => term(`Technology ${'x'.repeat(i % 23)}`, 'tool', i));
    const page = { title: 'A very long title '.repeat(20), url: `https://www.example.com/${'path/'.repeat(60)}` };
    const { height, items } = layOut(page, [...STACK, { role: 'tools', terms: many }], measure);
    for (const item of items) {
      const width = item.is === 'text' ? measure(item.text, item.font) : item.is === 'icon' ? item.size : item.width;
      const left = item.is === 'text' && item.end ? item.x - width : item.x;
      expect(left).toBeGreaterThanOrEqual(64);
      expect(left + width).toBeLessThanOrEqual(WIDTH - 64 + 0.01);
      expect(item.y).toBeLessThan(height - 40);
    }
    const chips = items.filter((item) => item.is === 'chip');
    expect(chips).toHaveLength(3 + 48);
    for (const [i, one] of chips.entries())
      for (const other of chips.slice(i + 1))
        expect(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y).toBe(true);
    expect(items).toContainEqual(expect.objectContaining({ text: '+22' }));
  });

  it('has the colors of the tokens', () => {
    const tokens = readFileSync(join(root, 'src/ui/tokens.css'), 'utf8');
    const names = {
      ground: 'ground',
      raised: 'ground-raised',
      text: 'text',
      soft: 'text-soft',
      faint: 'text-faint',
      line: 'line-color',
      accent: 'accent',
    };
    for (const [ink, name] of Object.entries(names) as [keyof typeof names, string][])
      expect(tokens).toContain(`--tl-${name}: light-dark(${COLORS.light[ink]}, ${COLORS.dark[ink]});`);
  });

  const letters = (text: string) => [...text].length;
  it.each([
    ['one two three', 8, 3, ['one two', 'three']],
    ['one two three', 8, 1, ['one two…']],
    ['레디스를 쓴 이유와 그 뒤', 8, 2, ['레디스를 쓴', '이유와 그 뒤']],
    ['abcdefghijkl', 5, 3, ['abcde', 'fghij', 'kl']],
    ['abcdefghijkl', 5, 2, ['abcde', 'fghi…']],
    ['  ', 5, 2, []],
  ])('breaks %j at %i into at most %i lines', (text, width, most, lines) => {
    expect(linesOf(text, width, most, letters)).toEqual(lines);
  });

  it.each([
    ['a/b: c?* "d" <e>|f\n\u202eg', 'a b c d e f g – stack.png'],
    ['..hidden. ', 'hidden – stack.png'],
    ['', 'example.com – stack.png'],
    ['가'.repeat(80), `${'가'.repeat(60)} – stack.png`],
  ])('is named after the title %j', (title, name) => {
    expect(pictureName({ title, url: title === '' ? 'https://example.com/' : '' })).toBe(name);
  });
});

describe('a fault of the settings, as the storage tells it', () => {
  it.each([
    ['unreadable', 'garbage'],
    ['unreadable', { version: 1, chosen: { theme: 7 } }],
    ['newer', { version: 99, chosen: {} }],
  ])('%s', (kind, stored) => {
    expect(faultKind(readStored(stored).fault ?? '')).toBe(kind);
  });
});
