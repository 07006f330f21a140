// The part of OPFS that the pool uses, in memory: access handles are exclusive
// and writes are seen at once. It lets Node run the pool under the kit of
// core/vfs/vfstest, and tests tear a header.

/** A file's bytes, and whether an access handle has it. */
class FakeFile {
  kind = 'file';
  bytes = new Uint8Array(0);
  taken = false;
  constructor(name) {
    this.name = name;
  }

  createSyncAccessHandle() {
    if (this.taken) return Promise.reject(new DOMException('the file is in use', 'NoModificationAllowedError'));
    this.taken = true;
    return Promise.resolve(new FakeAccess(this));
  }
}

class FakeAccess {
  #file;
  constructor(file) {
    this.#file = file;
  }

  read(into, { at }) {
    const part = this.#file.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(from, { at }) {
    if (this.#file.bytes.length < at + from.length) this.truncate(at + from.length);
    this.#file.bytes.set(from, at);
    return from.length;
  }

  truncate(size) {
    const bytes = new Uint8Array(size);
    bytes.set(this.#file.bytes.subarray(0, size));
    this.#file.bytes = bytes;
  }

  getSize() {
    return this.#file.bytes.length;
  }

  flush() {}

  close() {
    this.#file.taken = false;
  }
}

class FakeFolder {
  kind = 'directory';
  children = new Map();

  getDirectoryHandle(name) {
    return Promise.resolve(this.#child(name, () => new FakeFolder()));
  }

  getFileHandle(name) {
    return Promise.resolve(this.#child(name, () => new FakeFile(name)));
  }

  async *entries() {
    yield* this.children.entries();
  }

  #child(name, make) {
    if (!this.children.has(name)) this.children.set(name, make());
    return this.children.get(name);
  }
}

/** Puts an empty file system in the place of the browser's; gives its root. */
export function installFakeOpfs() {
  const root = new FakeFolder();
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { storage: { getDirectory: () => Promise.resolve(root) } },
  });
  return root;
}
