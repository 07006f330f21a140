// The conformance cases through the client and a running server: apart from
// the tests, because their outcome goes into conformance/REPORT.md.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/conformance/**/*.conformance.ts'],
    globalSetup: ['tests/build-server.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
