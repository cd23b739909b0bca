/** Firefox for Android has no commands, menus or omnibox, and other browsers miss other things: the background starts all the same. */
import { afterEach, expect, it, vi } from 'vitest';

const event = () => ({ addListener: vi.fn(), removeListener: vi.fn(), hasListener: vi.fn() });
const empty = async () => ({});

/** All that the background uses of a browser. */
function wholeBrowser() {
  const area = () => ({ get: vi.fn(empty), set: vi.fn(empty), remove: vi.fn(empty), onChanged: event() });
  return {
    runtime: {
      id: 'termlight',
      onMessage: event(),
      onInstalled: event(),
      onStartup: event(),
      getURL: (path: string) => `x://id/${path}`,
      getManifest: () => ({}),
    },
    storage: { sync: area(), local: area(), session: area(), onChanged: event() },
    tabs: { onRemoved: event(), query: vi.fn(async () => []), sendMessage: vi.fn(), create: vi.fn(), update: vi.fn() },
    permissions: { onAdded: event() },
    scripting: { executeScript: vi.fn(), insertCSS: vi.fn() },
    i18n: { getMessage: (key: string) => key },
    action: {
      setBadgeText: vi.fn(),
      getBadgeText: vi.fn(),
      setBadgeBackgroundColor: vi.fn(empty),
      setBadgeTextColor: vi.fn(empty),
    },
    commands: { onCommand: event(), getAll: vi.fn(async () => []) },
    contextMenus: { removeAll: vi.fn(empty), create: vi.fn(), onClicked: event() },
    omnibox: { onInputStarted: event(), onInputChanged: event(), onInputEntered: event(), setDefaultSuggestion: vi.fn() },
  };
}
type Whole = ReturnType<typeof wholeBrowser>;

/** Starts the background in a browser of the given parts, and tells it that it was installed and started. */
async function start(browser: Partial<Whole>): Promise<void> {
  vi.resetModules();
  vi.doMock('webextension-polyfill', () => ({ default: browser }));
  vi.stubGlobal('chrome', browser);
  await import('../../src/background/main.ts');
  for (const heard of [browser.runtime?.onInstalled, browser.runtime?.onStartup])
    for (const [listener] of heard?.addListener.mock.calls ?? []) listener({ reason: 'update' });
  // what these began in vain has been rejected then, and a rejection that nobody handles fails the run
  await new Promise((done) => setImmediate(done));
}

afterEach(() => {
  vi.doUnmock('webextension-polyfill');
  vi.unstubAllGlobals();
});

it('starts where everything is there, and listens to all of it', async () => {
  const browser = wholeBrowser();
  await start(browser);
  for (const { addListener } of [
    browser.runtime.onMessage,
    browser.commands.onCommand,
    browser.contextMenus.onClicked,
    browser.omnibox.onInputChanged,
    browser.omnibox.onInputEntered,
  ])
    expect(addListener).toHaveBeenCalledTimes(1);
  expect(browser.contextMenus.create).toHaveBeenCalled();
});

it.each(['commands', 'contextMenus', 'omnibox', 'action'] as const)('starts without %s', async (missing) => {
  const { [missing]: _, ...rest } = wholeBrowser();
  await start(rest);
  expect(rest.runtime.onMessage.addListener).toHaveBeenCalledTimes(1);
  expect(rest.tabs.onRemoved.addListener).toHaveBeenCalledTimes(1);
});

it.each(['setBadgeText', 'setBadgeBackgroundColor', 'setBadgeTextColor'] as const)(
  'starts without action.%s',
  async (missing) => {
    const browser = wholeBrowser();
    const { [missing]: _, ...action } = browser.action;
    await start({ ...browser, action: action as Whole['action'] });
    expect(browser.runtime.onMessage.addListener).toHaveBeenCalledTimes(1);
  },
);

it('starts without all of them', async () => {
  const { commands: _c, contextMenus: _m, omnibox: _o, action: _a, ...rest } = wholeBrowser();
  await start(rest);
  expect(rest.runtime.onMessage.addListener).toHaveBeenCalledTimes(1);
});
