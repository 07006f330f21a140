// The host's half of core/vfs/hostfs: a synchronous file backend as the fs_*
// imports of module "twelvefold". An import gives a result of 0 or more, or a
// negative WASI errno; nothing is ever thrown through Go's frames, because Go
// would be left without its deferred calls.

/** WASI preview1 errno numbers. */
export const Errno = {
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  EDQUOT: 19,
  EEXIST: 20,
  EFBIG: 22,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  EMFILE: 33,
  ENFILE: 41,
  ENOENT: 44,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTSUP: 58,
  EPERM: 63,
  EROFS: 69,
} as const;

export type ErrnoName = keyof typeof Errno;

/** What a backend throws to say which errno it means. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly code: ErrnoName,
    detail = '',
  ) {
    super(detail === '' ? code : `${code}: ${detail}`);
  }
}

/** The flags of `open`: those of core/vfs. */
export const OpenFlag = { Create: 1, Exclusive: 2, Truncate: 4, ReadOnly: 8 } as const;

/**
 * A place to keep files, all of it synchronous. Names are relative and parted
 * by "/"; they have been checked before a backend sees them. Errors are
 * thrown: a FileError, or anything with a Node error code or a DOMException
 * name; what is neither becomes EIO.
 */
export interface FileBackend<H = unknown> {
  open(name: string, flags: number): H;
  /** Fills `into` from `offset`; gives fewer bytes only at the file's end. */
  readAt(handle: H, into: Uint8Array, offset: number): number;
  writeAt(handle: H, from: Uint8Array, offset: number): number;
  truncate(handle: H, size: number): void;
  sync(handle: H): void;
  size(handle: H): number;
  close(handle: H): void;
  remove(name: string): void;
  rename(from: string, to: string): void;
  /** Base names directly in `dir` ("" is the root); a folder's ends in "/". */
  list(dir: string): string[];
  syncDir(dir: string): void;
  /** Takes an exclusive lock and gives its release; throws EBUSY if it is held. */
  lock(name: string): () => void;
  /** Gives everything back. */
  dispose(): void;
}

// What browsers throw from OPFS, by DOMException name.
const domErrno: Record<string, number> = {
  NotFoundError: Errno.ENOENT,
  QuotaExceededError: Errno.ENOSPC,
  NoModificationAllowedError: Errno.EBUSY,
  InvalidStateError: Errno.EBADF,
  NotAllowedError: Errno.EACCES,
  TypeMismatchError: Errno.EISDIR,
};

/** The errno for whatever a backend threw. */
export function errnoOf(thrown: unknown): number {
  if (typeof thrown === 'object' && thrown !== null) {
    const { code, name } = thrown as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && code in Errno) return Errno[code as ErrnoName];
    if (typeof name === 'string' && name in domErrno) return domErrno[name] ?? Errno.EIO;
  }
  return Errno.EIO;
}

/** The imports, and a release of all that the instance still holds open. */
export interface HostFiles {
  imports: Record<string, (...args: number[]) => number>;
  release(): void;
}

/**
 * Ties a backend to one instance. The table of handles is the instance's own,
 * so a dead instance neither keeps files open nor reaches those of another.
 */
export function hostFiles(backend: FileBackend, memory: () => ArrayBuffer): HostFiles {
  const open = new Map<number, unknown>();
  const locks = new Map<number, () => void>();
  let last = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const encoder = new TextEncoder();

  const bytes = (ptr: number, length: number) => new Uint8Array(memory(), ptr >>> 0, length >>> 0);
  const rawName = (ptr: number, length: number) => decoder.decode(bytes(ptr, length));
  const name = (ptr: number, length: number) => checkedName(rawName(ptr, length));
  const handle = (h: number): unknown => {
    if (!open.has(h)) throw new FileError('EBADF');
    return open.get(h);
  };
  const safe =
    (f: (...args: number[]) => number | undefined) =>
    (...args: number[]): number => {
      try {
        return f(...args) ?? 0;
      } catch (thrown) {
        return -errnoOf(thrown);
      }
    };
  const act = (f: (...args: number[]) => void) =>
    safe((...args) => {
      f(...args);
      return 0;
    });

  const imports = {
    fs_open: safe((ptr, length, flags) => {
      open.set(++last, backend.open(name(ptr, length), flags));
      return last;
    }),
    fs_read_at: safe((h, ptr, length, offset) => backend.readAt(handle(h), bytes(ptr, length), offset)),
    fs_write_at: safe((h, ptr, length, offset) => backend.writeAt(handle(h), bytes(ptr, length), offset)),
    fs_truncate: act((h, size) => {
      backend.truncate(handle(h), size);
    }),
    fs_sync: act((h) => {
      backend.sync(handle(h));
    }),
    fs_size: safe((h) => backend.size(handle(h))),
    // Closes a file, or gives a lock back: both are handles to the guest.
    fs_close: act((h) => {
      const unlock = locks.get(h);
      if (unlock !== undefined) {
        locks.delete(h);
        unlock();
        return;
      }
      const file = handle(h);
      open.delete(h);
      backend.close(file);
    }),
    fs_remove: act((ptr, length) => {
      backend.remove(name(ptr, length));
    }),
    fs_rename: act((ptr, length, toPtr, toLength) => {
      backend.rename(name(ptr, length), name(toPtr, toLength));
    }),
    // Names are each ended by a NUL; gives the length that all of them need,
    // and writes only if that fits.
    fs_list: safe((ptr, length, out, capacity) => {
      const names = backend.list(folderName(rawName(ptr, length)));
      const packed = encoder.encode(
        names
          .sort(byBytes)
          .map((n) => `${n}\0`)
          .join(''),
      );
      if (packed.length <= capacity) bytes(out, packed.length).set(packed);
      return packed.length;
    }),
    fs_sync_dir: act((ptr, length) => {
      backend.syncDir(folderName(rawName(ptr, length)));
    }),
    fs_lock: safe((ptr, length) => {
      locks.set(++last, backend.lock(name(ptr, length)));
      return last;
    }),
  };

  const quietly = (f: () => void) => {
    try {
      f();
    } catch {
      // The instance is going away; there is nobody left to tell.
    }
  };
  return {
    imports,
    release() {
      for (const file of open.values())
        quietly(() => {
          backend.close(file);
        });
      for (const unlock of locks.values()) quietly(unlock);
      open.clear();
      locks.clear();
    },
  };
}

/** The order of UTF-8 bytes, which that of JavaScript's UTF-16 is not. */
function byBytes(a: string, b: string): number {
  const encoder = new TextEncoder();
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

/**
 * Refuses every name that could reach outside the root, whatever the guest
 * sent: absolute, with "..", with a backslash or a NUL.
 */
export function checkedName(name: string): string {
  const parts = name.split('/');
  const bad = parts.some((part) => part === '' || part === '.' || part === '..');
  if (bad || /[\\\0]/.test(name)) throw new FileError('EINVAL', name);
  return name;
}

const folderName = (name: string): string => (name === '' ? name : checkedName(name.replace(/\/$/, '')));
