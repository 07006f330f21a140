// Live events: one WebSocket per listener, connected again when it breaks.
import { fromWire, type Bytes } from './bytes.js';
import { TwelvefoldError } from './errors.js';
import type { EngineName, EventMessage, EventType, KeyEventMessage } from './schema.gen.js';
import { openSocket, type Socket, type WebSocketFactory } from './socket.js';

/** Something that happened to a key or an entry. */
export interface EngineEvent {
  kind: 'event';
  /** Counts over all engines, without gaps; filters leave some out. */
  seq: number;
  time: Date;
  engine: EngineName;
  type: EventType;
  db: number;
  key: Bytes;
  reason: string;
}

/** Events that this listener did not get: it was too slow, or the connection was down. */
export interface Missed {
  kind: 'missed';
  /** How many, those that the filters would have left out included. */
  count: number;
  /** The number of the last one lost. */
  seq: number;
}

/** The connection stands (again). After a restart of the server the numbers begin anew. */
export interface Connected {
  kind: 'connected';
  /** The number of the last event before the connection. */
  seq: number;
  version: string;
  restarted: boolean;
}

export type EventNotice = EngineEvent | Missed | Connected;

export interface EventOptions {
  /** Only this engine's. */
  engine?: EngineName;
  /** Only this type. */
  type?: EventType;
  /** Only keys that begin so. */
  prefix?: string;
  /** Ends the listening; the iteration then ends too. */
  signal?: AbortSignal;
  /**
   * How a broken connection is made anew: after `delay` milliseconds, doubled
   * for each try in vain up to `maxDelay`, `tries` times in a row. `false`
   * ends with an error instead. The default is 100 ms to 5 s without an end.
   */
  reconnect?: false | { delay?: number; maxDelay?: number; tries?: number };
  /** How many notices may wait for the program; what is over that is missed. Default 10,000. */
  buffer?: number;
}

/** Listens, and gives what happens as it is asked for. */
export async function* listen(
  url: URL,
  options: EventOptions,
  factory: WebSocketFactory | undefined,
): AsyncGenerator<EventNotice, void, undefined> {
  const {
    delay = 100,
    maxDelay = 5000,
    tries = Infinity,
  } = options.reconnect === false ? { tries: 0 } : (options.reconnect ?? {});
  let last: number | undefined;
  for (let failures = 0; ; failures++) {
    try {
      for await (const message of messages(url, options, factory)) {
        failures = 0;
        yield* notices(message, last);
        last = message.seq;
      }
      return; // by the caller's signal
    } catch (thrown) {
      // A refusal (a wrong filter, no token) would only be repeated.
      const final = thrown instanceof TwelvefoldError && thrown.code !== 'io';
      if (final || failures >= tries) throw thrown;
    }
    await pause(Math.min(delay * 2 ** failures, maxDelay), options.signal);
    if (options.signal?.aborted) return;
  }
}

// A message in the caller's words; a hello tells what was lost between two connections.
function* notices(message: EventMessage, last: number | undefined): Generator<EventNotice, void, undefined> {
  switch (message.type) {
    case 'event':
      yield eventOf(message);
      return;
    case 'missed':
      yield { kind: 'missed', count: message.count, seq: message.seq };
      return;
    case 'hello': {
      const restarted = last !== undefined && message.seq < last;
      yield { kind: 'connected', seq: message.seq, version: message.version, restarted };
      const lost = message.seq - (restarted ? 0 : (last ?? message.seq));
      if (lost > 0) yield { kind: 'missed', count: lost, seq: message.seq };
    }
  }
}

function eventOf(m: KeyEventMessage): EngineEvent {
  const { seq, engine, event: type, db = 0, reason = '' } = m;
  return { kind: 'event', seq, time: new Date(m.time), engine, type, db, key: fromWire(m.key), reason };
}

/** The messages of one connection. It ends by the signal, and fails when it breaks. */
async function* messages(
  url: URL,
  options: EventOptions,
  factory: WebSocketFactory | undefined,
): AsyncGenerator<EventMessage, void, undefined> {
  const { signal, buffer = 10_000 } = options;
  if (signal?.aborted) return;
  const queue = new Queue(buffer);
  const socket: Socket = await openSocket(url, factory, {
    message: (text) => {
      queue.push(JSON.parse(text) as EventMessage);
    },
    end: (error) => {
      queue.end(error);
    },
  });
  const stop = () => {
    queue.end();
  };
  signal?.addEventListener('abort', stop);
  try {
    for (let message = await queue.take(); message !== undefined; message = await queue.take()) yield message;
  } finally {
    signal?.removeEventListener('abort', stop);
    socket.close();
  }
}

/** Messages that wait for the program: bounded, and what does not fit becomes one `missed`. */
class Queue {
  readonly #waiting: EventMessage[] = [];
  readonly #most: number;
  #lost = { count: 0, seq: 0 };
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(most: number) {
    this.#most = Math.max(most, 1);
  }

  push(message: EventMessage): void {
    if (this.#waiting.length < this.#most && this.#lost.count === 0) {
      this.#waiting.push(message);
    } else {
      this.#lost = { count: this.#lost.count + (message.type === 'missed' ? message.count : 1), seq: message.seq };
    }
    this.#wake?.();
  }

  end(error?: Error): void {
    this.#ended = true;
    this.#error ??= error;
    this.#wake?.();
  }

  /** The next message; undefined at the end. */
  async take(): Promise<EventMessage | undefined> {
    for (;;) {
      if (this.#ended && this.#error === undefined) return undefined;
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#lost.count > 0) {
        const { count, seq } = this.#lost;
        this.#lost = { count: 0, seq: 0 };
        return { type: 'missed', count, seq };
      }
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
