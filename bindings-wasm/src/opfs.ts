// Files in the browser's origin private file system (OPFS), for workers.
//
// The engine needs synchronous files, and OPFS opens them only asynchronously.
// So a pool of access handles is opened beforehand (the idea of SQLite's
// opfs-sahpool): each slot is a file s0, s1, ... with a header that says which
// name it holds, and the bytes after it. Creating, removing and renaming then
// write a header, synchronously. Access handles are exclusive, so one worker
// owns the pool and a second one is refused.
import { TwelvefoldError } from './errors.js';
import { FileError, OpenFlag, type FileBackend } from './hostfs.js';

/** The part of FileSystemSyncAccessHandle used here; TypeScript has it in its worker library only. */
interface AccessHandle {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
type AccessibleFile = FileSystemFileHandle & { createSyncAccessHandle?: () => Promise<AccessHandle> };

interface Slot {
  id: string;
  access: AccessHandle;
  /** The file it holds; "" if none, or one that was removed while open. */
  name: string;
  /** Counts header writes over the whole pool: of two slots with one name the higher is the truth. */
  generation: number;
  /** Which of the two header pages counts now. */
  page: 0 | 1;
  /** How often it is open. */
  users: number;
}

// The header is two pages written in turn, so that a page torn by a crash
// leaves the one before it. A page, little endian: magic u32, checksum of all
// after it u32, generation u32, length of the name u32, the name in UTF-8,
// zeros. The page with the higher generation counts.
const PAGE_BYTES = 4096;
const DATA_OFFSET = 2 * PAGE_BYTES;
const MAGIC = 0x3130_4654; // "TF01"
const NAME_OFFSET = 16;

/** 32-bit FNV-1a: enough to tell a torn header from a whole one. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

const isFree = (slot: Slot): boolean => slot.name === '' && slot.users === 0;

function headerPage(name: string, generation: number): Uint8Array {
  const page = new Uint8Array(PAGE_BYTES);
  const encoded = new TextEncoder().encode(name);
  if (encoded.length > PAGE_BYTES - NAME_OFFSET) throw new FileError('EINVAL', 'the name is too long');
  const view = new DataView(page.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, generation, true);
  view.setUint32(12, encoded.length, true);
  page.set(encoded, NAME_OFFSET);
  view.setUint32(4, checksum(page.subarray(8)), true);
  return page;
}

// A slot without a whole page is new, or was torn while being made: free.
function readHeader(slot: Slot): void {
  const page = new Uint8Array(PAGE_BYTES);
  const view = new DataView(page.buffer);
  for (const which of [0, 1] as const) {
    const whole =
      slot.access.read(page, { at: which * PAGE_BYTES }) === PAGE_BYTES &&
      view.getUint32(0, true) === MAGIC &&
      view.getUint32(4, true) === checksum(page.subarray(8));
    const generation = view.getUint32(8, true);
    if (!whole || generation <= slot.generation) continue;
    slot.generation = generation;
    slot.page = which;
    slot.name = new TextDecoder().decode(page.subarray(NAME_OFFSET, NAME_OFFSET + view.getUint32(12, true)));
  }
}

/** A file backend over a pool of OPFS access handles. */
export class OpfsPool implements FileBackend<Slot> {
  readonly #slots: Slot[] = [];
  readonly #names = new Map<string, Slot>();
  readonly #locks = new Set<string>();
  #generation = 0;

  private constructor(
    readonly folder: FileSystemDirectoryHandle,
    /** How many free slots `replenish` keeps. */
    readonly spare: number,
  ) {}

  /**
   * Opens the pool in the OPFS folder `name`, with at least `free` free slots.
   * Fails with code locked while another worker has it.
   */
  static async open(name: string, free: number): Promise<OpfsPool> {
    const root = await navigator.storage.getDirectory();
    const pool = new OpfsPool(await root.getDirectoryHandle(name, { create: true }), free);
    try {
      await pool.#loadAll();
      pool.#dropStale();
      await pool.reserve(free - pool.free);
    } catch (thrown) {
      pool.dispose();
      if (thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError') {
        throw new TwelvefoldError('locked', `opfs: another worker has the folder ${name} open`, { cause: thrown });
      }
      throw thrown;
    }
    return pool;
  }

  /** How many files can be created before `reserve` is needed. */
  get free(): number {
    return this.#slots.filter(isFree).length;
  }

