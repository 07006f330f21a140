// Runs every conformance case on the module in Node, Bitcask on disk, and
// writes .cache/conformance/wasm-node.json for the report.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { nodeFs, open, type Twelvefold } from 'twelvefold';
import { afterAll, expect, test } from 'vitest';

import { loadCases, type Case, type Step } from './cases.js';
import { root, writeResults } from './results.js';
import { openTarget, type Target } from './targets.js';
import { matches, show } from './want.js';

const cases = loadCases(path.join(root, 'conformance/cases'));
const results: Record<string, string> = {};

const dir = mkdtempSync(path.join(tmpdir(), 'conformance-'));
const openWorld = () => open({ files: nodeFs(dir), clock: 'manual', start: new Date('2026-01-01T00:00:00Z'), seed: 1 });
let tf: Twelvefold = await openWorld();
/** Lox has a world with the real clock, by which the time of a run is limited; a manual one stands still meanwhile. */
const openReal = () => open({ engines: ['lox'] });
let real: Twelvefold = await openReal();

afterAll(() => {
  tf.close();
  real.close();
  rmSync(dir, { recursive: true, force: true });
  writeResults('wasm-node', results);
});

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(0);
});

test.each(cases.map((one) => [one.key, one] as const))('%s', async (key, one) => {
  // One trap must not fail all that follow.
  if (tf.dead) tf = await openWorld();
  if (real.dead) real = await openReal();
  try {
    runCase(one);
    results[key] = 'passed';
  } catch (thrown) {
    results[key] = `failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw thrown;
  }
});

function runCase(one: Case): void {
  const world = one.engine === 'lox' ? real : tf;
  const target = openTarget(world, one.engine, one.open, one.key);
  try {
    one.steps.forEach((step, i) => {
      const problem = runStep(target, step);
      if (problem !== undefined) throw new Error(`step ${i + 1}: ${problem}`);
    });
  } finally {
    if (!world.dead) target.close();
  }
}

function runStep(target: Target, step: Step): string | undefined {
  switch (step.kind) {
    case 'advance':
      tf.advance(step.ms);
      return undefined;
    case 'do': {
      const value = target.do(step.conn, step.op, step.args);
      return matches(step.want, value) ? undefined : `${step.op}: got ${show(value)}, want ${String(step.want)}`;
    }
    case 'raw': {
      if (target.raw === undefined) return 'this engine takes no raw bytes';
      const { got, closed } = target.raw(step.conn, step.send);
      const same = got.equals(step.want) && closed === step.closed;
      return same
        ? undefined
        : `got ${JSON.stringify(got.toString())}, closed ${closed}; want ${JSON.stringify(step.want.toString())}, closed ${step.closed}`;
    }
  }
}
