import { defineConfig } from 'vitest/config';

/** Real browsers, one after the other: `vitest run --config test/browser/vitest.config.ts`. */
export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    fileParallelism: false,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    // A shared machine may keep a browser waiting for seconds. Vitest reports what passed only the second time.
    retry: process.env.CI ? 1 : 0,
  },
});
