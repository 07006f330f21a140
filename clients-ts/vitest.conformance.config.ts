// The conformance cases through the client and a running server: apart from
// the tests, because their outcome goes into conformance/REPORT.md.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/conformance/**/*.conformance.ts'],
    globalSetup: ['tests/build-server.ts'],
    // Long enough for a machine that has much else to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 120_000,
  },
});
