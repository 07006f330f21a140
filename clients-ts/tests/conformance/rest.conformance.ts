// Runs every conformance case through the REST API, and writes
// .cache/conformance/rest.json for the report.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, expect, inject, test } from 'vitest';

import { loadCases, type Case, type Step } from '../../../bindings-wasm/tests/conformance/cases.js';
import { matches, show } from '../../../bindings-wasm/tests/conformance/want.js';
import { TwelvefoldClient } from '../../src/index.js';
import { openTarget, Unsupported, type Target } from './targets.js';

const root = path.resolve(import.meta.dirname, '../../..');
const cases = loadCases(path.join(root, 'conformance/cases'));
const results: Record<string, string> = {};
const tf = new TwelvefoldClient(inject('baseUrl'));

afterAll(() => {
  const folder = path.join(root, '.cache/conformance');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'rest.json'), JSON.stringify({ runner: 'rest', cases: results }, null, 1) + '\n');
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

async function runCase(one: Case): Promise<void> {
  if (one.steps.some((step) => step.kind === 'raw')) throw new Unsupported('no raw bytes over REST');
  const target = await openTarget(tf, one);
  try {
    for (const [i, step] of one.steps.entries()) {
      const problem = await runStep(target, step);
      if (problem !== undefined) throw new Error(`step ${i + 1}: ${problem}`);
    }
  } finally {
    await target.close();
  }
}

async function runStep(target: Target, step: Step): Promise<string | undefined> {
  switch (step.kind) {
    case 'advance':
      await sleep(step.ms); // the server's clock is the machine's
      return undefined;
    case 'do': {
      const value = await target.do(step.conn, step.op, step.args);
      return matches(step.want, value) ? undefined : `${step.op}: got ${show(value)}, want ${String(step.want)}`;
    }
    case 'raw':
      throw new Unsupported('no raw bytes over REST');
  }
}
