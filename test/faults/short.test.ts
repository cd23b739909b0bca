/** The short run: the same seeds each time. `npm run faults` plays more of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bench, failureOf, readBench, runSeed } from './faults.ts';

const RUNS = 220;
const A_TEST = 44;

describe('faults', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await readBench();
  });

  it.each(Array.from({ length: RUNS / A_TEST }, (_, i) => i * A_TEST + 1))('seeds from %i on', async (from) => {
    for (let seed = from; seed < from + A_TEST; seed++) {
      const played = await runSeed(bench, seed);
      if (played.broken.length > 0) expect.fail(await failureOf(bench, seed, played));
    }
  });
});
