import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findBrowser } from '../../src/cli/browsers.ts';

const dirs = [mkdtempSync(join(tmpdir(), 'termlight-')), mkdtempSync(join(tmpdir(), 'termlight-'))] as const;
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true });
});

function program(dir: string, name: string, mode = 0o755): string {
  const path = join(dir, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

it('takes the program that the environment names', () => {
  const named = program(dirs[0], 'my-browser');
  expect(findBrowser('chrome', { TERMLIGHT_CHROMIUM: named, PATH: dirs[0] })).toBe(named);
  expect(findBrowser('firefox', { TERMLIGHT_FIREFOX: named, PATH: '' })).toBe(named);
});

it('says so when the named program is none, instead of taking another', () => {
  program(dirs[0], 'chromium');
  const named = join(dirs[0], 'gone');
  expect(() => findBrowser('chrome', { TERMLIGHT_CHROMIUM: named, PATH: dirs[0] })).toThrow(
    `TERMLIGHT_CHROMIUM names ${named}, which can't be run`,
  );
});

it('looks along the path, Chromium before Chrome, and passes over what is no program', () => {
  program(dirs[0], 'google-chrome');
  program(dirs[0], 'chromium', 0o644);
  const chromium = program(dirs[1], 'chromium');
  expect(findBrowser('chrome', { PATH: dirs.join(delimiter) })).toBe(chromium);
});
