import type { AmqpSession } from './amqpsession.js';
import type { AmqpMessage } from './amqpvalues.js';
import type { TwelvefoldError } from './errors.js';

/**
 * The messages of a queue, as they come. It ends when it is cancelled, by us or
 * by the broker (its queue is gone); where its channel is closed, the next
 * message is an error. Leaving a `for await` cancels it.
 */
export class AmqpConsumer implements AsyncIterableIterator<AmqpMessage, undefined> {
  readonly #session: AmqpSession;
  readonly #ready: AmqpMessage[] = [];
  #ended = false;
  #why: TwelvefoldError | undefined;

  /** Use `AmqpSession.consume`. */
  constructor(
    session: AmqpSession,
    /** The consumer's name on its channel. */
    readonly tag: string,
    readonly channel: number,
  ) {
    this.#session = session;
  }

  /** The next message, when it comes. */
  async next(): Promise<IteratorResult<AmqpMessage, undefined>> {
    for (;;) {
      const value = this.#ready.shift();
      if (value !== undefined) return { value, done: false };
      if (this.#why !== undefined) throw this.#why;
      if (this.#ended) return { value: undefined, done: true };
      if (!this.#session.pump()) await this.#session.woken();
    }
  }

  /** Cancels: no more messages come. Those that have come and are not acknowledged stay so. */
  close(): void {
    if (this.#ended) return;
    this.end();
    this.#session.cancel(this);
  }

  /** What the end of a `for await` calls. */
  return(): Promise<IteratorResult<AmqpMessage, undefined>> {
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Puts a message in line. For AmqpSession. */
  take(message: AmqpMessage): void {
    this.#ready.push(message);
  }

  /** No more messages come, and why if it is an error. For AmqpSession. */
  end(why?: TwelvefoldError): void {
    this.#ended = true;
    this.#why = why;
  }
}
