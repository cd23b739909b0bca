import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/quality/**/*.test.ts', 'test/quality/**/*.test.tsx'], testTimeout: 60_000, hookTimeout: 60_000 },
});
