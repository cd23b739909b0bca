/** The short run of all properties, the same in every run. `npm run fuzz` runs them at length. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ALL } from './all.ts';
import { failureOf } from './fuzz.ts';

const SEED = 20_261_122;

// what is set aside is reported there
beforeAll(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

describe('fuzz', () => {
  it.each(ALL.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    expect(failureOf(each, await each.run({ seed: SEED, numRuns: each.short }))).toBeUndefined();
  });
});
