// Serves the built page in two ways: by our own binary, and from its files by
// the plainest server there is.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TestProject } from 'vitest/node';

const root = path.resolve(import.meta.dirname, '../../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page is, served by twelvefold. */
    binary: string;
    /** Where it is, served by `python3 -m http.server`. */
    files: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(path.join(root, 'web/dist/site/index.html'))) {
    throw new Error('the page is not built: npm run build -w @twelvefold/web');
  }
  const dir = mkdtempSync(path.join(tmpdir(), 'twelvefold-playground-'));
  const servers: ChildProcess[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(servers.map(ended));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    project.provide('binary', await serveByBinary(dir, servers));
    project.provide('files', await serveFiles(servers));
  } catch (thrown) {
    await end();
    throw thrown;
  }
  return end;
}

async function serveByBinary(dir: string, servers: ChildProcess[]): Promise<string> {
  const binary = path.join(dir, 'twelvefold');
  execFileSync('go', ['build', '-o', binary, './cmd/twelvefold'], { cwd: root, stdio: 'inherit' });
  const readyFile = path.join(dir, 'ready.json');
  const args = ['serve', '--ports', 'auto', '--ready-file', readyFile];
  const server = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  servers.push(server);
  return until(server, () => {
    if (!existsSync(readyFile)) return undefined;
    const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as { engines: { http: { url: string } } };
    return `${ready.engines.http.url}/playground/`;
  });
}

/** The page lies in a folder below the server's root: nothing of it may begin with a slash. */
async function serveFiles(servers: ChildProcess[]): Promise<string> {
  const args = ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', path.join(root, 'web/dist')];
  const server = spawn('python3', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  servers.push(server);
  let said = '';
  server.stdout.on('data', (text: Buffer) => (said += text.toString()));
  return until(server, () => {
    const [url] = /http:\/\/127[^)]*/.exec(said) ?? [];
    return url && `${url}site/`;
  });
}

/** Asks again and again, as long as the server runs. */
async function until(server: ChildProcess, ask: () => string | undefined): Promise<string> {
  for (let tries = 0; tries < 6000; tries++) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    await sleep(20);
  }
  throw new Error('the server did not become ready');
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}
