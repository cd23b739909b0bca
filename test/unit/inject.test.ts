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
    content_scripts: [
      { js: ['src/content/main.iife.js'], css: ['src/content/mark/mark.css'] },
      { js: ['src/content/door.iife.js'], all_frames: true },
    ],
  });
});

it('puts scripts and style of the manifest into the frames of every open tab that they are for', async () => {
  browser.tabs.query.mockResolvedValue([{ id: 1 }, { id: 2 }]);
  await injectIntoOpenTabs();
  const [top, all] = [false, true].map((allFrames) => [1, 2].map((tabId) => ({ tabId, allFrames })));
  const styled = (top ?? []).map((target) => [{ target, files: ['src/content/mark/mark.css'] }]);
  expect(browser.scripting.insertCSS.mock.calls).toEqual(styled);
  for (const target of top ?? [])
    expect(browser.scripting.executeScript).toHaveBeenCalledWith({ target, files: ['src/content/main.iife.js'] });
  for (const target of all ?? [])
    expect(browser.scripting.executeScript).toHaveBeenCalledWith({ target, files: ['src/content/door.iife.js'] });
});

it('puts what a top page gets into the frame that asked for it', async () => {
  await putPart(7, 3, 'main');
  const target = { tabId: 7, frameIds: [3] };
  expect(browser.scripting.insertCSS.mock.calls).toEqual([[{ target, files: ['src/content/mark/mark.css'] }]]);
  const call = { target, files: ['src/content/main.iife.js'], injectImmediately: true };
  expect(browser.scripting.executeScript.mock.calls).toEqual([[call]]);
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
  expect(browser.scripting.executeScript.mock.calls.map(([{ target }]) => target.tabId)).toEqual([3, 3]);
});
