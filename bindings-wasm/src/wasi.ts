// The part of WASI preview1 that a Go reactor asks for: a clock, randomness,
// a place to print to, and an end. There are no files here (they come through
// hostfs.ts), no arguments and no environment.
//
// Numbers are those of the WASI preview1 witx: errno, filetype, clock ids.

const SUCCESS = 0;
const EBADF = 8;
const ENOSYS = 52;

const CLOCK_REALTIME = 0;
const FILETYPE_CHARACTER_DEVICE = 2;
const FDSTAT_BYTES = 24;
/** crypto.getRandomValues takes no more bytes than this at once. */
const RANDOM_LIMIT = 65536;

/** Go called exit: a panic that nothing recovered, a deadlock, no more memory. */
class ExitError extends Error {
  override readonly name = 'ExitError';
  constructor(readonly exitCode: number) {
    super(`the Go program ended with code ${exitCode}`);
  }
}

/** What the shim lets a host replace. */
export interface WasiOptions {
  /** Takes what Go prints: a panic's trace, for the most part. Default: console.error. */
  stderr?: (text: string) => void;
}

type Import = (...args: never[]) => unknown;

/**
 * The imports of module wasi_snapshot_preview1. `memory` is asked at each
 * call, because a memory that grew has a new buffer.
 */
export function wasiImports(memory: () => ArrayBuffer, options: WasiOptions = {}): Record<string, Import> {
  const stderr =
    options.stderr ??
    ((text: string) => {
      console.error(text);
    });
  const decoder = new TextDecoder();
  const view = () => new DataView(memory());

  const nothing = (count: number, size: number): number => {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
    return SUCCESS;
  };

  return {
    args_sizes_get: nothing,
    args_get: () => SUCCESS,
    environ_sizes_get: nothing,
    environ_get: () => SUCCESS,

    clock_time_get(id: number, _precision: bigint, out: number): number {
      const ms = id === CLOCK_REALTIME ? performance.timeOrigin + performance.now() : performance.now();
      view().setBigUint64(out, BigInt(Math.round(ms * 1e6)), true);
      return SUCCESS;
    },

    random_get(ptr: number, length: number): number {
      for (let done = 0; done < length; done += RANDOM_LIMIT) {
        crypto.getRandomValues(new Uint8Array(memory(), ptr + done, Math.min(RANDOM_LIMIT, length - done)));
      }
      return SUCCESS;
    },

    fd_write(_fd: number, vectors: number, count: number, out: number): number {
      const v = view();
      let text = '';
      let total = 0;
      for (let i = 0; i < count; i++) {
        const ptr = v.getUint32(vectors + 8 * i, true);
        const length = v.getUint32(vectors + 8 * i + 4, true);
        text += decoder.decode(new Uint8Array(memory(), ptr, length));
        total += length;
      }
      stderr(text);
      v.setUint32(out, total, true);
      return SUCCESS;
    },

    // Go sleeps through this when no goroutine can run. A page's main thread
    // must not block, so every clock is answered as due: Go asks again.
    poll_oneoff(subscriptions: number, events: number, count: number, out: number): number {
      const v = view();
      for (let i = 0; i < count; i++) {
        v.setBigUint64(events + 32 * i, v.getBigUint64(subscriptions + 48 * i, true), true); // userdata
        v.setUint16(events + 32 * i + 8, SUCCESS, true);
        v.setUint8(events + 32 * i + 10, v.getUint8(subscriptions + 48 * i + 8)); // type
      }
      v.setUint32(out, count, true);
      return SUCCESS;
    },

    fd_fdstat_get(fd: number, out: number): number {
      if (fd > 2) return EBADF;
      new Uint8Array(memory(), out, FDSTAT_BYTES).fill(0);
      view().setUint8(out, FILETYPE_CHARACTER_DEVICE);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_prestat_get: () => EBADF,
    fd_prestat_dir_name: () => EBADF,
    fd_read: () => EBADF,
    fd_seek: () => EBADF,
    fd_close: () => SUCCESS,

    sched_yield: () => SUCCESS,
    proc_exit(exitCode: number): never {
      throw new ExitError(exitCode);
    },
  };
}

/** Answers an import that the module has and this host does not know. */
export const notImplemented = (): number => ENOSYS;
