// The worker's side: opens an instance and calls what the page asks for.
import { TwelvefoldError } from '../errors.js';
import type { OpenOptions } from '../open.js';
import type { Twelvefold } from '../twelvefold.js';
import { pack, packError, type CallbackMark, type Channel, type ObjectMark } from './protocol.js';
import type { Request, Response, SignalMark } from './protocol.js';

/** Answers one page, until the worker ends. */
export function serve(channel: Channel<Request, Response>, open: (options: OpenOptions) => Promise<Twelvefold>): void {
  const objects = new Map<number, object>();
  const numbers = new Map<object, number>();
  let last = -1; // the first is 0
  let world: Twelvefold | undefined;

  const numberOf = (object: object): number => {
    const number = numbers.get(object) ?? ++last;
    numbers.set(object, number);
    objects.set(number, object);
    return number;
  };

  // Engines stay here; all else is copied to the page.
  const reply = (id: number, value: unknown): void => {
    if (staysHere(value)) channel.post({ kind: 'object', id, target: numberOf(value) });
    else channel.post({ kind: 'value', id, value: pack(value) });
  };

  const call = (target: number, member: string, args: unknown[]): unknown => {
    const object = objects.get(target) as Record<string, unknown> | undefined;
    if (object === undefined) throw new TwelvefoldError('closed', 'twelvefold: the worker has no such object');
    const found = object[member];
    if (typeof found !== 'function') return found; // a getter
    const value: unknown = (found as (...args: unknown[]) => unknown).apply(
      object,
      args.map((arg) => revived(arg, objects, channel)),
    );
    if (member === 'close') {
      objects.delete(target);
      numbers.delete(object);
    }
    return value;
  };

  const answer = async (request: Request): Promise<void> => {
    try {
      if (request.kind === 'open') {
        world = await open(request.options as OpenOptions);
        reply(request.id, world);
        return;
      }
      const value = await call(request.target, request.member, request.args);
      await world?.replenish(); // a page cannot know how many files an engine is about to make
      reply(request.id, value);
    } catch (thrown) {
      channel.post({ kind: 'error', id: request.id, error: packError(thrown) });
    }
  };

  channel.listen((request) => void answer(request));
}

// An engine, a connection, the events: all have a close. Plain results have not.
function staysHere(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ('close' in value || 'rollingMean' in value);
}

/** An argument with what its marks stand for: objects, and in options functions that tell the page, and signals. */
function revived(arg: unknown, objects: Map<number, object>, channel: Channel<Request, Response>): unknown {
  if (Array.isArray(arg)) return arg.map((item) => revived(item, objects, channel));
  if (typeof arg !== 'object' || arg === null || Object.getPrototypeOf(arg) !== Object.prototype) return arg;
  if ('$object' in arg) return objects.get((arg as ObjectMark).$object);
  return Object.fromEntries(
    Object.entries(arg as Record<string, unknown>).map(([name, value]) => [name, option(value, channel)]),
  );
}

function option(value: unknown, channel: Channel<Request, Response>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$callback' in value) {
    const callback = (value as CallbackMark).$callback;
    return (...args: unknown[]) => {
      channel.post({ kind: 'callback', callback, args });
    };
  }
  if ('$signal' in value) {
    const flag = new Int32Array((value as SignalMark).$signal);
    return {
      get aborted() {
        return Atomics.load(flag, 0) !== 0;
      },
    };
  }
  return value;
}
