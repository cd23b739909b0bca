import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commandIn, hasFocus } from '../../src/content/command/hears.ts';

type Listener = (name: string, tab?: { id?: number; url?: string }) => void;
const heard: Listener[] = [];
const browser = vi.hoisted(() => ({
  commands: { onCommand: { addListener: vi.fn() }, getAll: vi.fn() } as
    | { onCommand: { addListener: (listener: Listener) => void }; getAll: () => Promise<unknown> }
    | undefined,
  tabs: { query: vi.fn(), sendMessage: vi.fn() },
  runtime: { getManifest: () => ({ commands: { _execute_action: {}, 'next-mention': {}, 'toggle-here': {} } }) },
  i18n: { getMessage: (key: string) => `<${key}>` },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { listenForCommands, tell, toggled } = await import('../../src/background/commands.ts');
const { shortcuts } = await import('../../src/ui/shortcuts.ts');

const toggle = vi.fn(async (_host: string) => {});
const press: Listener = (name, tab) => heard[0]?.(name, tab);

beforeEach(() => {
  vi.resetAllMocks();
  heard.length = 0;
  browser.commands = {
    onCommand: { addListener: (listener) => heard.push(listener) },
    getAll: async () => [],
  };
  listenForCommands({ toggle });
});

describe('a shortcut', () => {
  it.each([
    ['next-mention', 'next'],
    ['previous-mention', 'previous'],
    ['look-up', 'look-up'],
  ])('%s goes to all frames of the tab that the browser names', (name, command) => {
    press(name, { id: 7, url: 'https://example.com/' });
    expect(browser.tabs.sendMessage).toHaveBeenCalledWith(7, { command }, {});
    expect(browser.tabs.query).not.toHaveBeenCalled();
  });

  it('goes to the active tab of the last window where the browser names none', async () => {
    browser.tabs.query.mockResolvedValue([{ id: 3 }]);
    press('next-mention');
    await vi.waitFor(() => expect(browser.tabs.sendMessage).toHaveBeenCalledWith(3, { command: 'next' }, {}));
    expect(browser.tabs.query).toHaveBeenCalledWith({ active: true, lastFocusedWindow: true });
  });

  it('without a tab, or of another name, does nothing', async () => {
    browser.tabs.query.mockResolvedValue([]);
    press('next-mention');
    press('_execute_action', { id: 7, url: 'https://example.com/' });
    await Promise.resolve();
    expect(browser.tabs.sendMessage).not.toHaveBeenCalled();
    expect(toggle).not.toHaveBeenCalled();
  });

  it('switches the site of the tab, one switching after the other', async () => {
    let done = (): void => {};
    toggle.mockImplementationOnce(() => new Promise<void>((resolve) => (done = resolve)));
    press('toggle-here', { id: 7, url: 'https://example.com:8080/a?b#c' });
    press('toggle-here', { id: 7, url: 'https://example.com:8080/a?b#c' });
    await vi.waitFor(() => expect(toggle).toHaveBeenCalledTimes(1));
    expect(toggle).toHaveBeenCalledWith('example.com');
    done();
    await vi.waitFor(() => expect(toggle).toHaveBeenCalledTimes(2));
  });

  it.each(['chrome://extensions/', 'about:blank', 'file:///home/a.html', 'no address', undefined])(
    'switches nothing on %s',
    async (url) => {
      press('toggle-here', { id: 7, ...(url !== undefined && { url }) });
      await Promise.resolve();
      expect(toggle).not.toHaveBeenCalled();
    },
  );
});

it('tells whether anybody heard', async () => {
  browser.tabs.sendMessage.mockResolvedValueOnce(undefined);
  expect(await tell(1, { command: 'next' }, 0)).toBe(true);
  expect(browser.tabs.sendMessage).toHaveBeenCalledWith(1, { command: 'next' }, { frameId: 0 });
  browser.tabs.sendMessage.mockRejectedValueOnce(new Error('Could not establish connection. Receiving end does not exist.'));
  expect(await tell(1, { command: 'next' })).toBe(false);
});

it('puts a site into the list of those switched off, and takes it out again', () => {
  expect(toggled(['a.example'], 'b.example')).toEqual(['a.example', 'b.example']);
  expect(toggled(['a.example', 'b.example'], 'a.example')).toEqual(['b.example']);
});

describe('the keys of the shortcuts', () => {
  it('are those that the browser has, in the order of the manifest', async () => {
    if (browser.commands)
      browser.commands.getAll = async () => [
        { name: 'toggle-here', description: 'Toggle', shortcut: '' },
        { name: '_execute_action', description: '', shortcut: 'Alt+Shift+G' },
        { name: 'next-mention', shortcut: 'Alt+Shift+Period' },
      ];
    expect(await shortcuts()).toEqual([
      { name: '_execute_action', description: '<commandPopup>', key: 'Alt+Shift+G' },
      { name: 'next-mention', description: 'next-mention', key: 'Alt+Shift+.' },
      { name: 'toggle-here', description: 'Toggle', key: '' },
    ]);
  });

  it('are none where the browser knows none, or fails', async () => {
    if (browser.commands) browser.commands.getAll = () => Promise.reject(new Error('no'));
    expect(await shortcuts()).toEqual([]);
    browser.commands = undefined;
    expect(await shortcuts()).toEqual([]);
  });
});

describe('a message to a page', () => {
  it.each([
    [{ command: 'next' }, true],
    [{ command: 'previous' }, true],
    [{ command: 'look-up' }, true],
    [{ command: 'look-up', text: 'Redis' }, true],
    [{ command: 'look-up', text: 3 }, false],
    [{ command: 'next', text: 'Redis' }, false],
    [{ command: 'erase' }, false],
    [{ command: ['next'] }, false],
    [{ show: 'redis' }, false],
    ['next', false],
    [null, false],
    [undefined, false],
  ])('%j is a command: %s', (message, is) => {
    expect(commandIn(message) !== null).toBe(is);
  });
});

describe('the frame that answers', () => {
  const page = (focused: boolean, active: unknown) => ({ hasFocus: () => focused, activeElement: active }) as Document;
  const element = (localName: string, inner?: unknown) => ({
    localName,
    shadowRoot: inner === undefined ? null : { activeElement: inner },
  });
  it.each([
    ['the top page while no frame has the focus', page(false, element('body')), true, true],
    ['no inner frame then', page(false, element('body')), false, false],
    ['the frame with the focus', page(true, element('input')), false, true],
    ['the frame with the focus and nothing active', page(true, null), true, true],
    ['not the frame around it', page(true, element('iframe')), true, false],
    ['nor with the inner frame in a shadow tree', page(true, element('x-box', element('iframe'))), true, false],
    ['the frame whose shadow tree has it', page(true, element('x-box', element('button'))), false, true],
    ['a frame with a shadow tree and nothing active there', page(true, element('x-box', null)), false, true],
  ])('%s', (_name, document, top, answers) => {
    expect(hasFocus(document, top)).toBe(answers);
  });
});
