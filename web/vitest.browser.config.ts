// The page in a browser: apart from the tests, because it takes the built page,
// the Go toolchain, Python and Chromium.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    globalSetup: ['tests/browser/servers.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
