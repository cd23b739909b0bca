/**
 * `npm test`: everything that CI does, in order of cost. `npm run test:quick` (`--quick`): without browsers.
 * Closes with a line `N passed, N failed`; the exit code is 1 if anything failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowsers } from './browsers.ts';
import { buildAll } from './build.ts';
import { lintFirefox } from './lint-firefox.ts';

const root = join(import.meta.dirname, '../..');
const quick = process.argv.includes('--quick');
const results = join(root, 'build/test-results');
const sum = { passed: 0, failed: 0 };

/** What a step counts for: its tests, else itself. */
type Counts = Readonly<typeof sum>;

/** Runs one step; a step that fails does not stop the next, so that one run tells everything. */
async function step(name: string, run: () => Promise<void> | Counts | void): Promise<boolean> {
  const from = performance.now();
  console.log(`\n== ${name}`);
  try {
    const counts = (await run()) ?? { passed: 1, failed: 0 };
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    const seconds = `${((performance.now() - from) / 1000).toFixed(1)} s`;
    console.log(`   ${name}: ${counts.failed > 0 ? `${counts.failed} failed` : 'ok'}, ${seconds}`);
    return counts.failed === 0;
  } catch (error) {
    sum.failed++;
    console.error(`   ${name}: failed: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function run(program: string, ...args: string[]): number | null {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit' }).status;
}

function command(program: string, ...args: string[]): void {
  const status = run(program, ...args);
  if (status !== 0) throw new Error(`exit ${status}`);
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
}

/** Runs a vitest project. A file that could not even be loaded has no tests and counts as one failure. */
function vitest(name: string): Counts {
  const report = join(results, `${name}.json`);
  const config = `test/${name}/vitest.config.ts`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run('vitest/vitest.mjs', 'run', '--config', config, ...reporters);
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  if (numPassedTests + numFailedTests === 0) throw new Error('no test ran');
  return { passed: numPassedTests, failed: status === 0 ? 0 : Math.max(1, numFailedTests) };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await step('format and lint', () =>
  command('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--diagnostic-level=warn'),
);
await step('types', () => command('typescript/bin/tsc', '-p', '.'));
await step('unused code', () => command('knip/bin/knip.js'));
const built = await step('build', () => buildAll());
await step('unit tests', () => vitest('unit'));
await step('quality of recognition', () => vitest('quality'));
if (built) await step('lint of the Firefox build', () => lintFirefox());
if (built && !quick)
  await step('browser tests', () => {
    const { chrome, firefox } = ensureBrowsers();
    process.env.TERMLIGHT_CHROMIUM = chrome;
    process.env.TERMLIGHT_FIREFOX = firefox;
    return vitest('browser');
  });
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed > 0 ? 1 : 0;
