import { beforeEach, expect, it, vi } from 'vitest';

const browser = vi.hoisted(() => ({
  action: {} as Record<string, unknown>,
  storage: { session: {} as Record<string, unknown> },
}));
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { clearBadges, colorBadge, forgetTab, noteTerms, numberOf, withFrame } = await import('../../src/background/badge.ts');

const texts = new Map<number, string>();
let stored: Record<string, unknown> = {};

beforeEach(() => {
  vi.useRealTimers();
  texts.clear();
  stored = {};
  browser.action = {
    setBadgeText: async ({ tabId, text }: { tabId: number; text: string }) => {
      if (tabId === 404) throw new Error('No tab with id: 404.');
      texts.set(tabId, text);
    },
    getBadgeText: async ({ tabId }: { tabId: number }) => texts.get(tabId) ?? '',
  };
  browser.storage.session = {
    get: async (key: string | null) => structuredClone(key === null ? stored : key in stored ? { [key]: stored[key] } : {}),
    set: async (items: Record<string, unknown>) => void Object.assign(stored, structuredClone(items)),
    remove: async (keys: string | string[]) => {
      for (const key of [keys].flat()) delete stored[key];
    },
  };
});

it('counts the different terms of all frames', async () => {
  await noteTerms(1, 0, 'top', ['redis', 'mysql'], true);
  expect(texts.get(1)).toBe('2');
  await noteTerms(1, 4, 'inner', ['redis', 'flask'], true);
  expect(texts.get(1)).toBe('3');
  await noteTerms(1, 0, 'top', ['redis'], true);
  expect(texts.get(1)).toBe('2');
  await noteTerms(2, 0, 'other', ['vue'], true);
  expect([...texts]).toEqual([
    [1, '2'],
    [2, '1'],
  ]);
});

it('notes answers that come at once one after the other', async () => {
  await Promise.all(['a', 'b', 'c'].map((term, i) => noteTerms(1, i, `f${i}`, [term], true)));
  expect(texts.get(1)).toBe('3');
});

it('forgets the frames of the page before, whose number the browser has taken away', async () => {
  await noteTerms(1, 0, 'old', ['redis'], true);
  await noteTerms(1, 4, 'old-inner', ['mysql'], true);
  texts.delete(1);
  // the new page's top frame has no terms and says nothing
  await noteTerms(1, 9, 'new-inner', ['flask', 'vue'], true);
  expect(texts.get(1)).toBe('2');
});

it('forgets them too when the new page is the first to be heard', () => {
  const before = { '0': { name: 'old', terms: ['a'] }, '4': { name: 'inner', terms: ['b'] } };
  expect(withFrame(before, 0, 'new', ['c'])).toEqual({ '0': { name: 'new', terms: ['c'] } });
  expect(numberOf(withFrame(before, 0, 'old', ['b']))).toBe(1);
});

it('shows nothing for nothing, and 99+ for very many', async () => {
  await noteTerms(1, 0, 'top', ['redis'], true);
  await noteTerms(1, 0, 'top', [], true);
  expect(texts.get(1)).toBe('');
  expect(stored).toEqual({});
  await noteTerms(
    1,
    0,
    'top',
    Array.from({ length: 120 }, (_, i) => `t${i}`),
    true,
  );
  expect(texts.get(1)).toBe('99+');
});

it('waits with a frame that goes: its page may go with it', async () => {
  await noteTerms(1, 0, 'top', ['redis'], true);
  await noteTerms(1, 4, 'inner', ['mysql'], true);
  const gone = noteTerms(1, 4, 'inner', [], true);
  expect(texts.get(1)).toBe('2');
  await gone;
  expect(texts.get(1)).toBe('1');
});

it('keeps nothing while the reader wants no numbers, and clears those of all tabs', async () => {
  await noteTerms(1, 0, 'top', ['redis'], true);
  await noteTerms(2, 0, 'other', ['vue'], true);
  stored.other = 1;
  await clearBadges();
  expect([...texts.values()]).toEqual(['', '']);
  expect(stored).toEqual({ other: 1 });
  await noteTerms(1, 0, 'top', ['redis'], false);
  expect(texts.get(1)).toBe('');
  expect(stored).toEqual({ other: 1 });
});

it('forgets a tab that was closed, and takes no harm from one that is gone', async () => {
  await noteTerms(1, 0, 'top', ['redis'], true);
  await forgetTab(1);
  expect(stored).toEqual({});
  await expect(noteTerms(404, 0, 'top', ['redis'], true)).resolves.toBeUndefined();
});

it('is readable, and not missed where the toolbar has none', async () => {
  let ground = '';
  let text = '';
  browser.action.setBadgeBackgroundColor = async ({ color }: { color: string }) => {
    ground = color;
  };
  browser.action.setBadgeTextColor = async ({ color }: { color: string }) => {
    text = color;
  };
  await colorBadge();
  const luminance = (hex: string): number => {
    const part = (from: number): number => {
      const share = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  };
  expect((luminance(text) + 0.05) / (luminance(ground) + 0.05)).toBeGreaterThan(4.5);
  browser.action = {};
  await colorBadge();
  await noteTerms(1, 0, 'top', ['redis'], true);
  expect(stored).toEqual({});
});
