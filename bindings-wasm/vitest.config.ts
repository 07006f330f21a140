import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // The programs at their limits take a minute on a busy machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
