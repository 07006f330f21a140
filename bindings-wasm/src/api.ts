// All that the package exports on every platform; `open` comes from the
// platform's own entry.
export { TwelvefoldError, RedisError, type ErrorCode } from './errors.js';
export { nodeFs, opfs, ownFiles } from './files.js';
export type { Files, MemoryFiles, NodeFolder, OpfsFolder, OwnFiles } from './files.js';
export { FileError, OpenFlag, type ErrnoName, type FileBackend } from './hostfs.js';
export type { Bytes } from './instance.js';
export type { EngineName, ModuleSource, OpenOptions } from './open.js';
export { Twelvefold } from './twelvefold.js';
export { Redis, RedisConnection } from './redis.js';
export type { Argument, BytesReply, RedisOptions, RedisStats, Reply } from './redis.js';
export { ReplyReader, type ReplyBuilder } from './resp.js';
export { Bitcask, type BitcaskOptions, type BitcaskStats, type SyncPolicy } from './bitcask.js';
export { Amqp, type AmqpOptions, type AmqpStats } from './amqp.js';
export { AmqpConnection, type AmqpConnectionOptions } from './amqpconnection.js';
export { AmqpConsumer } from './amqpconsumer.js';
export { AmqpSession } from './amqpsession.js';
export type { AmqpEvent, AmqpSessionOptions, ConsumeOptions, ExchangeOptions, OnChannel } from './amqpsession.js';
export type { Publication, QueueOptions, QueueState } from './amqpsession.js';
export type { AmqpMessage, AmqpProperties, AmqpTable, AmqpValue } from './amqpvalues.js';
export { LRU, type EvictReason, type LRUOptions, type LRUStats } from './lru.js';
export { Lox, type LoxEvalOptions, type LoxFunction, type LoxOptions, type LoxRunOptions } from './lox.js';
export type { LoxStats, LoxType, LoxUsage } from './lox.js';
export { LoxError, type LoxDiagnostic, type LoxErrorKind, type LoxFrame } from './loxerror.js';
export { LoxObject, type LoxValue } from './loxobject.js';
export { Quant, Vector, type Fit, type Matrix, type Series } from './quant.js';
export { Events, type EngineEvent, type EventType } from './events.js';
export { version } from './version.gen.js';
