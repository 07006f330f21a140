import { AmqpConsumer } from './amqpconsumer.js';
import { fromJSON, messageOf, snakeNames, toJSON } from './amqpvalues.js';
import type { AmqpMessage, AmqpProperties, AmqpTable } from './amqpvalues.js';
import { TwelvefoldError } from './errors.js';
import type { Bytes, Instance } from './instance.js';
import { Packed, decodeText } from './packed.js';
import type { Wakes } from './wakes.js';

export interface AmqpSessionOptions {
  /** There is no password: who holds the broker may be anybody. Default: guest. */
  user?: string;
  /** Default: "/". */
  vhost?: string;
  /** Of the connection, as lists show it. */
  name?: string;
}

/** Which channel a call is on: each has its own prefetch, modes and delivery tags. Default: 1. */
export interface OnChannel {
  channel?: number;
}

export interface QueueOptions extends OnChannel {
  /** Fails with code not_found, rather than making the queue. */
  passive?: boolean;
  durable?: boolean;
  exclusive?: boolean;
  autoDelete?: boolean;
  /** x-message-ttl, x-dead-letter-exchange and the others. */
  arguments?: AmqpTable;
}

export interface ExchangeOptions extends OnChannel {
  passive?: boolean;
  durable?: boolean;
  autoDelete?: boolean;
  internal?: boolean;
  arguments?: AmqpTable;
}

export interface QueueState {
  queue: string;
  messageCount: number;
  consumerCount: number;
}

/** A message to be published. */
export interface Publication extends OnChannel {
  /** Default: the default exchange, where the routing key is a queue's name. */
  exchange?: string;
  routingKey?: string;
  body?: Bytes;
  properties?: AmqpProperties;
  /** Fails with code not_found where no queue takes it. */
  mandatory?: boolean;
  /** Returns when the broker has the message safe; fails where it refuses it. */
  confirm?: boolean;
}

export interface ConsumeOptions extends OnChannel {
  /** Messages count as acknowledged when they are delivered. */
  noAck?: boolean;
  exclusive?: boolean;
  consumerTag?: string;
  arguments?: AmqpTable;
}

/** What the broker tells unasked, by the names of the specification: `event` is "basic.return", "channel.close", ... */
export type AmqpEvent = Record<string, unknown> & { event: string; channel?: number; body?: Uint8Array };

/**
 * A connection without a protocol. A refusal of the broker is a TwelvefoldError
 * with RabbitMQ's text, and closes its channel, as it does for a client:
 * `call('channel.open')` opens it again.
 */
export class AmqpSession {
  readonly #core: Instance;
  readonly #wakes: Wakes;
  readonly #handle: number;
  readonly #consumers = new Map<string, AmqpConsumer>();
  readonly #events: AmqpEvent[] = [];
  #waiting: (() => void)[] = [];
  #closed = false;

