import { beforeEach, expect, it, vi } from 'vitest';

type Click = (info: Record<string, unknown>, tab?: { id?: number }) => void;
const browser = vi.hoisted(() => ({
  contextMenus: {} as Record<string, unknown> | undefined,
  tabs: { sendMessage: vi.fn() },
  runtime: { lastError: undefined },
  i18n: { getMessage: (key: string) => `<${key}>` },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { listenForMenus, makeMenus } = await import('../../src/background/menus.ts');

const clicks: Click[] = [];
const calls: unknown[] = [];
const elsewhere = vi.fn(async (_text: string) => {});
const click: Click = (info, tab) => clicks[0]?.(info, tab);

beforeEach(() => {
  vi.resetAllMocks();
  clicks.length = 0;
  calls.length = 0;
  browser.contextMenus = {
    removeAll: async () => void calls.push('removeAll'),
    create: (item: unknown, made: () => void) => {
      calls.push(item);
      made();
    },
    onClicked: { addListener: (listener: Click) => clicks.push(listener) },
  };
  listenForMenus({ elsewhere });
});

it('stands once on a selection, however often it is made', async () => {
  await makeMenus();
  await makeMenus();
  const item = { id: 'explain', title: '<menuExplain>', contexts: ['selection'] };
  expect(calls).toEqual(['removeAll', item, 'removeAll', item]);
});

it('asks in the frame that was clicked, for the selection as the browser gives it', () => {
  click(
    { menuItemId: 'explain', selectionText: ' Redis ', frameId: 12, editable: false, pageUrl: 'https://a.example/' },
    { id: 5 },
  );
  expect(browser.tabs.sendMessage).toHaveBeenCalledWith(5, { command: 'look-up', text: 'Redis' }, { frameId: 12 });
  click({ menuItemId: 'explain', selectionText: 'x'.repeat(5_000) }, { id: 5 });
  expect(browser.tabs.sendMessage).toHaveBeenLastCalledWith(5, { command: 'look-up', text: 'x'.repeat(400) }, { frameId: 0 });
});

it('answers on a page of ours where the tab cannot', async () => {
  browser.tabs.sendMessage.mockRejectedValue(new Error('Could not establish connection.'));
  click({ menuItemId: 'explain', selectionText: 'Redis', frameId: 0 }, { id: 5 });
  await vi.waitFor(() => expect(elsewhere).toHaveBeenCalledWith('Redis'));
  click({ menuItemId: 'explain', selectionText: 'Flask' });
  await vi.waitFor(() => expect(elsewhere).toHaveBeenLastCalledWith('Flask'));
});

it('does nothing for an empty selection or another entry', async () => {
  click({ menuItemId: 'explain', selectionText: '  ' }, { id: 5 });
  click({ menuItemId: 'explain' }, { id: 5 });
  click({ menuItemId: 'other', selectionText: 'Redis' }, { id: 5 });
  await Promise.resolve();
  expect(browser.tabs.sendMessage).not.toHaveBeenCalled();
  expect(elsewhere).not.toHaveBeenCalled();
});

it('is not missed where there are no context menus', async () => {
  browser.contextMenus = undefined;
  listenForMenus({ elsewhere });
  await makeMenus();
  expect(calls).toEqual([]);
});
