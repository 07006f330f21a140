import { fromWireFloat, toWireFloat } from './bytes.js';
import type { Float } from './schema.gen.js';
import { body, signalOf, type Api, type CallOptions } from './transport.js';

/** Numbers for a kernel. */
export type Series = Float64Array | readonly number[];

/** A matrix, row by row. */
export interface Matrix {
  rows: number;
  cols: number;
  data: Series;
}

/** The result of an ordinary least squares regression. */
export interface Fit {
  /** Those of the columns in their order; with an intercept, that comes first. */
  coefficients: Float64Array;
  r2: number;
}

/** Rolling statistics and linear algebra. */
export class Quant {
  readonly #api: Api;

  /** Use `TwelvefoldClient.quant`. */
  constructor(api: Api) {
    this.#api = api;
  }

  /** The sum, pairwise as NumPy does it. */
  async sum(x: Series, options?: CallOptions): Promise<number> {
    return scalar(await body(this.#api.POST('/v1/quant/sum', { body: { x: wire(x) }, ...signalOf(options) })));
  }

  /** The mean of the `window` values that end with each; NaN before there are as many. */
  async rollingMean(x: Series, window: number, options?: CallOptions): Promise<Float64Array> {
    const args = { x: wire(x), window };
    return series(await body(this.#api.POST('/v1/quant/rolling_mean', { body: args, ...signalOf(options) })));
  }

  /** The variance of each window; `ddof` 1 is that of a sample, 0 that of a population. */
  async rollingVariance(x: Series, window: number, ddof = 1, options?: CallOptions): Promise<Float64Array> {
    const args = { x: wire(x), window, ddof };
    return series(await body(this.#api.POST('/v1/quant/rolling_variance', { body: args, ...signalOf(options) })));
  }

  /** How many standard deviations each value lies from its window's mean. */
  async zScore(x: Series, window: number, ddof = 1, options?: CallOptions): Promise<Float64Array> {
    const args = { x: wire(x), window, ddof };
    return series(await body(this.#api.POST('/v1/quant/zscore', { body: args, ...signalOf(options) })));
  }

  /** The exponentially weighted moving average with smoothing factor `alpha`. */
  async ewma(x: Series, alpha: number, options?: CallOptions): Promise<Float64Array> {
    const args = { x: wire(x), alpha: toWireFloat(alpha) };
    return series(await body(this.#api.POST('/v1/quant/ewma', { body: args, ...signalOf(options) })));
  }

  /** How far each value lies below the highest so far, as a part of that. */
  async drawdown(x: Series, options?: CallOptions): Promise<Float64Array> {
    return series(await body(this.#api.POST('/v1/quant/drawdown', { body: { x: wire(x) }, ...signalOf(options) })));
  }

  /** The deepest drawdown. */
  async maxDrawdown(x: Series, options?: CallOptions): Promise<number> {
    return scalar(await body(this.#api.POST('/v1/quant/max_drawdown', { body: { x: wire(x) }, ...signalOf(options) })));
  }

  /** Pearson's correlation of the pairs. */
  async correlation(x: Series, y: Series, options?: CallOptions): Promise<number> {
    const args = { x: wire(x), y: wire(y) };
    return scalar(await body(this.#api.POST('/v1/quant/correlation', { body: args, ...signalOf(options) })));
  }

  /** Least squares of y against the columns of x. */
  async ols(y: Series, x: Matrix, intercept = true, options?: CallOptions): Promise<Fit> {
    const args = { y: wire(y), x: matrix(x), intercept };
    const fit = await body(this.#api.POST('/v1/quant/ols', { body: args, ...signalOf(options) }));
    return { coefficients: floats(fit.coefficients), r2: fromWireFloat(fit.r2) };
  }

  /** The product of two matrices. */
  async matMul(a: Matrix, b: Matrix, options?: CallOptions): Promise<Matrix & { data: Float64Array }> {
    const args = { a: matrix(a), b: matrix(b) };
    const product = await body(this.#api.POST('/v1/quant/matmul', { body: args, ...signalOf(options) }));
    return { rows: product.rows, cols: product.cols, data: floats(product.data) };
  }
}

function wire(x: Series): Float[] {
  return Array.from(x, toWireFloat);
}

function matrix(m: Matrix): { rows: number; cols: number; data: Float[] } {
  return { rows: m.rows, cols: m.cols, data: wire(m.data) };
}

function floats(values: readonly Float[]): Float64Array {
  return Float64Array.from(values, fromWireFloat);
}

function series(answer: { readonly values: readonly Float[] }): Float64Array {
  return floats(answer.values);
}

function scalar(answer: { readonly value: Float }): number {
  return fromWireFloat(answer.value);
}
