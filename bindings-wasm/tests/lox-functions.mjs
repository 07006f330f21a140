// Functions for programs in a worker: see lox-worker.test.ts.
export const params = { double: ['number'] };
export const double = (n) => 2 * n;
export function fail() {
  throw new RangeError('out of apples');
}
