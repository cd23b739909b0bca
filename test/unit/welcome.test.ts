import { beforeEach, describe, expect, it, vi } from 'vitest';

const browser = vi.hoisted(() => ({
  tabs: { create: vi.fn() },
  runtime: { getURL: vi.fn(), sendMessage: vi.fn() },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { openWelcome } = await import('../../src/background/welcome.ts');
const { ask, marksOf, recognizeSamples, SAMPLES } = await import('../../src/welcome/samples.ts');

beforeEach(() => {
  vi.resetAllMocks();
  browser.runtime.getURL.mockImplementation((path: string) => `ext://x/${path}`);
});

describe('the page opens', () => {
  it.each([
    ['install', 1],
    ['update', 0],
    ['browser_update', 0],
  ] as const)('on %s: %i times', async (reason, times) => {
    await openWelcome(reason);
    expect(browser.tabs.create).toHaveBeenCalledTimes(times);
    if (times > 0) expect(browser.tabs.create).toHaveBeenCalledWith({ url: 'ext://x/src/welcome/index.html' });
  });
});

describe('the marks of the samples', () => {
  const at = (start: number, term: string) => ({ start, end: start + 3, term, confidence: 1 });
  const mentions = { en: [at(0, 'redis'), at(9, 'rails'), at(20, 'redis')], ko: [at(0, 'redis'), at(5, 'redis'), at(9, 'ruby')] };
  it.each([
    ['section', ['en', 'ko'], [0, 9], [0, 9]],
    ['page', ['en', 'ko'], [0, 9], [9]],
    ['page', ['ko', 'en'], [9], [0, 9]],
    ['all', ['en', 'ko'], [0, 9, 20], [0, 5, 9]],
  ] as const)('%s, %j', (density, order, en, ko) => {
    const marks = marksOf(mentions, density, order);
    expect(marks.en.map(({ start }) => start)).toEqual(en);
    expect(marks.ko.map(({ start }) => start)).toEqual(ko);
  });
});

describe('the samples', () => {
  it('are asked of the background, both in one message', async () => {
    const card = { id: 'redis', lang: 'ko', name: 'Redis' };
    const mention = { start: 0, end: 5, term: 'redis', confidence: 1 };
    browser.runtime.sendMessage.mockImplementation(async ({ message, terms }) =>
      message === 'recognize' ? { ok: { blocks: [{ id: 1, mentions: [mention] }] } } : { ok: terms.map(() => card) },
    );
    const found = await recognizeSamples({ confidence: 'usual', concepts: false, cardLanguage: 'ko' });
    expect(found.mentions).toEqual({ en: [], ko: [mention] });
    expect([...found.cards]).toEqual([['redis/ko', card]]);
    expect(browser.runtime.sendMessage).toHaveBeenCalledWith(
      expect.objectContaining({
        message: 'recognize',
        blocks: [
          { id: 0, text: SAMPLES.en },
          { id: 1, text: SAMPLES.ko },
        ],
      }),
    );
  });

  it('fail with the words of the background', async () => {
    browser.runtime.sendMessage.mockResolvedValueOnce({ error: 'no dictionary' }).mockResolvedValueOnce(undefined);
    await expect(ask('cards', { terms: [], lang: 'en' })).rejects.toThrow('no dictionary');
    await expect(ask('cards', { terms: [], lang: 'en' })).rejects.toThrow('no answer');
  });
});
