/**
 * `npm run build`: the glossary and the static files into `build/public`, then `dist/chrome` and `dist/firefox`,
 * unpacked and loadable as they are.
 */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { TARGETS } from '../../vite.config.ts';
import { checkDist } from './check-dist.ts';

const root = join(import.meta.dirname, '../..');
/** Scripts that the content script asks for when they are needed (`src/content/parts.ts`). */
const PARTS = ['hand', 'card'];
const publicDir = join(root, 'build/public');

/** Builds both browsers' extensions. Throws on a fault in the glossary or a build that must not be shipped. */
export async function buildAll(): Promise<void> {
  rmSync(publicDir, { recursive: true, force: true });
  mkdirSync(join(publicDir, 'glossary'), { recursive: true });
  const compiler = join(root, 'src/glossary/compile.ts');
  if (existsSync(compiler)) await (await import(pathToFileURL(compiler).href)).compileGlossary(join(publicDir, 'glossary'));
  cpSync(join(root, 'src/static'), publicDir, { recursive: true });
  // the licenses ask to be in every copy, and the options show them
  for (const file of ['LICENSE', 'NOTICE']) cpSync(join(root, file), join(publicDir, file));
  for (const browser of ['chrome', 'firefox'] as const) {
    await build({ root, configFile: join(root, 'vite.config.ts'), mode: browser });
    for (const part of PARTS) await buildPart(part, browser);
    checkDist(join(root, 'dist', browser), browser);
  }
}

/** One plain script with a name that does not change: the background puts it into frames. */
async function buildPart(part: string, browser: 'chrome' | 'firefox'): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      lib: { entry: join(root, `src/content/${part}.iife.ts`), formats: ['iife'], name: 'part', fileName: () => `${part}.js` },
      outDir: join(root, 'dist', browser, 'parts'),
      emptyOutDir: false,
      target: TARGETS[browser],
    },
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const from = performance.now();
  await buildAll();
  console.log(`dist/chrome and dist/firefox built in ${((performance.now() - from) / 1000).toFixed(1)} s`);
}
