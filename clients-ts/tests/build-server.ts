// Builds the server once and runs it on free ports for all tests.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TestProject } from 'vitest/node';

const root = path.resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the API of the running server is. */
    baseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'twelvefold-client-'));
  const binary = path.join(dir, 'twelvefold');
  execFileSync('go', ['build', '-o', binary, './cmd/twelvefold'], { cwd: root, stdio: 'inherit' });
  const readyFile = path.join(dir, 'ready.json');
  const server = spawn(binary, ['serve', '--ports', 'auto', '--ready-file', readyFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  project.provide('baseUrl', await httpUrl(server, readyFile));
  return async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    rmSync(dir, { recursive: true, force: true });
  };
}

async function httpUrl(server: ChildProcess, readyFile: string): Promise<string> {
  for (let tries = 0; tries < 6000; tries++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    if (existsSync(readyFile)) {
      const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as { engines: { http: { url: string } } };
      return ready.engines.http.url;
    }
    await sleep(20);
  }
  server.kill('SIGKILL');
  throw new Error('the server did not become ready');
}
