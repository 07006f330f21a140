// Runs the samples of README.md, but for those of a browser.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, expect, test } from 'vitest';

const room = path.resolve(import.meta.dirname, '..');
// In the package, so that its name and amqplib are found.
const dir = mkdtempSync(path.join(room, '.readme-'));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const samples = [...readFileSync(path.join(room, 'README.md'), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)]
  .map(([, code]) => code!)
  .filter((code) => !code.includes('opfs'));

test('there are samples', () => {
  expect(samples.length).toBe(5);
});

test.each(samples.map((code, i) => [i + 1, code] as const))('sample %i', (i, code) => {
  const file = path.join(dir, `sample${i}.mjs`);
  // Node 20 has no `using` yet.
  const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.ESNext };
  writeFileSync(file, transpileModule(code, { compilerOptions }).outputText);
  const printed = execFileSync(process.execPath, [file], { cwd: dir, encoding: 'utf8' });
  const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => `${text}\n`);
  expect(printed).toBe(promised.join(''));
});
