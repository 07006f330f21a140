// The worker's side: opens an instance and calls what the page asks for.
import { TwelvefoldError } from '../errors.js';
import type { OpenOptions } from '../open.js';
import type { Twelvefold } from '../twelvefold.js';
import { pack, packError, type CallbackMark, type Channel, type Request, type Response } from './protocol.js';

/** Answers one page, until the worker ends. */
export function serve(channel: Channel<Request, Response>, open: (options: OpenOptions) => Promise<Twelvefold>): void {
  const objects: object[] = [];
  let world: Twelvefold | undefined;

  // Engines stay here; all else is copied to the page.
  const reply = (id: number, value: unknown): void => {
    if (staysHere(value)) channel.post({ kind: 'object', id, target: objects.push(value) - 1 });
    else channel.post({ kind: 'value', id, value: pack(value) });
  };

  const call = (target: number, member: string, args: unknown[]): unknown => {
    const object = objects[target] as Record<string, unknown> | undefined;
    if (object === undefined) throw new TwelvefoldError('closed', 'twelvefold: the worker has no such object');
    const found = object[member];
    if (typeof found !== 'function') return found; // a getter
    return (found as (...args: unknown[]) => unknown).apply(
      object,
      args.map((arg) => withCallbacks(arg, channel)),
    );
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

/** Puts a function in the place of each mark in an options object: it tells the page. */
function withCallbacks(arg: unknown, channel: Channel<Request, Response>): unknown {
  if (typeof arg !== 'object' || arg === null || Object.getPrototypeOf(arg) !== Object.prototype) return arg;
  return Object.fromEntries(
    Object.entries(arg as Record<string, unknown>).map(([name, value]) => {
      if (typeof value !== 'object' || value === null || !('$callback' in value)) return [name, value];
      const callback = (value as CallbackMark).$callback;
      return [
        name,
        (...args: unknown[]) => {
          channel.post({ kind: 'callback', callback, args });
        },
      ];
    }),
  );
}
