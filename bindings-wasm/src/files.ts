// Where the durable engines keep their files. These are plain descriptions, so
// that they can be sent to a worker; `open` turns them into a backend.
import type { FileBackend } from './hostfs.js';

/** In memory: gone with the instance. */
export type MemoryFiles = 'memory';

/** A folder on disk, in Node. */
export interface NodeFolder {
  kind: 'node';
  dir: string;
}

/** A folder of the browser's origin private file system, in a worker. */
export interface OpfsFolder {
  kind: 'opfs';
  name: string;
  /** How many files can be created before `Twelvefold.reserve` is called. */
  reserve: number;
}

/** A backend of one's own. It cannot be sent to a worker. */
export interface OwnFiles {
  kind: 'own';
  backend: FileBackend;
}

export type Files = MemoryFiles | NodeFolder | OpfsFolder | OwnFiles;

/** Keeps files in a folder on disk, which is made if it is not there. Node only. */
export function nodeFs(dir: string): NodeFolder {
  return { kind: 'node', dir };
}

/**
 * Keeps files in a folder of the origin private file system. Browsers open
 * such files only in a worker (see twelvefold/worker), and one worker owns the
 * folder: a second one is refused with code locked.
 */
export function opfs(name: string, options: { reserve?: number } = {}): OpfsFolder {
  return { kind: 'opfs', name, reserve: options.reserve ?? 16 };
}

/** Keeps files in a backend of one's own. */
export function ownFiles(backend: FileBackend): OwnFiles {
  return { kind: 'own', backend };
}
