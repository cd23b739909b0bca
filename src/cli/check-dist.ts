/** What must hold for every build that is loaded or shipped, whatever the bundler did. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Built {
  web_accessible_resources?: unknown[];
  content_scripts?: { js?: string[] }[];
  background?: { service_worker?: string; scripts?: string[] };
  minimum_chrome_version?: string;
  browser_specific_settings?: unknown;
}

/** Throws if the build in `dir` exposes files to pages, has a content script that is no plain script, or misses a file. */
export function checkDist(dir: string, browser: 'chrome' | 'firefox'): void {
  const manifest: Built = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const faults: string[] = [];
  if ((manifest.web_accessible_resources ?? []).length > 0) faults.push('web_accessible_resources is not empty');
  const scripts = (manifest.content_scripts ?? []).flatMap((s) => s.js ?? []);
  if (scripts.length !== 2) faults.push(`${scripts.length} content scripts, two are expected: a page's and its frames'`);
  for (const script of scripts) {
    const source = readFileSync(join(dir, script), 'utf8');
    if (/^\s*(import|export)\b|\bimport\s*\(/m.test(source)) faults.push(`${script} imports: it must be one plain script`);
  }
  for (const part of ['parts/hand.js', 'parts/card.js'])
    if (!existsSync(join(dir, part))) faults.push(`${part} is missing`);
    else if (/^\s*(import|export)\b|\bimport\s*\(/m.test(readFileSync(join(dir, part), 'utf8'))) faults.push(`${part} imports`);
  if (browser === 'chrome' && (manifest.background?.scripts || manifest.browser_specific_settings))
    faults.push('the Chrome manifest carries keys of Firefox');
  if (browser === 'firefox' && (manifest.background?.service_worker || manifest.minimum_chrome_version))
    faults.push('the Firefox manifest carries keys of Chrome');
  const background = [manifest.background?.service_worker, ...(manifest.background?.scripts ?? [])].filter(
    (f) => f !== undefined,
  );
  if (background.length !== 1) faults.push('there must be one background script');
  for (const file of [...scripts, ...background]) if (!existsSync(join(dir, file))) faults.push(`${file} is missing`);
  if (faults.length > 0) throw new Error(`${dir}: ${faults.join('; ')}`);
}
