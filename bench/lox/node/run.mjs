// One program on the fast engine as WebAssembly in Node, timed as
// bench/lox/child.go times it in Go: nanoseconds, as Go writes durations.
// Runs before the timed one let V8 replace the code that it began with.
//
//   node run.mjs RUNS_BEFORE FILE
import { readFileSync } from 'node:fs';
import { open } from 'twelvefold';

const [before, file] = process.argv.slice(2);
const source = readFileSync(file, 'utf8');
const box = await open();

/** A run on an interpreter of its own. */
function run() {
  let output = '';
  const lox = box.lox({ maxMemory: 2 ** 31 - 1, output: (text) => (output += text) });
  const cpu = process.cpuUsage();
  const began = performance.now();
  lox.eval(source);
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  lox.close();
  return { Wall: Math.round(wall * 1e6), CPU: (user + system) * 1e3, Output: output };
}

for (let i = 0; i < Number(before); i++) run();
console.log(JSON.stringify(run()));
