// Writes what became of each case, for the report.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The top of the repository. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Leaves the outcomes of a runner, by the name of their case, where conformance/report looks for them. */
export function writeResults(runner: string, cases: Record<string, string>): void {
  const folder = path.join(root, '.cache/conformance');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${runner}.json`), JSON.stringify({ runner, cases }, null, 1) + '\n');
}
