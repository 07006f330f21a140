import { TwelvefoldError } from './errors.js';
import { Status, type Bytes, type Instance } from './instance.js';
import { joined } from './packed.js';
import type { Wakes } from './wakes.js';

export interface AmqpConnectionOptions {
  /** Called when there is output that no input asked for (a delivery, a heartbeat): `output` has it. */
  onOutput?: () => void;
}

/**
 * One connection that speaks AMQP 0-9-1: bytes in, bytes out. Heartbeats and
 * time limits are kept by ticks, as all of a broker's time is.
 */
export class AmqpConnection {
  readonly #core: Instance;
  readonly #wakes: Wakes;
  readonly #handle: number;
  readonly #feed: (h: number, length: number) => number;
  #ended = false;
  #closed = false;
  #held = false;

  /** Use `Amqp.connection`. */
  constructor(core: Instance, wakes: Wakes, broker: number, options: AmqpConnectionOptions = {}) {
    this.#core = core;
    this.#wakes = wakes;
    core.call('amqp_connect', broker);
    this.#handle = core.number();
    this.#feed = core.export('amqp_feed');
    if (options.onOutput !== undefined) wakes.add(this.#handle, options.onOutput);
    wakes.used(); // an unfinished handshake ends after a while
  }

  /** Gives what a client says to the connection, and takes what it answers. */
  feed(data: Bytes): Uint8Array {
    if (this.#ended || this.#closed) throw new TwelvefoldError('closed', 'amqp: the connection has been closed');
    return this.#wakes.around(() => this.#say(this.#core.stage(data)));
  }

  /** Takes what the connection has to say of its own accord. */
  output(): Uint8Array {
    if (this.#ended || this.#closed) return new Uint8Array(0);
    return this.#wakes.around(() => this.#say(0));
  }

  /** Whether the broker has ended the connection: nothing follows what it has said. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the broker is short of memory or disk: nothing is to be fed before the next output. */
  get held(): boolean {
    return this.#held;
  }

  /** Tells the broker that the client is gone. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wakes.remove(this.#handle);
    this.#wakes.around(() => this.#core.call('amqp_leave', this.#handle));
  }

  [Symbol.dispose](): void {
    this.close();
  }

  // Too much output holds input back: go on until nothing comes.
  #say(length: number): Uint8Array {
    const chunks: Uint8Array[] = [];
    do {
      if (this.#core.run(this.#feed, this.#handle, length) === Status.Miss) this.#ended = true;
      this.#held = this.#core.number() === 1;
      chunks.push(this.#core.bytes());
      length = 0;
    } while (chunks.at(-1)!.length > 0);
    return joined(chunks);
  }
}
