// An exclusive lock between processes, for Node, which has no flock(2).
//
// The lock is a file NAME.owner, made exclusively, that holds the owner's
// process id; it is taken over from a process that is gone. On Linux the lock
// of a native process (flock on NAME itself, as core/vfs/osfs takes it) is
// respected too: /proc/locks shows it. The other way round a native process
// does not look for NAME.owner: see README.md.
import * as fs from 'node:fs';

import { FileError } from './hostfs.js';

const held = new Set<string>();

/** Takes the lock on the file `full` and gives its release. Throws EBUSY. */
export function lockFile(full: string): () => void {
  // Made first: a native process that comes later flocks this very file.
  fs.closeSync(fs.openSync(full, 'a', 0o600));
  if (held.has(full) || flocked(full)) throw new FileError('EBUSY', full);
  const owner = `${full}.owner`;
  claim(owner);
  held.add(full);
  return () => {
    held.delete(full);
    fs.rmSync(owner, { force: true });
  };
}

function claim(owner: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(owner, identity(process.pid), { flag: 'wx', mode: 0o600 });
      return;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    dropIfStale(owner);
  }
  throw new FileError('EBUSY', owner);
}

// A name of the process that no later one shares: the id alone is used again.
function identity(pid: number): string {
  let started = '';
  try {
    // Field 22 of /proc/PID/stat is the start time; the name before it may hold blanks.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc here: the id has to do.
  }
  return `${pid} ${started}`;
}

// Two processes may find the same stale file. Only the one whose rename meets
// exactly that file goes on; another's fresh one is put back by link, which
// never replaces.
function dropIfStale(owner: string): void {
  const stamp = readOr(owner, '');
  const pid = Number.parseInt(stamp, 10);
  if (Number.isNaN(pid) || (alive(pid) && identity(pid) === stamp)) throw new FileError('EBUSY', owner);
  const aside = `${owner}.${process.pid}`;
  try {
    fs.renameSync(owner, aside);
    if (readOr(aside, '') !== stamp) fs.linkSync(aside, owner);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw thrown;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function readOr(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'; // it lives, as another user's
  }
}

/** Whether some process holds flock on the file, as far as the system tells. */
function flocked(full: string): boolean {
  if (process.platform !== 'linux') return false;
  const locks = readOr('/proc/locks', '');
  const { ino } = fs.statSync(full);
  // "1: FLOCK  ADVISORY  WRITE 708 00:2d:5126 0 EOF"; the device is shown in a
  // form that stat does not give, so the inode has to do.
  return locks.split('\n').some((line) => /\sFLOCK\s/.test(line) && line.includes(`:${ino} `));
}
