/**
 * amqplib on a broker in this process: its channels, confirms and consumers,
 * without a socket. Only in Node, with amqplib installed beside this package.
 *
 *     import { open } from 'twelvefold';
 *     import { connect } from 'twelvefold/amqplib';
 *     using tf = await open({ engines: ['amqp'] });
 *     const connection = await connect(tf.amqp());
 *     const channel = await connection.createChannel();
 *
 * @module
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Duplex } from 'node:stream';

import type { ChannelModel } from 'amqplib';
import type { Connection as CallbackModel } from 'amqplib/callback_api';

import { amqpStream, type StreamBroker } from './amqpstream.js';

export { amqpStream, type StreamBroker } from './amqpstream.js';

/** What a URL would say, and the socket's options, where there is neither. */
export interface ConnectOptions {
  /** Default: guest and guest. */
  username?: string;
  password?: string;
  /** Default: "/". */
  vhost?: string;
  /** Seconds; both sides are in one process, so the default is 0: none. */
  heartbeat?: number;
  /** Default: what the broker offers, 128 KiB. */
  frameMax?: number;
  /** Default: what the broker offers, 2047. */
  channelMax?: number;
  /** Told to the broker: connection_name, for instance. */
  clientProperties?: Record<string, unknown>;
}

/** amqplib's `connect` of its promise API. */
export async function connect(broker: StreamBroker, options: ConnectOptions = {}): Promise<ChannelModel> {
  const { ChannelModel } = inner('channel_model') as { ChannelModel: new (connection: RawConnection) => ChannelModel };
  return new ChannelModel(await openRaw(broker, options));
}

/** amqplib's `connect` of its callback API. */
export function connectCallback(
  broker: StreamBroker,
  options: ConnectOptions,
  connected: (error: Error | null, connection?: CallbackModel) => void,
): void {
  const { CallbackModel } = inner('callback_model') as {
    CallbackModel: new (connection: RawConnection) => CallbackModel;
  };
  openRaw(broker, options).then(
    (raw) => {
      connected(null, new CallbackModel(raw));
    },
    (error: unknown) => {
      connected(error as Error);
    },
  );
}

/** The part of amqplib's lib/connection.js that is used here. */
interface RawConnection {
  open(fields: object, opened: (error: Error | null) => void): void;
}

// amqplib's own connect makes a socket, always. What it does then with the
// socket is in modules that its package.json does not export, hence the way by
// their files; the names are the same in every version since 0.5.
const require = createRequire(import.meta.url);
const inner = (module: string): unknown =>
  require(path.join(path.dirname(require.resolve('amqplib')), 'lib', `${module}.js`)) as unknown;

async function openRaw(broker: StreamBroker, options: ConnectOptions): Promise<RawConnection> {
  const { Connection } = inner('connection') as { Connection: new (stream: Duplex) => RawConnection };
  const { plain } = inner('credentials') as { plain: (user: string, password: string) => Credentials };
  const { username = 'guest', password = 'guest', vhost = '/', heartbeat = 0, frameMax = 0, channelMax = 0 } = options;
  const credentials = plain(username, password);
  const stream = await amqpStream(broker);
  const raw = new Connection(stream);
  await new Promise<void>((resolve, reject) => {
    raw.open(
      {
        clientProperties: { ...CLIENT_PROPERTIES, ...options.clientProperties },
        mechanism: credentials.mechanism,
        response: credentials.response(),
        locale: 'en_US',
        channelMax,
        frameMax,
        heartbeat,
        virtualHost: vhost,
        capabilities: '',
        insist: 0,
      },
      (error) => {
        if (error === null) {
          resolve();
          return;
        }
        stream.destroy();
        reject(error);
      },
    );
  });
  return raw;
}

interface Credentials {
  mechanism: string;
  response(): Buffer;
}

// What amqplib says of itself: the broker keeps to these capabilities.
const CLIENT_PROPERTIES = {
  product: 'amqplib',
  platform: `Node.JS ${process.version}`,
  information: 'twelvefold/amqplib: in process',
  capabilities: {
    publisher_confirms: true,
    exchange_exchange_bindings: true,
    'basic.nack': true,
    consumer_cancel_notify: true,
    'connection.blocked': true,
    authentication_failure_close: true,
  },
};
