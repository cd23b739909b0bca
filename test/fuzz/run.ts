/**
 * `npm run fuzz -- [--cases 1000000] [--seed N] [--only NAME] [--path P]`: the properties at length. Cases are shared among the properties
 * by their cost, each getting a fiftieth at least. A failure is printed shrunk, with the line that runs it again; the exit code is 1 then.
 */
import { parseArgs } from 'node:util';
import { ALL } from './all.ts';
import { failureOf } from './fuzz.ts';
import { growthFuzz } from './growth.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' }, path: { type: 'string' } },
});
const cases = Number(values.cases ?? 100_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const chosen = [...ALL, ...growthFuzz].filter(({ name }) => values.only === undefined || name.includes(values.only));
if (!(cases > 0) || !Number.isInteger(seed) || chosen.length === 0) {
  console.error('usage: fuzz [--cases N] [--seed N] [--only NAME] [--path P]');
  process.exit(2);
}

const number = (value: number): string => value.toLocaleString('en');
const shares = chosen.reduce((sum, { share }) => sum + share, 0);
const from = performance.now();
let ran = 0;
let failed = 0;
// what is bad is reported on the console by the code itself
console.warn = () => {};
for (const each of chosen) {
  const begun = performance.now();
  const numRuns = each.share === 0 ? each.short : Math.ceil(Math.max(cases / 50, (cases * each.share) / shares));
  const details = await each.run({ seed, numRuns, ...(values.path !== undefined && { path: values.path }) });
  const failure = failureOf(each, details);
  ran += details.numRuns;
  if (failure !== undefined) failed++;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${failure ? 'FAILED' : 'ok    '} ${number(details.numRuns).padStart(9)} cases  seed ${seed}  ${seconds.padStart(6)} s  ${each.name}`,
  );
  if (failure !== undefined) console.error(failure);
}
const minutes = ((performance.now() - from) / 60_000).toFixed(1);
console.log(`\n${number(ran)} cases of ${chosen.length} properties, ${failed} failed, seed ${seed}, ${minutes} min`);
process.exitCode = failed > 0 ? 1 : 0;
