import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FrameReport } from '../../src/messages.ts';

const browser = vi.hoisted(() => ({
  tabs: { get: vi.fn(), query: vi.fn(), connect: vi.fn() },
  permissions: { contains: vi.fn(), request: vi.fn() },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { FramePort, findTab, mergeReports } = await import('../../src/popup/tab.ts');

beforeEach(() => {
  vi.resetAllMocks();
  browser.permissions.contains.mockResolvedValue(true);
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
    expect(mergeReports([])).toEqual({ reading: false, active: false, terms: [] });
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
      { term: 'mysql', lang: 'en', count: 2, frame: 'page' },
      { term: 'redis', lang: 'en', count: 5, frame: 'page' },
      { term: 'sidekiq', lang: 'en', count: 4, frame: 'post' },
    ]);
  });

  it('is still reading while any frame is, and active if any frame is', () => {
    expect(mergeReports([report('a', []), report('b', [], { state: 'reading', active: false })])).toMatchObject({
      reading: true,
      active: true,
    });
    expect(mergeReports([report('a', [], { active: false })])).toMatchObject({ reading: false, active: false });
  });
});

describe('the tab', () => {
  it('is the one in front', async () => {
    browser.tabs.query.mockResolvedValue([{ id: 7, url: 'https://blog.example.com:8443/a?b#c' }]);
    expect(await findTab('')).toEqual({ tabId: 7, host: 'blog.example.com', reach: 'open' });
    expect(browser.tabs.query).toHaveBeenCalledWith({ active: true, currentWindow: true });
  });

  it('is the one that is named', async () => {
    browser.tabs.get.mockResolvedValue({ id: 12, url: 'http://example.com/' });
    expect(await findTab('?tab=12')).toMatchObject({ tabId: 12 });
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
    expect(await findTab('')).toEqual({ tabId: 7, host, reach });
  });

  it('may be missing', async () => {
    browser.tabs.query.mockResolvedValue([]);
    expect(await findTab('')).toBeUndefined();
  });
});

describe('the port', () => {
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

  it('keeps the latest report of each frame, and passes over what is none', () => {
    const port = { onMessage: listen(), onDisconnect: listen(), postMessage: vi.fn() };
    browser.tabs.connect.mockReturnValue(port);
    const seen: FrameReport[][] = [];
    const closed = vi.fn();
    const frames = new FramePort(7, (reports) => seen.push(reports), closed);
    port.onMessage.say(report('a', []));
    port.onMessage.say(report('b', [['redis', 1]]));
    for (const none of [null, 'text', { frame: 1, terms: [] }, { frame: 'c' }]) port.onMessage.say(none);
    port.onMessage.say(report('a', [['mysql', 1]]));
    expect(seen.at(-1)).toEqual([report('a', [['mysql', 1]]), report('b', [['redis', 1]])]);
    expect(seen).toHaveLength(3);
    frames.show('redis', 'b');
    expect(port.postMessage).toHaveBeenCalledWith({ show: 'redis', frame: 'b' });
    port.onDisconnect.say();
    expect(closed).toHaveBeenCalledOnce();
  });
});
