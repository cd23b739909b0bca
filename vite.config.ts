import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The oldest versions that the manifest lets in. */
export const TARGETS = { chrome: 'chrome128', firefox: 'firefox149' } as const;

/** One manifest serves both browsers; each build drops what only the other reads. */
function manifestFor(browser: 'chrome' | 'firefox'): ManifestV3Export {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  // the version stands in package.json alone
  const manifest = { ...read('manifest.json'), version: read('package.json').version };
  if (browser === 'chrome') {
    delete manifest.background.scripts;
    delete manifest.browser_specific_settings;
    manifest.background.type = 'module';
  } else {
    delete manifest.background.service_worker;
    delete manifest.minimum_chrome_version;
    delete manifest.storage;
  }
  return manifest;
}

// The mode names the browser: `vite build --mode firefox`. `npm run build` builds both.
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    root,
    publicDir: 'build/public',
    plugins: [crx({ manifest: manifestFor(browser), browser })],
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: TARGETS[browser],
      sourcemap: false,
      // The preload helper fetches; extension files are local, so there is nothing to gain.
      modulePreload: false,
      // Pages that the manifest does not name.
      rollupOptions: { input: { welcome: join(root, 'src/welcome/index.html') } },
    },
    logLevel: 'warn',
  };
});
