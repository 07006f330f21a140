// Runs every conformance case through the REST API, and writes
// .cache/conformance/rest.json for the report.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, expect, inject, test } from 'vitest';

import { loadCases, type Case, type Step } from '../../../bindings-wasm/tests/conformance/cases.js';
import { root, writeResults } from '../../../bindings-wasm/tests/conformance/results.js';
import { matches, show } from '../../../bindings-wasm/tests/conformance/want.js';
import { TwelvefoldClient } from '../../src/index.js';
import { openTarget, Unsupported, type Target } from './targets.js';

const cases = loadCases(path.join(root, 'conformance/cases'));
const results: Record<string, string> = {};
const tf = new TwelvefoldClient(inject('baseUrl'));

afterAll(() => {
  writeResults('rest', results);
});

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(0);
});

test.each(cases.map((one) => [one.key, one] as const))('%s', async (key, one) => {
  try {
    await runCase(one);
    results[key] = 'passed';
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof Unsupported) {
      results[key] = `unsupported: ${reason}`;
      return;
    }
    results[key] = `failed: ${reason}`;
    throw thrown;
  }
});

/**
 * What the steps may take beside the moves of the clock, in milliseconds: less than the shortest time in the cases
 * after which something that is asked for expires.
 */
const IN_TIME = 20;
/** How often a case is run that the machine was too slow for. */
const TRIES = 10;

/** Runs a case: again where the machine was too slow for it. */
async function runCase(one: Case): Promise<void> {
  if (one.steps.some((step) => step.kind === 'raw')) throw new Unsupported('no raw bytes over REST');
  const timed = one.engine === 'redis' || one.steps.some((step) => step.kind === 'advance');
  for (let tried = 1; ; tried++) {
    const { problem, beside } = await attempt(one);
    if (problem === undefined) return;
    if (!timed || beside < IN_TIME || tried === TRIES) throw new Error(problem);
  }
}

/** Runs a case once. beside is the time that it took beside the moves of its clock, in milliseconds. */
async function attempt(one: Case): Promise<{ problem?: string; beside: number }> {
  const target = await openTarget(tf, one);
  const began = performance.now();
  let moved = 0;
  try {
    for (const [i, step] of one.steps.entries()) {
      const problem = await runStep(target, step);
      if (step.kind === 'advance') moved += step.ms;
      if (problem !== undefined) {
        return { problem: `step ${i + 1}: ${problem}`, beside: performance.now() - began - moved };
      }
    }
    return { beside: 0 };
  } finally {
    await target.close();
  }
}

async function runStep(target: Target, step: Step): Promise<string | undefined> {
  switch (step.kind) {
    case 'advance':
      await sleep(step.ms + 2); // the server's clock is the machine's; Node's timers may be a little early
      return undefined;
    case 'do': {
      const value = await target.do(step.conn, step.op, step.args);
      return matches(step.want, value) ? undefined : `${step.op}: got ${show(value)}, want ${String(step.want)}`;
    }
    case 'raw':
      throw new Unsupported('no raw bytes over REST');
  }
}
