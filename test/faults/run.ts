/**
 * `npm run faults -- [--runs 20000] [--seed N]`: seeded runs at length, one seed after the other from N. A failing one is printed with
 * its script, made as short as may be, and the line that plays it again; the exit code is 1 then.
 */
import { parseArgs } from 'node:util';
import { failureOf, readBench, runSeed } from './faults.ts';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' }, most: { type: 'string' } } });
const runs = Number(values.runs ?? 1_000);
const first = Number(values.seed ?? 1);
/** Failing runs that are printed. */
const most = Number(values.most ?? 3);
if (!(runs > 0) || !Number.isInteger(first)) {
  console.error('usage: faults [--runs N] [--seed N] [--most N]');
  process.exit(2);
}

const bench = await readBench();
const from = performance.now();
const sums: Record<string, number> = {};
const words = { acknowledged: 0, refused: 0 };
let failed = 0;
let messages = 0;
let compared = 0;
let asides = 0;
for (let seed = first; seed < first + runs; seed++) {
  const played = await runSeed(bench, seed);
  for (const [fault, count] of Object.entries(played.watched.faults)) sums[fault] = (sums[fault] ?? 0) + count;
  words.acknowledged += played.words.acknowledged;
  words.refused += played.words.refused;
  messages += played.watched.messages;
  compared += played.compared;
  asides += played.asides;
  if (played.broken.length === 0) continue;
  failed++;
  if (failed <= most) console.error(`${await failureOf(bench, seed, played)}\n`);
}
const number = (value: number): string => value.toLocaleString('en');
for (const [fault, count] of Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${number(count).padStart(10)}  ${fault}`);
console.log(
  `\n${number(messages)} messages; ${number(words.acknowledged)} words of the reader acknowledged, ${number(words.refused)} refused`,
);
console.log(`${number(compared)} pages compared with a page that met no fault; ${number(asides)} data set aside`);
const minutes = ((performance.now() - from) / 60_000).toFixed(1);
console.log(`${number(runs)} runs from seed ${first}, ${failed} failed, ${minutes} min`);
process.exitCode = failed > 0 ? 1 : 0;