  /** Adds `count` free slots. Only between calls of the engine: it has to wait. */
  async reserve(count: number): Promise<void> {
    const taken = new Set(this.#slots.map((slot) => slot.id));
    for (let i = 0; count > 0; i++) {
      const id = `s${i}`;
      if (taken.has(id)) continue;
      await this.#load(await this.folder.getFileHandle(id, { create: true }));
      count--;
    }
  }

  /** Brings the free slots back to their number at the start, once half of them are used. */
  async replenish(): Promise<void> {
    const { free } = this;
    if (free * 2 < this.spare) await this.reserve(this.spare - free);
  }

  async #loadAll(): Promise<void> {
    const files: FileSystemFileHandle[] = [];
    for await (const [id, entry] of this.folder.entries()) {
      if (entry.kind === 'file' && /^s\d+$/.test(id)) files.push(entry as FileSystemFileHandle);
    }
    // All are waited for, so that after a failure none is opened behind our back.
    const outcomes = await Promise.allSettled(files.map((file) => this.#load(file)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #load(file: AccessibleFile): Promise<void> {
    if (file.createSyncAccessHandle === undefined) {
      throw new TwelvefoldError('unsupported', 'opfs: files can be opened only in a worker; use twelvefold/worker');
    }
    const access = await file.createSyncAccessHandle();
    const slot: Slot = { id: file.name, access, name: '', generation: 0, page: 0, users: 0 };
    this.#slots.push(slot);
    readHeader(slot);
    this.#generation = Math.max(this.#generation, slot.generation);
    const rival = this.#names.get(slot.name);
    if (slot.name !== '' && (rival === undefined || rival.generation < slot.generation))
      this.#names.set(slot.name, slot);
  }

  // A rename over an existing file writes two headers; where only the first
  // was reached, two slots have one name, and the newer won.
  #dropStale(): void {
    for (const slot of this.#slots) {
      if (slot.name !== '' && this.#names.get(slot.name) !== slot) this.#label(slot, '');
    }
  }

  /** Writes a slot's header and flushes it: names are durable when it returns. */
  #label(slot: Slot, name: string): void {
    const generation = this.#generation + 1;
    const page = slot.page === 0 ? 1 : 0;
    if (slot.access.write(headerPage(name, generation), { at: page * PAGE_BYTES }) !== PAGE_BYTES) {
      throw new FileError('ENOSPC');
    }
    slot.access.flush();
    this.#generation = slot.generation = generation;
    slot.page = page;
    slot.name = name;
  }

  /** Takes a file's name away. Who has it open keeps it: the slot is free once the last closes it. */
  #unname(slot: Slot): void {
    this.#label(slot, '');
    if (isFree(slot)) slot.access.truncate(DATA_OFFSET);
  }

  open(name: string, flags: number): Slot {
    if ((flags & OpenFlag.ReadOnly) !== 0 && (flags & OpenFlag.Truncate) !== 0) throw new FileError('EROFS', name);
    let slot = this.#names.get(name);
    if (slot === undefined) {
      if (this.#isFolder(name)) throw new FileError('EISDIR', name);
      if ((flags & OpenFlag.Create) === 0) throw new FileError('ENOENT', name);
      this.#checkPlace(name);
      slot = this.#slots.find(isFree);
      if (slot === undefined) throw new FileError('ENOSPC', 'no free slot: call reserve(n)');
      slot.access.truncate(DATA_OFFSET);
      this.#label(slot, name);
      this.#names.set(name, slot);
    } else if ((flags & OpenFlag.Exclusive) !== 0) {
      throw new FileError('EEXIST', name);
    }
    if ((flags & OpenFlag.Truncate) !== 0) slot.access.truncate(DATA_OFFSET);
    slot.users++;
    return slot;
  }

  #isFolder(name: string): boolean {
    const prefix = `${name}/`;
    return [...this.#names.keys()].some((other) => other.startsWith(prefix));
  }

  /** Names are flat here, but a file must neither be a folder's namesake nor lie below a file. */
  #checkPlace(name: string): void {
    if (this.#isFolder(name)) throw new FileError('EISDIR', name);
    for (let end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      if (this.#names.has(name.slice(0, end))) throw new FileError('ENOTDIR', name);
    }
  }

  readAt(slot: Slot, into: Uint8Array, offset: number): number {
    return slot.access.read(into, { at: DATA_OFFSET + offset });
  }

  writeAt(slot: Slot, from: Uint8Array, offset: number): number {
    if (from.length === 0) return 0; // nor is a file extended by nothing
    return slot.access.write(from, { at: DATA_OFFSET + offset });
  }

  truncate(slot: Slot, size: number): void {
    slot.access.truncate(DATA_OFFSET + size);
  }

  sync(slot: Slot): void {
    slot.access.flush();
  }

  size(slot: Slot): number {
    return Math.max(0, slot.access.getSize() - DATA_OFFSET);
  }

  /** The access handle stays open: it is what makes the pool ours. */
  close(slot: Slot): void {
    slot.users--;
    if (isFree(slot)) slot.access.truncate(DATA_OFFSET);
  }

  remove(name: string): void {
    const slot = this.#names.get(name);
    if (slot === undefined) throw new FileError('ENOENT', name);
    this.#unname(slot);
    this.#names.delete(name);
  }

  rename(from: string, to: string): void {
    const slot = this.#names.get(from);
    const replaced = this.#names.get(to);
    if (slot === undefined) throw new FileError('ENOENT', from);
    if (from === to) return;
    if (replaced === undefined) this.#checkPlace(to);
    this.#label(slot, to); // the higher generation: from here on the rename has happened
    this.#names.delete(from);
    this.#names.set(to, slot);
    if (replaced !== undefined) this.#unname(replaced);
  }

  list(dir: string): string[] {
    const prefix = dir === '' ? '' : `${dir}/`;
    const entries = new Set<string>();
    for (const name of this.#names.keys()) {
      if (!name.startsWith(prefix)) continue;
      const rest = name.slice(prefix.length);
      const slash = rest.indexOf('/');
      entries.add(slash < 0 ? rest : rest.slice(0, slash + 1));
    }
    return [...entries];
  }

  /** Nothing to do: `#label` flushes. */
  syncDir(): void {}

  lock(name: string): () => void {
    if (this.#locks.has(name)) throw new FileError('EBUSY', name);
    this.#locks.add(name);
    return () => {
      this.#locks.delete(name);
    };
  }

  dispose(): void {
    for (const slot of this.#slots) slot.access.close();
    this.#slots.length = 0;
    this.#names.clear();
  }
}
