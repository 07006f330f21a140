export interface FakeFile {
  bytes: Uint8Array;
}

export interface FakeFolder {
  /** What a child is, its maker knows. */
  children: Map<string, FakeFolder & FakeFile>;
}

/** Puts an empty file system in the place of the browser's; gives its root. */
export function installFakeOpfs(): FakeFolder;
