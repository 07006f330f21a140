import { TwelvefoldError } from './errors.js';
import { whole, type Instance } from './instance.js';
import { Packed } from './packed.js';

/** Numbers for a kernel. A Vector is used where it lies; the others are copied in. */
export type Series = Float64Array | readonly number[] | Vector;

/** The longest Vector, in elements: 2 GiB, as core/quant limits results. */
const MAX_LENGTH = 2 ** 28;

/** A matrix, row by row. */
export interface Matrix {
  data: Series;
  rows: number;
  cols: number;
}

/** The result of an ordinary least squares regression. */
export interface Fit {
  /** Those of the columns in their order; with an intercept, that comes first. */
  coefficients: Float64Array;
  r2: number;
}

/**
 * A long-lived array of float64 in the module's memory: kernels read and write
 * it without a copy. It lives until `free`.
 */
export class Vector {
  readonly #core: Instance;
  #address: number;

  /** Use `Quant.vector`. */
  constructor(
    core: Instance,
    readonly length: number,
  ) {
    this.#core = core;
    if (!(length >= 0 && length <= MAX_LENGTH)) {
      throw new TwelvefoldError('out_of_range', `twelvefold: a vector has 0 to ${MAX_LENGTH} elements, not ${length}`);
    }
    this.#address = core.address('abi_alloc', length);
  }

  /** The numbers as a view. Take it anew after each call: when the memory grows, older views become empty. */
  get values(): Float64Array {
    return this.#core.numbers(this.address, this.length);
  }

  /** Where the numbers lie in the module's memory. */
  get address(): number {
    if (this.#address === 0) throw new TwelvefoldError('closed', 'twelvefold: the vector has been freed');
    return this.#address;
  }

  /** Gives the memory back. Views of it must not be used any more. */
  free(): void {
    if (this.#address === 0) return;
    const address = this.#address;
    this.#address = 0;
    this.#core.run(this.#core.export('abi_free'), address);
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

/** An array as the kernels take it: an address and a length in elements. */
interface Placed {
  at: number;
  length: number;
}

/**
 * Rolling statistics and linear algebra. Where a kernel gives a series, it
 * writes into `out` if that is given, and returns a new Float64Array if not.
 */
export class Quant {
  readonly #core: Instance;

  /** Use `Twelvefold.quant`. */
  constructor(core: Instance) {
    this.#core = core;
  }

  /** A long-lived array: of zeros where a length is given, or a copy. */
  vector(from: number | Float64Array | readonly number[]): Vector {
    if (typeof from === 'number') return new Vector(this.#core, whole(from, 'length'));
    const vector = new Vector(this.#core, from.length);
    vector.values.set(from);
    return vector;
  }

  /** The sum, exact to the last place but one. */
  sum(x: Series): number {
    const [a] = this.#place([x]);
    this.#core.call('quant_sum', a!.at, a!.length);
    return this.#core.number();
  }

  /** The mean of the `window` values that end with each; NaN before there are as many. */
  rollingMean(x: Series, window: number, out?: Vector): Float64Array {
    return this.#series('quant_rolling_mean', x, out, window);
  }

  /** The variance of each window; `ddof` 1 is that of a sample, 0 that of a population. */
  rollingVariance(x: Series, window: number, ddof = 1, out?: Vector): Float64Array {
    return this.#series('quant_rolling_variance', x, out, window, ddof);
  }

  /** How many standard deviations each value lies from its window's mean. */
  zScore(x: Series, window: number, ddof = 1, out?: Vector): Float64Array {
    return this.#series('quant_z_score', x, out, window, ddof);
  }

  /** The exponentially weighted moving average with smoothing factor `alpha`. */
  ewma(x: Series, alpha: number, out?: Vector): Float64Array {
    return this.#series('quant_ewma', x, out, alpha);
  }

  /** How far each value lies below the highest so far, as a part of that. */
  drawdown(x: Series, out?: Vector): Float64Array {
    return this.#series('quant_drawdown', x, out);
  }

  /** The deepest drawdown. */
  maxDrawdown(x: Series): number {
    const [a] = this.#place([x]);
    this.#core.call('quant_max_drawdown', a!.at, a!.length);
    return this.#core.number();
  }

  /** Pearson's correlation of the pairs. */
  correlation(x: Series, y: Series): number {
    const [a, b] = this.#place([x, y]);
    this.#core.call('quant_correlation', a!.at, a!.length, b!.at, b!.length);
    return this.#core.number();
  }

  /** Least squares of y against the `cols` columns of x, which is row by row. */
  ols(y: Series, x: Series, cols: number, intercept = true): Fit {
    const [a, b] = this.#place([y, x]);
    this.#core.call('quant_ols', a!.at, a!.length, b!.at, b!.length, cols, intercept ? 1 : 0);
    const reader = new Packed(this.#core.bytes());
    const r2 = reader.number();
    const coefficients: number[] = [];
    while (!reader.done) coefficients.push(reader.number());
    return { coefficients: Float64Array.from(coefficients), r2 };
  }

  /** The product of two matrices, row by row. */
  matMul(a: Matrix, b: Matrix, out?: Vector): Float64Array {
    const [x, y] = this.#place([a.data, b.data]);
    this.#core.call(
      'quant_mat_mul',
      out?.address ?? 0,
      out?.length ?? 0,
      x!.at,
      x!.length,
      a.rows,
      a.cols,
      y!.at,
      y!.length,
      b.rows,
      b.cols,
    );
    return out === undefined ? new Float64Array(this.#core.bytes().buffer) : out.values;
  }

  #series(kernel: string, x: Series, out: Vector | undefined, ...parameters: number[]): Float64Array {
    // Without `out` the result gets a place in the scratch buffer, beside the copy of x.
    const [input] = this.#place([x], out === undefined ? x.length : 0);
    const { at, length } = input!;
    if (out !== undefined) {
      this.#core.call(kernel, out.address, out.length, at, length, ...parameters);
      return out.values;
    }
    const result = this.#core.stageNumbers(length);
    this.#core.call(kernel, result, length, at, length, ...parameters);
    return this.#core.numbers(result, length).slice();
  }

  // Puts the inputs where the kernels can read them. The scratch buffer is
  // made large enough first, `extra` numbers included, so that neither it nor
  // the memory moves while it is filled; and a view of our own memory, which
  // growing detaches, is read by where it was.
  #place(inputs: Series[], extra = 0): Placed[] {
    const core = this.#core;
    const lengths = inputs.map((x) => x.length);
    const foreign = inputs.map((x) => (x instanceof Float64Array && core.owns(x) ? x.byteOffset : undefined));
    const copied = inputs.reduce((sum, x) => sum + (x instanceof Vector ? 0 : x.length), 0);
    core.reserveNumbers(copied + extra);
    return inputs.map((x, i) => {
      const length = lengths[i]!;
      if (x instanceof Vector) return { at: x.address, length };
      const at = core.stageNumbers(length);
      const from = foreign[i] === undefined ? x : core.numbers(foreign[i], length);
      core.numbers(at, length).set(from);
      return { at, length };
    });
  }
}
