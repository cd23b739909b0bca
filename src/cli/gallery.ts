/**
 * `npm run gallery`: every component and state of our surfaces on one page, with fixed data, into `build/gallery`. Prints where it is, and
 * serves it where there is a display. `--check` builds only, as the tests do; `--update` takes the pictures anew that the tests compare with.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const root = join(import.meta.dirname, '../..');
const own = join(root, 'test/gallery');
const out = join(root, 'build/gallery');

/** Root and page of each build; a page is one plain script, since modules do not load from a folder. */
const PAGES = [
  [own, 'index.html'],
  [own, 'cards.html'],
  [join(root, 'src'), 'popup/index.html'],
  [join(root, 'src'), 'options/index.html'],
  [join(root, 'src'), 'welcome/index.html'],
] as const;

/** As the extension's own pages, but that scripts and sheets load from a folder too. */
const plain: Plugin = {
  name: 'plain-page',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replaceAll(' crossorigin', '').replaceAll('<script type="module"', '<script defer'),
  },
};

export async function buildGallery(folder = out): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  for (const [from, page] of PAGES)
    await build({
      root: from,
      configFile: false,
      base: './',
      publicDir: false,
      logLevel: 'warn',
      plugins: [plain],
      resolve: { alias: { 'webextension-polyfill': join(own, 'fake-browser.ts') } },
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: ['chrome128', 'firefox149'],
        modulePreload: false,
        rollupOptions: { input: join(from, page), output: { format: 'iife' } },
      },
    });
  return join(folder, 'index.html');
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Serves the gallery to this machine until the program is ended. */
async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname).replace(/\/$/, '/index.html');
    try {
      const body = readFileSync(join(out, path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The tests take the pictures: they know the browsers. */
function update(): number {
  const args = ['run', '--config', 'test/browser/vitest.config.ts', 'test/browser/gallery', '-t', 'as in its pictures'];
  const env = { ...process.env, TERMLIGHT_PICTURES: 'update' };
  return (
    spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: root, stdio: 'inherit', env })
      .status ?? 1
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const index = await buildGallery();
  console.log(index);
  const shown = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.argv.includes('--update')) process.exitCode = update();
  else if (shown && !process.argv.includes('--check')) console.log(`${await serve()} (Ctrl-C ends)`);
}
