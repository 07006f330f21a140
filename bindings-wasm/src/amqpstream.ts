// A broker's connection as a stream of Node, for client libraries that would
// have taken a socket.
import { Duplex } from 'node:stream';

import type { AmqpConnection, AmqpConnectionOptions } from './amqpconnection.js';

/** A broker here, or one in a worker. */
export interface StreamBroker {
  connection(options: AmqpConnectionOptions): StreamConnection | Promise<StreamConnection>;
}

type StreamConnection = Awaitable<Pick<AmqpConnection, 'feed' | 'output' | 'close'>> & {
  readonly ended: boolean | (() => Promise<boolean>);
  readonly held: boolean | (() => Promise<boolean>);
};

type Awaitable<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : T[K];
};

/** Opens a connection to a broker, as a stream. */
export async function amqpStream(broker: StreamBroker): Promise<Duplex> {
  // The broker is silent until it is spoken to, so the stream is there in time.
  const connection = await broker.connection({ onOutput: () => void stream.pull() });
  const stream = new AmqpStream(connection);
  return stream;
}

class AmqpStream extends Duplex {
  readonly #connection: StreamConnection;
  /** Called at the next output: a write waits while the broker is short of memory. */
  #resume: (() => void) | undefined;
  /** Whether the end has been pushed. */
  #over = false;

  constructor(connection: StreamConnection) {
    super();
    this.#connection = connection;
  }

  /** Takes what the broker says of its own accord. */
  async pull(): Promise<void> {
    if (this.destroyed) return;
    try {
      await this.#say(await this.#connection.output());
      if (this.#resume !== undefined && !(await ask(this.#connection.held))) {
        this.#resume();
        this.#resume = undefined;
      }
    } catch {
      this.#lost();
    }
  }

  /** The instance has ended: the other side is gone. What it has said before is still on its way. */
  #lost(): void {
    setImmediate(() => {
      this.#end();
    });
  }

  override _write(chunk: Buffer, _encoding: string, written: (error?: Error) => void): void {
    this.#feed(chunk).then(
      (held) => {
        if (held) this.#resume = written;
        else written();
      },
      () => {
        this.#lost();
        written(); // to a socket whose other side is gone one can write, too
      },
    );
  }

  /** Gives bytes to the broker; tells whether to wait with the next ones. */
  async #feed(chunk: Buffer): Promise<boolean> {
    if (await ask(this.#connection.ended)) return false; // as above
    await this.#say(await this.#connection.feed(chunk));
    return ask(this.#connection.held);
  }

  async #say(bytes: Uint8Array): Promise<void> {
    if (bytes.length > 0 && !this.#over) this.push(bytes);
    if (await ask(this.#connection.ended)) this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.push(null);
  }

  override _read(): void {
    // Output is pushed when it comes.
  }

  override _final(ended: (error?: Error) => void): void {
    this.#leave().then(() => {
      this.#end();
      ended();
    }, ended);
  }

  override _destroy(error: Error | null, destroyed: (error: Error | null) => void): void {
    this.#leave().then(
      () => {
        destroyed(error);
      },
      () => {
        destroyed(error); // the instance has ended before the connection
      },
    );
  }

  async #leave(): Promise<void> {
    await this.#connection.close();
  }
}

/** A getter here is a method over there. */
async function ask(property: boolean | (() => Promise<boolean>)): Promise<boolean> {
  return typeof property === 'function' ? property() : property;
}
