// The broker's operations take and give JSON (core/amqp/command): here are the
// values that it has no notation for, and names as JavaScript writes them.
import { decodeText } from './packed.js';

/** A value of a field table: bytes are a Uint8Array, points in time a Date of whole seconds. */
export type AmqpValue = string | number | boolean | null | Uint8Array | Date | AmqpValue[] | AmqpTable;

/** A field table: headers, the arguments of a queue. */
export interface AmqpTable {
  [name: string]: AmqpValue;
}

/** The properties of a message, under the names of the specification in camel case. */
export interface AmqpProperties {
  contentType?: string;
  contentEncoding?: string;
  headers?: AmqpTable;
  /** 2 is persistent. */
  deliveryMode?: number;
  priority?: number;
  correlationId?: string;
  replyTo?: string;
  /** The message's time to live, in milliseconds, as text. */
  expiration?: string;
  messageId?: string;
  /** Seconds since 1970. */
  timestamp?: number;
  type?: string;
  userId?: string;
  appId?: string;
  clusterId?: string;
}

/** Writes a value as the broker's JSON. */
export function toJSON(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array)
    return { b64: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) };
  if (value instanceof Date) return { timestamp: Math.floor(value.getTime() / 1000) };
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

/** Reads the broker's JSON. */
export function fromJSON(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const { b64, timestamp } = value as { b64?: unknown; timestamp?: unknown };
    if (Object.keys(value).length !== 1) return value;
    if (typeof b64 === 'string') return Uint8Array.from(atob(b64), (char) => char.charCodeAt(0));
    if (typeof timestamp === 'number') return new Date(timestamp * 1000);
    return value;
  });
}

/** An object with its own names, not those within, in the specification's case: routingKey is routing_key. */
export function snakeNames(object: object): Record<string, unknown> {
  return renamed(object, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** The other way round. */
function camelNames(object: object): Record<string, unknown> {
  return renamed(object, (name) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
}

function renamed(object: object, rename: (name: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [rename(name), value as unknown]),
  );
}

/** A message as a queue gives it. */
export interface AmqpMessage {
  /** The channel's number for it, which `ack` and `nack` want. */
  deliveryTag: number;
  /** The channel that it came on. */
  channel: number;
  /** It was delivered before, perhaps to somebody else. */
  redelivered: boolean;
  exchange: string;
  routingKey: string;
  properties: AmqpProperties;
  body: Uint8Array;
  /** The body as text. */
  text: string;
}

/** A message out of a reply and the body beside it. */
export function messageOf(reply: Record<string, unknown>, body: Uint8Array, channel: number): AmqpMessage {
  const { properties, ...rest } = camelNames(reply);
  return {
    ...(rest as unknown as AmqpMessage),
    // A property of one name only looks like bytes or a Date to fromJSON.
    properties: propertiesOf(properties),
    channel,
    body,
    text: decodeText(body),
  };
}

function propertiesOf(properties: unknown): AmqpProperties {
  if (properties instanceof Date) return { timestamp: properties.getTime() / 1000 };
  return camelNames(properties as object);
}
