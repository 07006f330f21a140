// Files on disk for Node, over the synchronous calls of node:fs. It follows
// core/vfs/osfs: the same modes, the same folder syncs.
import * as fs from 'node:fs';
import * as path from 'node:path';

import { FileError, OpenFlag, type FileBackend } from './hostfs.js';
import { lockFile } from './nodelock.js';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const codeOf = (thrown: unknown): unknown => (thrown as NodeJS.ErrnoException | null)?.code;

/** A file backend rooted at a folder, which is made if it is not there. */
export class NodeFiles implements FileBackend<number> {
  readonly #root: string;

  constructor(dir: string) {
    fs.mkdirSync(dir, { recursive: true, mode: FOLDER_MODE });
    this.#root = fs.realpathSync(dir);
  }

  // Names have been checked; what is left is a symbolic link that someone put
  // into the folder and that leads out of it.
  #path(name: string): string {
    if (name === '') return this.#root;
    const full = path.join(this.#root, name);
    let folder = path.dirname(full);
    while (!fs.existsSync(folder)) folder = path.dirname(folder);
    const real = fs.realpathSync(folder);
    if (real !== this.#root && !real.startsWith(this.#root + path.sep)) throw new FileError('EACCES', name);
    return full;
  }

  open(name: string, flags: number): number {
    const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_NOFOLLOW } = fs.constants;
    const has = (flag: number) => (flags & flag) !== 0;
    if (has(OpenFlag.ReadOnly) && has(OpenFlag.Truncate)) throw new FileError('EROFS', name);
    let mode = (has(OpenFlag.ReadOnly) ? O_RDONLY : O_RDWR) | O_NOFOLLOW;
    if (has(OpenFlag.Create)) mode |= O_CREAT | (has(OpenFlag.Exclusive) ? O_EXCL : 0);
    if (has(OpenFlag.Truncate)) mode |= O_TRUNC;
    const full = this.#path(name);
    if (has(OpenFlag.Create)) fs.mkdirSync(path.dirname(full), { recursive: true, mode: FOLDER_MODE });
    if (fs.statSync(full, { throwIfNoEntry: false })?.isDirectory()) throw new FileError('EISDIR', name);
    return fs.openSync(full, mode, FILE_MODE);
  }

  readAt(handle: number, into: Uint8Array, offset: number): number {
    let done = 0;
    while (done < into.length) {
      const n = fs.readSync(handle, into, done, into.length - done, offset + done);
      if (n === 0) break;
      done += n;
    }
    return done;
  }

  writeAt(handle: number, from: Uint8Array, offset: number): number {
    let done = 0;
    while (done < from.length) done += fs.writeSync(handle, from, done, from.length - done, offset + done);
    return done;
  }

  truncate(handle: number, size: number): void {
    fs.ftruncateSync(handle, size);
  }

  sync(handle: number): void {
    fs.fsyncSync(handle);
  }

  size(handle: number): number {
    return fs.fstatSync(handle).size;
  }

  close(handle: number): void {
    fs.closeSync(handle);
  }

  remove(name: string): void {
    const full = this.#path(name);
    if (fs.lstatSync(full).isDirectory()) throw new FileError('ENOENT', name);
    fs.unlinkSync(full);
  }

  rename(from: string, to: string): void {
    const source = this.#path(from);
    const target = this.#path(to);
    if (fs.lstatSync(source).isDirectory()) throw new FileError('ENOENT', from);
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: FOLDER_MODE });
    fs.renameSync(source, target);
  }

  list(dir: string): string[] {
    try {
      const entries = fs.readdirSync(this.#path(dir), { withFileTypes: true });
      return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    } catch (thrown) {
      // A folder that is not there is an empty one.
      if (codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR') return [];
      throw thrown;
    }
  }

  // Every folder up to the root, as creating a file may have made any of them.
  syncDir(dir: string): void {
    if (process.platform === 'win32') return; // folders cannot be opened there
    for (let folder = this.#path(dir); ; folder = path.dirname(folder)) {
      if (fs.existsSync(folder)) syncFolder(folder);
      if (folder === this.#root) return;
    }
  }

  lock(name: string): () => void {
    const full = this.#path(name);
    fs.mkdirSync(path.dirname(full), { recursive: true, mode: FOLDER_MODE });
    return lockFile(full);
  }

  dispose(): void {}
}

function syncFolder(full: string): void {
  const handle = fs.openSync(full, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
