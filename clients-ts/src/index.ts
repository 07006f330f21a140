// All that the package exports.
export { TwelvefoldClient, type ClientOptions, type StatsOf } from './client.js';
export { AMQP, AMQPSession, type AMQPArguments, type AMQPReply, type AMQPUser } from './amqp.js';
export { TwelvefoldError, type ErrorCode } from './errors.js';
export type { Bytes } from './bytes.js';
export { Bitcask } from './bitcask.js';
export type { Json } from './json.js';
export { Lox, LoxSession, type LoxArguments, type LoxEvaluation, type LoxRunOptions } from './lox.js';
export type { LoxObject, LoxValue } from './lox-values.js';
export { LRU, type PutOptions } from './lru.js';
export { Quant, type Fit, type Matrix, type Series } from './quant.js';
export { Redis, RedisSession, type Argument, type CommandOptions, type KeyOptions, type ScanOptions } from './redis.js';
export { plain, type Reply } from './replies.js';
export type { Connected, EngineEvent, EventNotice, EventOptions, Missed } from './events.js';
export type { WebSocketFactory, WebSocketLike } from './socket.js';
export type { CallOptions, TransportOptions } from './transport.js';
export type { ListOptions } from './values.js';
export { SCHEMA_HASH } from './schema-hash.gen.js';
// The types of the schema itself: requests, answers and messages.
export type {
  AmqpStats,
  BitcaskStats,
  Capability,
  EngineInfo,
  EngineList,
  EngineName,
  EventMessage,
  EventType,
  Listener,
  LoxDiagnostic,
  LoxDiagnostics,
  LoxError,
  LoxFrame,
  LoxOptions,
  LoxStats,
  LoxUsage,
  LruStats,
  Problem,
  RedisEntry,
  RedisReply,
  RedisStats,
  RedisType,
  Stats,
} from './schema.gen.js';
