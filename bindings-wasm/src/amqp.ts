import { AmqpConnection, type AmqpConnectionOptions } from './amqpconnection.js';
import { AmqpSession, type AmqpSessionOptions } from './amqpsession.js';
import { whole, type Instance } from './instance.js';
import type { Wakes } from './wakes.js';

/** Options of a message broker. Without any, it is RabbitMQ as it comes. */
export interface AmqpOptions {
  /** The folder below the files given to `open`. Default: "amqp". */
  dir?: string;
  /** Keeps nothing in files: durable queues last as long as the broker. Default: only where there are no files. */
  inMemory?: boolean;
  /** The first account, which may do everything in the virtual host "/". Default: guest and guest. */
  user?: string;
  password?: string;
  /** The longest body, in bytes. Default: 128 MiB. */
  maxMessageSize?: number;
  /** Bytes of bodies in memory above which those on disk are dropped from it. Default: 64 MiB. */
  memoryLimit?: number;
  /** Bytes of messages in memory above which publishers are blocked. Default: 1 GiB. */
  memoryAlarm?: number;
  /** When a file of the log ends and a new one begins, in bytes. Default: 16 MiB. */
  segmentSize?: number;
  /** Milliseconds after which a channel that has not acknowledged is closed; negative never. Default: 30 minutes. */
  consumerTimeout?: number;
}

/** Numbers about a broker, all from one instant. */
export interface AmqpStats {
  connections: number;
  channels: number;
  exchanges: number;
  queues: number;
  consumers: number;
  messagesReady: number;
  messagesUnacked: number;
  /** Bytes of messages in memory. */
  messageBytes: number;
  published: number;
  confirmed: number;
  delivered: number;
  redelivered: number;
  acknowledged: number;
  returned: number;
  unroutable: number;
  expired: number;
  deadLettered: number;
  /** Bytes of the log on the disk. */
  logBytes: number;
}

// The bit of amqp_open: see wasm/amqp.go.
const FLAG_IN_MEMORY = 1;

/** A message broker that RabbitMQ's clients take for RabbitMQ (AMQP 0-9-1). */
export class Amqp {
  readonly #core: Instance;
  readonly #wakes: Wakes;
  readonly #handle: number;
  #closed = false;

  /** Use `Twelvefold.amqp`. */
  constructor(core: Instance, wakes: Wakes, options: AmqpOptions = {}) {
    this.#core = core;
    this.#wakes = wakes;
    const dirLength = core.stage(options.dir ?? 'amqp');
    const userLength = core.stageNext(options.user ?? '');
    const passwordLength = core.stageNext(options.password ?? '');
    core.call(
      'amqp_open',
      dirLength,
      userLength,
      passwordLength,
      options.inMemory ? FLAG_IN_MEMORY : 0,
      whole(options.maxMessageSize ?? 0, 'maxMessageSize'),
      whole(options.memoryLimit ?? 0, 'memoryLimit'),
      whole(options.memoryAlarm ?? 0, 'memoryAlarm'),
      whole(options.segmentSize ?? 0, 'segmentSize'),
      options.consumerTimeout ?? 0,
    );
    this.#handle = core.number();
    wakes.used();
  }

  /** Connects without a protocol: operations are called. */
  session(options?: AmqpSessionOptions): AmqpSession {
    return new AmqpSession(this.#core, this.#wakes, this.#handle, options);
  }

  /** Opens a connection that speaks AMQP, byte by byte, for a client library. */
  connection(options?: AmqpConnectionOptions): AmqpConnection {
    return new AmqpConnection(this.#core, this.#wakes, this.#handle, options);
  }

  stats(): AmqpStats {
    this.#core.call('amqp_stats', this.#handle);
    return this.#core.record() as unknown as AmqpStats;
  }

  /** Closes all connections and empties the broker, as if just opened on nothing. */
  reset(): void {
    this.#wakes.around(() => this.#core.call('amqp_reset', this.#handle));
  }

  /** Syncs, and ends all connections. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wakes.around(() => this.#core.call('amqp_close', this.#handle));
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
