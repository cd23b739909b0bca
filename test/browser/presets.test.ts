/**
 * An organization's presets, from the place where the browser itself reads them. Firefox looks in the home folder, which is a folder of
 * ours here. Chromium looks in `/etc` alone: it gets an `/etc/chromium` of its own, which takes root on Linux; elsewhere it is left out.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS_KEY } from '../../src/settings/storage.ts';
import { Bench, BROWSERS, type BrowserName, marked, marks, until } from './harness.ts';
import { Pages } from './pages.ts';
import { choose } from './settings.ts';

const PRESETS = { offSites: ['localhost'], density: 'all', concepts: 'perhaps' };
const OUR_ETC = 'mount -t tmpfs tmpfs /etc/chromium';
const canHave: Record<BrowserName, boolean> = {
  firefox: process.platform === 'linux',
  chrome: existsSync('/etc/chromium') && spawnSync('unshare', ['-m', 'sh', '-c', OUR_ETC]).status === 0,
};

const temp = mkdtempSync(join(tmpdir(), 'termlight-presets-'));
const pages = new Pages();
const before = { HOME: process.env.HOME, TERMLIGHT_CHROMIUM: process.env.TERMLIGHT_CHROMIUM };
beforeAll(() => pages.start());
afterAll(async () => {
  await pages.stop();
  rmSync(temp, { recursive: true, force: true });
});

function write(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

/** Puts the presets where the browser looks. */
function prepare(name: BrowserName): void {
  if (name === 'firefox') {
    const id = 'termlight@termlight.example';
    const manifest = { name: id, description: 'Presets of Termlight', type: 'storage', data: PRESETS };
    write(join(temp, `.mozilla/managed-storage/${id}.json`), JSON.stringify(manifest));
    process.env.HOME = temp;
    return;
  }
  const policy = write(
    join(temp, 'policy.json'),
    JSON.stringify({ '3rdparty': { extensions: { [idOf(name)]: { ...PRESETS, concepts: undefined } } } }),
  );
  const chromium = before.TERMLIGHT_CHROMIUM ?? '/usr/bin/chromium';
  const inside = `${OUR_ETC} && mkdir -p /etc/chromium/policies/managed && cp ${policy} /etc/chromium/policies/managed/ && exec ${chromium} "$@"`;
  process.env.TERMLIGHT_CHROMIUM = write(join(temp, 'chromium'), `#!/bin/sh\nexec unshare -m sh -c '${inside}' chromium "$@"\n`);
}

/** What Chromium calls an unpacked extension: a hash of its path, in the letters a to p. */
function idOf(name: BrowserName): string {
  const path = resolve(process.env.TERMLIGHT_DIST ?? join(import.meta.dirname, '../../dist'), name);
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

describe.each(BROWSERS.filter((name) => canHave[name]))('presets, in %s', (name) => {
  let bench: Bench;
  let page: Page;
  beforeAll(async () => {
    prepare(name);
    bench = await Bench.open(name);
    page = await bench.page(pages.url('/en-post.html'));
  });
  afterAll(async () => {
    await bench?.close();
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  });

  const redis = async () => (await marks(page, 5)).filter((text) => text === 'Redis').length;

  it('are the defaults, and what does not fit stops nothing', async () => {
    if (name === 'chrome') expect(bench.origin).toBe(`chrome-extension://${idOf(name)}`);
    // Chromium reads them some seconds after an extension came; the open page follows
    await until(async () => (await redis()) > 1, 'all mentions', 20_000);
  });

  it('switch sites off, and the reader switches one on again', async () => {
    const there = await bench.page(pages.url('/en-post.html', 'localhost'));
    const options = await bench.extensionPage('/src/options/index.html#sites');
    await until(() => options.$('ul.rows li button'), 'the site in the list');
    expect(await there.evaluate(() => CSS.highlights.size)).toBe(0);
    await options.click('ul.rows li button');
    await until(async () => (await options.$('ul.rows li button')) === null, 'the empty list');
    await there.bringToFront();
    await marks(there, 5);
    const stored = await options.evaluate((key) => chrome.storage.sync.get(key), SETTINGS_KEY);
    expect(stored[SETTINGS_KEY]).toMatchObject({ chosen: { offSites: [], onSites: ['localhost'] } });
    await options.close();
    await there.close();
    await choose(bench, {});
  });

  it('give way to what the reader chose', async () => {
    await choose(bench, { density: 'page' });
    await page.bringToFront();
    await until(async () => (await redis()) === 1, 'one mention');
    await choose(bench, { on: false });
    await page.bringToFront();
    await until(async () => (await marked(page)) === 0, 'no marks');
    await choose(bench, {});
  });

  // Chromium keeps what does not fit the schema from the extension
  it.runIf(name === 'firefox')('that do not fit are named in the options', async () => {
    const options = await bench.extensionPage('/src/options/index.html#faults');
    const fault = await until(() => options.$eval('ul.faults li', (item) => item.textContent), 'the fault');
    expect(fault).toContain('"concepts" has a value that does not fit');
    await options.close();
  });
});
