import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/quality/**/*.test.ts', 'test/quality/**/*.test.tsx'], testTimeout: 30_000 },
});
