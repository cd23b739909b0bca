/**
 * `npm test`: everything that CI does, in order of cost. `npm run test:quick` (`--quick`): without browsers.
 * Closes with a line `N passed, N failed`; the exit code is 1 if anything failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { ensureBrowsers } from './browsers.ts';
import { lintFirefox } from './lint-firefox.ts';

const root = join(import.meta.dirname, '../..');
const quick = process.argv.includes('--quick');
const results = join(root, 'build/test-results');
let passed = 0;
let failed = 0;

/** Runs one step; a step that fails does not stop the next, so that one run tells everything. */
async function step(name: string, run: () => Promise<void> | void): Promise<boolean> {
  const from = performance.now();
  console.log(`\n== ${name}`);
  try {
    await run();
    passed++;
    console.log(`   ${name}: ok, ${((performance.now() - from) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    failed++;
    console.error(`   ${name}: failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function command(...args: string[]): void {
  const [program = '', ...rest] = args;
  const done = spawnSync(process.execPath, [join(root, 'node_modules', program), ...rest], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) throw new Error(`exit ${done.status ?? done.signal}`);
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
}

/** Runs a vitest project and adds its tests to the count. */
function vitest(name: string, config: string): void {
  const report = join(results, `${name}.json`);
  try {
    command('vitest/vitest.mjs', 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  } finally {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    passed += numPassedTests;
    failed += numFailedTests;
    if (numPassedTests + numFailedTests === 0) throw new Error(`${name}: no test ran`);
  }
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await step('format and lint', () => command('@biomejs/biome/bin/biome', 'check', '--error-on-warnings'));
await step('types', () => command('typescript/bin/tsc', '-p', '.'));
await step('unused code', () => command('knip/bin/knip.js'));
const built = await step('build', () => buildAll());
await step('unit tests', () => vitest('unit', 'test/unit/vitest.config.ts'));
await step('quality of recognition', () => vitest('quality', 'test/quality/vitest.config.ts'));
if (built && !quick) {
  await step('lint of the Firefox build', () => lintFirefox());
  await step('browser tests', () => {
    const { chrome, firefox } = ensureBrowsers();
    process.env['TERMLIGHT_CHROMIUM'] = chrome;
    process.env['TERMLIGHT_FIREFOX'] = firefox;
    vitest('browser', 'test/browser/vitest.config.ts');
  });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
