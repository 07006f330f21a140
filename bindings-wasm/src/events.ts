import type { Instance } from './instance.js';
import { Packed } from './packed.js';

/** What can happen to a key or an entry. */
export type EventType = 'set' | 'deleted' | 'expired' | 'evicted' | 'flushed';

/** One thing that happened in an engine. */
export interface EngineEvent {
  /** Counts from 1 over all engines of one `open`, without gaps. */
  seq: number;
  time: Date;
  engine: 'redis' | 'lru' | 'bitcask';
  type: EventType;
  /** The Redis database; 0 for the other engines. */
  db: number;
  key: string;
  /** The operation that did it, or "". */
  reason: string;
}

/** Reads the events of all engines, from the moment it was made on. */
export class Events {
  readonly #core: Instance;

  /** Use `Twelvefold.events`. */
  constructor(core: Instance) {
    this.#core = core;
    core.call('events_subscribe');
  }

  /** The events since the last call, at most `limit`, and how many before them came too fast to be kept. */
  poll(limit = 1024): { events: EngineEvent[]; missed: number } {
    this.#core.call('events_poll', limit);
    const reader = new Packed(this.#core.bytes());
    const missed = reader.number();
    const events: EngineEvent[] = [];
    while (!reader.done) {
      events.push({
        seq: reader.number(),
        time: new Date(reader.number()),
        db: reader.number(),
        engine: reader.text() as EngineEvent['engine'],
        type: reader.text() as EventType,
        key: reader.text(),
        reason: reader.text(),
      });
    }
    return { events, missed };
  }

  /** Ends the subscription. */
  close(): void {
    this.#core.call('events_close');
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
