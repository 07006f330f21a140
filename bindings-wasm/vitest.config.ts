import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // An instance of the module takes a moment to compile on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
