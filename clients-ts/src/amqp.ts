import type { Json } from './json.js';
import type { AmqpStats } from './schema.gen.js';
import { body, signalOf, type Api, type CallOptions } from './transport.js';
import { given } from './values.js';

/** Arguments of an operation, by the AMQP specification's names in snake case. */
export type AMQPArguments = Record<string, Json>;

/** An operation's answer; null where an empty queue or `next` has nothing to give. */
export type AMQPReply = Record<string, Json> | null;

/** Who connects, and where to. */
export interface AMQPUser {
  /** Whose permissions count: `guest` unless given. */
  user?: string;
  /** The virtual host: `/` unless given. */
  vhost?: string;
}

/** The message broker. Each call has a connection of its own; `session` opens one that lasts. */
export class AMQP {
  constructor(private readonly api: Api) {}

  /**
   * Runs one operation, such as `call('queue.declare', { queue: 'jobs' })`. A
   * refusal is thrown with the text that AMQP clients get.
   */
  async call(op: string, args: AMQPArguments = {}, options: AMQPUser & CallOptions = {}): Promise<AMQPReply> {
    const { user, vhost } = options;
    return run(this.api, { op, args, ...given({ user, vhost }) }, options);
  }

  /** Opens a connection that lasts: for consumers, acknowledgements, transactions and exclusive queues. */
  async session(options: AMQPUser & CallOptions = {}): Promise<AMQPSession> {
    const { user, vhost } = options;
    const request = { body: given({ user, vhost }), ...signalOf(options) };
    const { session } = await body(this.api.POST('/v1/amqp/sessions', request));
    return new AMQPSession(this.api, session);
  }

  async stats(options?: CallOptions): Promise<AmqpStats> {
    const request = { params: { path: { engine: 'amqp' } }, ...signalOf(options) } as const;
    return (await body(this.api.GET('/v1/engines/{engine}/stats', request))) as AmqpStats;
  }
}

/** A connection that lasts over several calls. The server ends one that is idle. */
export class AMQPSession {
  constructor(
    private readonly api: Api,
    readonly id: string,
  ) {}

  /** Runs one operation on this connection. */
  async call(op: string, args: AMQPArguments = {}, options: CallOptions = {}): Promise<AMQPReply> {
    return run(this.api, { op, args, session: this.id }, options);
  }

  /** Ends the connection: what it had not acknowledged goes back to its queues. */
  async close(options?: CallOptions): Promise<void> {
    const request = { params: { path: { session: this.id } }, ...signalOf(options) };
    await body(this.api.DELETE('/v1/amqp/sessions/{session}', request));
  }
}

interface Call {
  op: string;
  args: AMQPArguments;
  session?: string;
  user?: string;
  vhost?: string;
}

async function run(api: Api, call: Call, options: CallOptions): Promise<AMQPReply> {
  const { reply } = await body(api.POST('/v1/amqp/call', { body: call, ...signalOf(options) }));
  return reply as AMQPReply;
}
