import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { nodeFs, open, opfs, ownFiles, type FileBackend } from 'twelvefold';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { Errno, checkedName, errnoOf, FileError } from '../src/hostfs.js';
import { NodeFiles } from '../src/nodefs.js';
import { OpfsPool } from '../src/opfs.js';
import { installFakeOpfs } from './fake-opfs.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'files-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

describe('on disk', () => {
  test('what was written is there in another instance', async () => {
    const tf = await open({ files: nodeFs(dir) });
    const db = tf.bitcask();
    db.put('a', '1');
    db.put('b', '2');
    db.delete('a');
    tf.close();
    using again = await open({ files: nodeFs(dir) });
    expect([...again.bitcask()].map(([k, v]) => `${Buffer.from(k).toString()}=${Buffer.from(v).toString()}`)).toEqual([
      'b=2',
    ]);
  });

  test('a corrupt record is told with its place', async () => {
    const tf = await open({ files: nodeFs(dir) });
    const db = tf.bitcask();
    db.put('k', 'value');
    db.put('l', 'value');
    tf.close();
    const folder = path.join(dir, 'bitcask');
    for (const name of readdirSync(folder)) if (name.endsWith('.hint')) rmSync(path.join(folder, name));
    const file = path.join(folder, '1.bitcask.data');
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('value')]! ^= 1;
    writeFileSync(file, bytes);
    using again = await open({ files: nodeFs(dir) });
    expect(() => again.bitcask()).toThrow(expect.objectContaining({ code: 'corrupt' }));
    expect(() => again.bitcask()).toThrow(/1\.bitcask\.data at offset 0/);
    expect(again.bitcask({ recover: true }).size).toBe(0);
  });

  test('a full disk is no_space, and what was there stays', async () => {
    const files = new NodeFiles(dir);
    let full = false;
    const backend = new Proxy<FileBackend<number>>(files, {
      get: (target, name) => {
        if (name === 'writeAt' && full)
          return () => {
            throw new FileError('ENOSPC');
          };
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    using tf = await open({ files: ownFiles(backend) });
    const db = tf.bitcask();
    db.put('k', 'old');
    full = true;
    expect(() => {
      db.put('k', 'new');
    }).toThrow(expect.objectContaining({ code: 'no_space' }));
    full = false;
    expect(db.getText('k')).toBe('old');
    db.put('k', 'newer');
    expect(db.getText('k')).toBe('newer');
  });

  test('files of a browser are not there', async () => {
    await expect(open({ files: opfs('x') })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('with native Go on the same folder', () => {
  let native: string;
  beforeAll(() => {
    native = path.join(mkdtempSync(path.join(tmpdir(), 'native-')), 'native');
    execFileSync('go', ['build', '-o', native, './tests/native'], { cwd: path.resolve(import.meta.dirname, '..') });
    return () => {
      rmSync(path.dirname(native), { recursive: true });
    };
  }, 120_000);

  test('each reads what the other wrote', async () => {
    execFileSync(native, ['put', path.join(dir, 'bitcask'), 'from-go', 'written by Go']);
    const tf = await open({ files: nodeFs(dir) });
    const db = tf.bitcask();
    expect(db.getText('from-go')).toBe('written by Go');
    db.put('from-node', 'written in Node');
    tf.close();
    expect(execFileSync(native, ['get', path.join(dir, 'bitcask'), 'from-node']).toString()).toBe('written in Node');
  });
});

describe('locks', () => {
  test('a second handle is refused until the first is closed', async () => {
    using one = await open({ files: nodeFs(dir) });
    using two = await open({ files: nodeFs(dir) });
    const db = one.bitcask();
    expect(() => two.bitcask()).toThrow(expect.objectContaining({ code: 'locked' }));
    db.close();
    two.bitcask();
  });

  test('another process is refused, and one that was killed leaves no lock', async () => {
    const script = `
      import { open, nodeFs } from 'twelvefold';
      const tf = await open({ files: nodeFs(${JSON.stringify(dir)}) });
      tf.bitcask().put('k', 'theirs');
      console.log('open');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready) => child.stdout.once('data', ready));
    using tf = await open({ files: nodeFs(dir) });
    expect(() => tf.bitcask()).toThrow(expect.objectContaining({ code: 'locked' }));
    const gone = new Promise((exit) => child.once('exit', exit));
    child.kill('SIGKILL');
    await gone;
    expect(tf.bitcask().getText('k')).toBe('theirs');
  });
});

describe('names', () => {
  test.each(['..', 'a/../b', '/etc/passwd', 'a//b', './a', 'a\\b', 'a\0b', ''])('%j is refused', (name) => {
    expect(() => checkedName(name)).toThrow(FileError);
  });

  test('what a backend throws becomes an errno', () => {
    expect(errnoOf(new FileError('EEXIST'))).toBe(Errno.EEXIST);
    expect(errnoOf(new DOMException('', 'QuotaExceededError'))).toBe(Errno.ENOSPC);
    expect(errnoOf(Object.assign(new Error(), { code: 'ENOENT' }))).toBe(Errno.ENOENT);
    expect(errnoOf('anything')).toBe(Errno.EIO);
  });
});

describe('the OPFS pool', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const contentOf = (pool: OpfsPool, name: string) => {
    const slot = pool.open(name, 0);
    const into = new Uint8Array(pool.size(slot));
    pool.readAt(slot, into, 0);
    pool.close(slot);
    return new TextDecoder().decode(into);
  };
  const write = (pool: OpfsPool, name: string, text: string) => {
    const slot = pool.open(name, 1);
    pool.writeAt(slot, bytes(text), 0);
    pool.close(slot);
    return slot;
  };

  test('a second owner is refused', async () => {
    installFakeOpfs();
    const pool = await OpfsPool.open('p', 2);
    await expect(OpfsPool.open('p', 2)).rejects.toMatchObject({ code: 'locked' });
    pool.dispose();
    (await OpfsPool.open('p', 2)).dispose();
  });

  test('slots run out, and are replenished', async () => {
    installFakeOpfs();
    const pool = await OpfsPool.open('p', 2);
    write(pool, 'a', '');
    write(pool, 'b', '');
    expect(() => pool.open('c', 1)).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    await pool.replenish();
    write(pool, 'c', '');
    expect(pool.list('')).toEqual(['a', 'b', 'c']);
  });

  test('a header torn in a rename leaves the old name, with its content', async () => {
    const root = installFakeOpfs();
    let pool = await OpfsPool.open('p', 2);
    const { id } = write(pool, 'old', 'content');
    const file = root.children.get('p')!.children.get(id)!;
    const before = file.bytes.slice();
    pool.rename('old', 'new');
    // The page that the rename wrote, up to half of it.
    const after = file.bytes;
    const page = after.subarray(0, 4096).every((byte, i) => byte === before[i]) ? 1 : 0;
    after.set(before.subarray(page * 4096 + 8, page * 4096 + 4096), page * 4096 + 8);
    pool.dispose();
    pool = await OpfsPool.open('p', 2);
    expect(pool.list('')).toEqual(['old']);
    expect(contentOf(pool, 'old')).toBe('content');
  });

  test('a rename that was cut short between its two headers has happened', async () => {
    const root = installFakeOpfs();
    let pool = await OpfsPool.open('p', 2);
    write(pool, 'from', 'new content');
    const { id } = write(pool, 'to', 'old content');
    const replaced = root.children.get('p')!.children.get(id)!;
    const before = replaced.bytes.slice();
    pool.rename('from', 'to');
    replaced.bytes = before; // the second header was not written
    pool.dispose();
    pool = await OpfsPool.open('p', 2);
    expect(pool.list('')).toEqual(['to']);
    expect(contentOf(pool, 'to')).toBe('new content');
  });
});
