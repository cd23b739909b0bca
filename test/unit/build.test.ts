/** Looks at what was built; `npm test` builds first. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkDist } from '../../src/cli/check-dist.ts';

const root = join(import.meta.dirname, '../..');
const source = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
const dist = (browser: string) => join(process.env.TERMLIGHT_DIST ?? join(root, 'dist'), browser);
/** What was found and a little around it, for a short message. */
const found = (text: string, pattern: RegExp): string | null => {
  const at = pattern.exec(text)?.index;
  return at === undefined ? null : text.slice(Math.max(0, at - 40), at + 80);
};

describe.each(['chrome', 'firefox'] as const)('dist/%s', (browser) => {
  const path = join(dist(browser), 'manifest.json');
  const built = existsSync(path);
  const manifest = built ? JSON.parse(readFileSync(path, 'utf8')) : {};

  it.runIf(built)('passes its own check', () => {
    expect(() => checkDist(dist(browser), browser)).not.toThrow();
  });

  it.runIf(built)('asks for what the source manifest asks for, and nothing is web-accessible', () => {
    for (const key of ['permissions', 'host_permissions', 'content_security_policy', 'default_locale', 'icons'])
      expect(manifest[key], key).toEqual(source[key]);
    expect(manifest.version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    expect(manifest.manifest_version).toBe(3);
    expect(manifest.web_accessible_resources ?? []).toEqual([]);
    expect(manifest.externally_connectable).toBeUndefined();
    expect(manifest.optional_permissions).toBeUndefined();
  });

  it.runIf(built)('reads every frame, those without an address of their own too', () => {
    const everywhere = { matches: ['http://*/*', 'https://*/*'], match_origin_as_fallback: true };
    expect(manifest.content_scripts).toHaveLength(2);
    expect(manifest.content_scripts[0]).toMatchObject({ ...everywhere, js: ['src/content/main.iife.js'] });
    expect(manifest.content_scripts[0].all_frames ?? false).toBe(false);
    expect(manifest.content_scripts[1]).toMatchObject({ ...everywhere, js: ['src/content/door.iife.js'], all_frames: true });
  });

  it.runIf(built)('names the oldest browser it runs in, and only its own keys', () => {
    if (browser === 'chrome') {
      expect(manifest.minimum_chrome_version).toBe('128');
      expect(manifest.background).toEqual({ service_worker: expect.any(String), type: 'module' });
      expect(manifest.browser_specific_settings).toBeUndefined();
    } else {
      expect(manifest.browser_specific_settings.gecko).toMatchObject({
        id: expect.stringContaining('@'),
        strict_min_version: '149.0',
        data_collection_permissions: { required: ['none'] },
      });
      expect(manifest.background).toEqual({ scripts: [expect.any(String)], type: 'module' });
      expect(manifest.minimum_chrome_version).toBeUndefined();
    }
  });

  it.runIf(built)('holds every file that the manifest names, the glossary and both languages', () => {
    const named = [
      ...Object.values<string>(manifest.icons),
      manifest.action.default_popup,
      ...manifest.content_scripts.flatMap((script: { js: string[]; css?: string[] }) => [...script.js, ...(script.css ?? [])]),
      'glossary/dictionary.bin',
      'glossary/index.json',
      '_locales/en/messages.json',
      '_locales/ko/messages.json',
    ];
    for (const file of named) expect(statSync(join(dist(browser), file)).size, file).toBeGreaterThan(0);
  });

  it.runIf(built)('has a content script that is one plain script and loads nothing from elsewhere', () => {
    const script = readFileSync(join(dist(browser), manifest.content_scripts[0].js[0]), 'utf8');
    expect(found(script, /^\s*(import|export)\b|\bimport\s*\(/m)).toBeNull();
    expect(found(script, /\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b/)).toBeNull();
  });

  it.runIf(built)('has a policy for its pages and its background without any remote source', () => {
    expect(Object.keys(manifest.content_security_policy)).toEqual(['extension_pages']);
    const policy = manifest.content_security_policy.extension_pages.split('; ').map((part: string) => part.split(' '));
    for (const [name, ...sources] of policy)
      expect([name, ["'self'", "'none'"].includes(sources.join(' '))]).toEqual([name, true]);
    expect(policy).toContainEqual(['default-src', "'none'"]);
    expect(policy).toContainEqual(['connect-src', "'self'"]);
  });

  it.runIf(built)('asks for nothing at all from a page: the policy does not reach the scripts that run there', () => {
    const parts = readdirSync(join(dist(browser), 'parts')).map((file) => `parts/${file}`);
    const inPages = [...manifest.content_scripts.flatMap((script: { js: string[] }) => script.js), ...parts];
    expect(inPages.length).toBeGreaterThan(2);
    for (const file of inPages) {
      const text = readFileSync(join(dist(browser), file), 'utf8');
      // a method may have that name
      const asking =
        /(?<![.\w#]|async )fetch\s*\([^)]*\)(?!\s*\{)|\b(?:window|self|globalThis)\.fetch|\b(?:importScripts|Worker|SharedWorker|Image|Audio|RTCPeerConnection)\s*\(|\b(?:XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon)\b/;
      expect(found(text, asking), file).toBeNull();
      expect(
        found(text, /\.src\s*=(?!=)|createElement\((["'`])(?:img|script|iframe|link|object|embed|video|audio)\1/),
        file,
      ).toBeNull();
      expect(found(text, /url\(\s*["']?https?:|@import/), file).toBeNull();
    }
  });

  it.runIf(built)('loads nothing remote and evaluates nothing', () => {
    const scripts = readdirSync(dist(browser), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(2);
    for (const file of scripts) {
      const text = readFileSync(join(dist(browser), file), 'utf8');
      expect(found(text, /\b(?:import|fetch|importScripts)\s*\(\s*["'`]https?:/), file).toBeNull();
      expect(found(text, /\bnew Function\(|\beval\(/), file).toBeNull();
    }
  });
});

describe('the check of a build', () => {
  const temp = mkdtempSync(join(tmpdir(), 'termlight-'));
  afterAll(() => rmSync(temp, { recursive: true }));
  const good = {
    content_scripts: [{ js: ['page.js'] }, { js: ['page.js'] }],
    background: { service_worker: 'worker.js' },
  };
  const plain = '(function(){})();';
  const write = (manifest: unknown, script = plain, part = plain): string => {
    const dir = mkdtempSync(join(temp, 'dist-'));
    for (const [file, text] of [
      ['manifest.json', JSON.stringify(manifest)],
      ['page.js', script],
      ['worker.js', ''],
      ['parts/hand.js', plain],
      ...(part ? ([['parts/card.js', part]] as const) : []),
    ] as const) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    return dir;
  };

  it('lets a good one pass', () => {
    expect(() => checkDist(write(good), 'chrome')).not.toThrow();
  });

  it.each([
    ['files open to pages', { ...good, web_accessible_resources: [{ resources: ['*'] }] }, undefined, /web_accessible/],
    ['an importing content script', good, 'import "./a.js";', /must be one plain script/],
    ['a loading content script', good, 'x=import("./a.js")', /must be one plain script/],
    ['no content script', { ...good, content_scripts: [] }, undefined, /0 content scripts/],
    ['keys of Firefox', { ...good, browser_specific_settings: {} }, undefined, /keys of Firefox/],
    ['no background', { ...good, background: {} }, undefined, /one background script/],
    ['a missing file', { ...good, background: { service_worker: 'gone.js' } }, undefined, /gone\.js is missing/],
    ['a missing part', good, undefined, /parts\/card\.js is missing/, ''],
    ['an importing part', good, undefined, /parts\/card\.js imports/, 'import "./a.js";'],
  ] as [string, unknown, string | undefined, RegExp, string?][])('refuses %s', (_name, manifest, script, fault, part) => {
    expect(() => checkDist(write(manifest, script, part), 'chrome')).toThrow(fault);
  });
});
