import { beforeEach, expect, it, vi } from 'vitest';

const browser = vi.hoisted(() => ({
  runtime: { getManifest: vi.fn() },
  tabs: { query: vi.fn() },
  scripting: { insertCSS: vi.fn(), executeScript: vi.fn() },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { injectIntoOpenTabs, putPart } = await import('../../src/background/inject.ts');

beforeEach(() => {
  vi.resetAllMocks();
  browser.runtime.getManifest.mockReturnValue({
    content_scripts: [{ js: ['src/content/main.iife.js'], css: ['src/content/mark/mark.css'] }],
  });
});

it('puts script and style of the manifest into all frames of every open tab', async () => {
  browser.tabs.query.mockResolvedValue([{ id: 1 }, { id: 2 }]);
  await injectIntoOpenTabs();
  for (const tabId of [1, 2]) {
    const target = { tabId, allFrames: true };
    expect(browser.scripting.insertCSS).toHaveBeenCalledWith({ target, files: ['src/content/mark/mark.css'] });
    expect(browser.scripting.executeScript).toHaveBeenCalledWith({ target, files: ['src/content/main.iife.js'] });
  }
});

it('puts a part of the content script into the frame that asked for it', async () => {
  await putPart(7, 3, 'card');
  const call = { target: { tabId: 7, frameIds: [3] }, files: ['parts/card.js'], injectImmediately: true };
  expect(browser.scripting.executeScript.mock.calls).toEqual([[call]]);
});

it('passes over discarded tabs, tabs without a number and tabs that refuse', async () => {
  browser.tabs.query.mockResolvedValue([{ id: 1, discarded: true }, {}, { id: 2 }, { id: 3 }]);
  browser.scripting.insertCSS.mockImplementation(async ({ target }) => {
    if (target.tabId === 2) throw new Error('This page cannot be scripted');
  });
  await injectIntoOpenTabs();
  expect(browser.scripting.executeScript.mock.calls.map(([{ target }]) => target.tabId)).toEqual([3]);
});
