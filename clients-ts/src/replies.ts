// Replies of Redis: the schema's tagged form, and plain JavaScript values.
import { bytesOf, fromWireFloat } from './bytes.js';
import { TwelvefoldError } from './errors.js';
import type { RedisReply } from './schema.gen.js';

/**
 * A reply as a plain value: text where the bytes are UTF-8, else bytes; bigint
 * for integers beyond 2^53; a Map for RESP3's maps, a Set for its sets. Errors
 * among the replies of an array are values of TwelvefoldError.
 */
export type Reply =
  string | Uint8Array | number | bigint | boolean | null | TwelvefoldError | Reply[] | Set<Reply> | Map<Reply, Reply>;

/** Turns the tagged form into a plain value. */
export function plain(reply: RedisReply): Reply {
  switch (reply.type) {
    case 'nil':
      return null;
    case 'status':
    case 'boolean':
      return reply.value;
    case 'integer':
      return reply.text === undefined ? reply.value : BigInt(reply.text);
    case 'big_number':
      return BigInt(reply.value);
    case 'double':
      return fromWireFloat(reply.value);
    case 'bulk':
    case 'verbatim':
      return typeof reply.value === 'string' ? reply.value : bytesOf(reply.value);
    case 'error':
      return new TwelvefoldError(reply.code, reply.value);
    case 'array':
    case 'push':
      return reply.value.map(plain);
    case 'set':
      return new Set(reply.value.map(plain));
    case 'map':
      return new Map(reply.value.map((pair) => [plain(pair.key), plain(pair.value)]));
  }
}
