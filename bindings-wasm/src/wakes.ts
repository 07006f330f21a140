import type { Instance } from './instance.js';
import { Packed } from './packed.js';

/**
 * Tells connections that the broker has something for them. The module cannot
 * call the host in the middle of a call: it notes whom it has woken, and the
 * note is read after each call and each tick. Listeners run in a microtask, so
 * that they may make calls of their own.
 */
export class Wakes {
  readonly #core: Instance;
  readonly #listeners = new Map<number, () => void>();

  /** `used` is called after each call: it may have set a timer that the next tick knows nothing of. */
  constructor(
    core: Instance,
    readonly used: () => void,
  ) {
    this.#core = core;
  }

  add(handle: number, listener: () => void): void {
    this.#listeners.set(handle, listener);
  }

  remove(handle: number): void {
    this.#listeners.delete(handle);
  }

  /** Makes calls, and then wakes those whom they have woken. */
  around<T>(calls: () => T): T {
    try {
      return calls();
    } finally {
      this.flush();
      this.used();
    }
  }

  /** Wakes those who were woken. It overwrites what the last call has left. */
  flush(): void {
    if (this.#core.dead || this.#core.woken() === 0) return;
    this.#core.call('amqp_woken');
    const handles = new Packed(this.#core.bytes());
    while (!handles.done) {
      const listener = this.#listeners.get(handles.number());
      if (listener !== undefined) queueMicrotask(listener);
    }
  }

  /** Calls all listeners, at once: the engines have ended, and what they had to say of it is still there. */
  end(): void {
    for (const listener of this.#listeners.values()) listener();
    this.#listeners.clear();
  }
}
