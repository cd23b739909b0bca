/** Failures of ours: counted, bounded, without text or address of a page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAILURES_KEY, type Failure, failureOf, noteFailure, readFailures, withFailure } from '../../src/settings/failures.ts';
import { errorName, ownPlace } from '../../src/settings/own-place.ts';

const ROOT = 'chrome-extension://abcdef/';
const NOW = new Date('2026-11-22T09:00:00Z');

function thrown(message: string, stack: string, name = 'TypeError'): Error {
  const error = new TypeError(message);
  Object.defineProperties(error, { stack: { value: stack }, name: { value: name } });
  return error;
}

describe('the place of an error', () => {
  it.each([
    [
      'Chromium',
      `TypeError: x\n    at f (${ROOT}assets/main-B1.js:1:234)\n    at https://page.example/a.js:9:9`,
      'assets/main-B1.js:1:234',
    ],
    ['Firefox', `f@${ROOT}src/content/main.iife.js:2:17\n@https://page.example/?q=secret:1:1`, 'src/content/main.iife.js:2:17'],
    ['the page alone', 'f@https://page.example/?q=secret:1:1', ''],
    ['nothing', '', ''],
    ['a name that is no file', `at ${ROOT}<secret words>:1:2`, ''],
  ])('is one of our own files: %s', (_name, stack, place) => {
    expect(ownPlace(thrown('x', stack), ROOT)).toBe(place);
  });

  it('is nowhere for what is no error', () => {
    for (const value of [undefined, null, 'text', { stack: `${ROOT}a.js:1:1` }]) expect(ownPlace(value, ROOT)).toBe('');
    expect(ownPlace(thrown('x', ''), '')).toBe('');
  });
});

it('an error of an unusual name is an error', () => {
  expect(errorName(new RangeError('x'))).toBe('RangeError');
  expect(errorName(thrown('x', '', 'the reader typed this'))).toBe('Error');
  expect(errorName('x')).toBe('Error');
});

describe('what is kept of a failure', () => {
  it('has no address and nothing that stands in quotes', () => {
    const message = `Cannot read "my secret" of https://page.example/a?q=secret and 'a secret' or \u201csecret\u201d in \`secret\``;
    const { what, place } = failureOf('background', thrown(message, `at ${ROOT}a.js:1:2`), ROOT);
    expect(what).toBe('TypeError: Cannot read "…" of … and "…" or "…" in "…"');
    expect(place).toBe('a.js:1:2');
    expect(failureOf('popup', 'x'.repeat(900), ROOT).what.length).toBeLessThanOrEqual(200);
    expect(failureOf('popup', undefined, ROOT)).toEqual({ part: 'popup', what: 'Error: undefined', place: '' });
  });

  it('is counted by kind, the latest first, twenty kinds at most', () => {
    let list: Failure[] = [];
    for (let i = 0; i < 30; i++) list = withFailure(list, { part: 'content', what: 'TypeError', place: `a.js:1:${i}` }, NOW);
    list = withFailure(list, { part: 'content', what: 'TypeError', place: 'a.js:1:15' }, new Date('2026-11-24T09:00:00Z'));
    expect(list).toHaveLength(20);
    expect(list[0]).toEqual({
      part: 'content',
      what: 'TypeError',
      place: 'a.js:1:15',
      count: 2,
      first: '2026-11-22',
      last: '2026-11-24',
    });
    expect(readFailures(JSON.parse(JSON.stringify(list)))).toEqual(list);
    expect(readFailures('rubbish')).toEqual([]);
    expect(withFailure([], { part: 'content', what: 'Error', place: '' }, new Date(Number.NaN))[0]?.last).toBe('');
  });
});

describe('counting', () => {
  const items: Record<string, unknown> = {};
  let writes = 0;
  let broken = false;
  const area = {
    get: async (key: string) => ({ [key]: items[key] }),
    set: async (more: Record<string, unknown>) => {
      if (broken) throw new Error('full');
      writes++;
      Object.assign(items, more);
    },
    remove: async () => {},
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('writes ten a minute at most, and never rejects', async () => {
    vi.setSystemTime(NOW);
    const failure = { part: 'background', what: 'Error', place: '' } as const;
    await Promise.all(Array.from({ length: 40 }, () => noteFailure(area, failure)));
    expect(writes).toBe(10);
    expect(readFailures(items[FAILURES_KEY])[0]?.count).toBe(10);
    // also after the clock was set back
    vi.setSystemTime(new Date('2020-01-01T00:00:00Z'));
    await noteFailure(area, failure);
    expect(readFailures(items[FAILURES_KEY])[0]?.count).toBe(11);
    broken = true;
    await expect(noteFailure(area, failure)).resolves.toBeUndefined();
  });
});