  /** Use `Amqp.session`. */
  constructor(core: Instance, wakes: Wakes, broker: number, options: AmqpSessionOptions = {}) {
    this.#core = core;
    this.#wakes = wakes;
    const userLength = core.stage(options.user ?? '');
    const vhostLength = core.stageNext(options.vhost ?? '');
    core.call('amqp_session', broker, userLength, vhostLength, core.stageNext(options.name ?? ''));
    this.#handle = core.number();
    wakes.add(this.#handle, () => {
      this.#wake();
    });
  }

  /**
   * Runs any operation by its AMQP name ("exchange.bind"), with the arguments
   * that the specification names; gives its reply, null where there is none.
   * The body of a message is text in it, or a Uint8Array where it is not UTF-8.
   */
  call(op: string, args: object = {}): unknown {
    return fromJSON(this.callText(op, toJSON(args)));
  }

  /** `call`, from JSON to JSON. */
  callText(op: string, args = ''): string {
    return this.#wakes.around(() => {
      const opLength = this.#core.stage(op);
      this.#core.call('amqp_call', this.#handle, opLength, this.#core.stageNext(args));
      return this.#core.text();
    });
  }

  /** Makes a queue; an empty name has the broker choose one. */
  queueDeclare(queue = '', options: QueueOptions = {}): QueueState {
    const { queue: name, message_count, consumer_count } = this.#operate('queue.declare', { queue, ...options });
    return { queue: name as string, messageCount: message_count as number, consumerCount: consumer_count as number };
  }

  /** Has a queue get what an exchange takes under a routing key. */
  queueBind(
    queue: string,
    exchange: string,
    routingKey = '',
    options: OnChannel & { arguments?: AmqpTable } = {},
  ): void {
    this.#operate('queue.bind', { queue, exchange, routingKey, ...options });
  }

  /** Removes a queue; gives how many messages were in it. */
  queueDelete(queue: string, options: OnChannel & { ifUnused?: boolean; ifEmpty?: boolean } = {}): number {
    return this.#operate('queue.delete', { queue, ...options })['message_count'] as number;
  }

  /** Removes the messages that wait in a queue; gives how many. */
  queuePurge(queue: string, options: OnChannel = {}): number {
    return this.#operate('queue.purge', { queue, ...options })['message_count'] as number;
  }

  /** Makes an exchange: direct, fanout, topic, headers or x-delayed-message. */
  exchangeDeclare(exchange: string, type = 'direct', options: ExchangeOptions = {}): void {
    this.#operate('exchange.declare', { exchange, type, ...options });
  }

  /** Bounds how many messages a channel's consumers have unacknowledged; 0 is no bound. */
  qos(prefetchCount: number, options: OnChannel & { global?: boolean } = {}): void {
    this.#operate('basic.qos', { prefetchCount, ...options });
  }

  /** Publishes a message. */
  publish({ body = '', confirm, properties = {}, ...rest }: Publication): void {
    const args = toJSON(snakeNames({ ...rest, properties: snakeNames(properties) }));
    this.#wakes.around(() => {
      const argsLength = this.#core.stage(args);
      const bodyLength = this.#core.stageNext(body);
      this.#core.call('amqp_publish', this.#handle, argsLength, bodyLength, confirm ? 1 : 0);
    });
  }

  /** Takes the first message of a queue; undefined where it is empty. */
  get(queue: string, options: OnChannel & { noAck?: boolean } = {}): AmqpMessage | undefined {
    const [reply, body] = this.#withBody('basic.get', { queue, ...options });
    return reply === null || body === undefined ? undefined : messageOf(reply, body, options.channel ?? 1);
  }

  /** Begins to consume: `for await (const message of session.consume('jobs')) ...` */
  consume(queue: string, options: ConsumeOptions = {}): AmqpConsumer {
    const tag = this.#operate('basic.consume', { queue, ...options })['consumer_tag'] as string;
    const consumer = new AmqpConsumer(this, tag, options.channel ?? 1);
    this.#consumers.set(key(consumer.channel, tag), consumer);
    return consumer;
  }

  /** The message is done with; with `multiple`, all before it on its channel too. */
  ack(message: AmqpMessage, options: { multiple?: boolean } = {}): void {
    const { deliveryTag, channel } = message;
    this.#operate('basic.ack', { deliveryTag, channel, ...options });
  }

  /** The message could not be dealt with: it goes back to its queue, or with `requeue: false` to the dead letters. */
  nack(message: AmqpMessage, options: { multiple?: boolean; requeue?: boolean } = {}): void {
    const { deliveryTag, channel } = message;
    this.#operate('basic.nack', { deliveryTag, channel, ...options });
  }

  /** The next thing that the broker has told, of that kind if one is given; undefined if there is none. */
  next(event?: string): AmqpEvent | undefined {
    for (;;) {
      const at = this.#events.findIndex((told) => event === undefined || told.event === event);
      if (at >= 0) return this.#events.splice(at, 1)[0];
      if (!this.pump()) return undefined;
    }
  }

  /** Fetches one event and gives it to whom it concerns; false where there is none. For AmqpConsumer. */
  pump(): boolean {
    const [reply, body] = this.#withBody('next', {});
    if (reply === null) return false;
    const event = { ...reply, ...(body && { body }) } as AmqpEvent;
    const channel = event.channel ?? 0;
    const consumer = this.#consumers.get(key(channel, reply['consumer_tag'] as string));
    switch (event.event) {
      case 'basic.deliver':
        if (consumer === undefined) break;
        consumer.take(messageOf(reply, body!, channel));
        return true;
      case 'basic.cancel':
        consumer?.end();
        break;
      case 'channel.close':
      case 'connection.close':
        this.#endConsumers(channel, new TwelvefoldError('closed', String(reply['reply_text'])));
    }
    this.#events.push(event);
    return true;
  }

  /** Resolves when `pump` may find something. For AmqpConsumer. */
  woken(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends a consumer; what it has not acknowledged stays so. For AmqpConsumer. */
  cancel(consumer: AmqpConsumer): void {
    this.#consumers.delete(key(consumer.channel, consumer.tag));
    if (!this.#closed) this.#operate('basic.cancel', { consumerTag: consumer.tag, channel: consumer.channel });
    this.#wake();
  }

  /** Ends the connection: what was not acknowledged goes back, exclusive queues go. Closing twice is no error. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wakes.remove(this.#handle);
    this.#endConsumers(0);
    this.#wake();
    this.#wakes.around(() => this.#core.call('amqp_leave', this.#handle));
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #operate(op: string, args: object): Record<string, unknown> {
    return this.call(op, snakeNames(args)) as Record<string, unknown>;
  }

  /** `call`, with the message's body beside the reply. */
  #withBody(op: string, args: object): [reply: Record<string, unknown> | null, body?: Uint8Array] {
    return this.#wakes.around(() => {
      const opLength = this.#core.stage(op);
      this.#core.call('amqp_call_body', this.#handle, opLength, this.#core.stageNext(toJSON(snakeNames(args))), 0);
      const packed = new Packed(this.#core.bytes());
      const reply = fromJSON(decodeText(packed.field())) as Record<string, unknown> | null;
      return packed.done ? [reply] : [reply, packed.field()];
    });
  }

  /** Ends the consumers of a channel; of all for channel 0. */
  #endConsumers(channel: number, why?: TwelvefoldError): void {
    for (const [name, consumer] of this.#consumers) {
      if (channel !== 0 && consumer.channel !== channel) continue;
      this.#consumers.delete(name);
      consumer.end(why);
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

// Two channels may give their consumers the same tag.
const key = (channel: number, tag: string): string => `${channel} ${tag}`;
