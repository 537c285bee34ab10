import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A server as its own process, as `npm start` runs it. */
export interface ServerProcess {
  readonly url: string;
  readonly apiKey: string;
  readonly output: () => string;
  /** What the API answers, parsed. */
  call(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: any }>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** A port that is free at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Waits until `condition` answers something other than null; fails after `boundMs`, saying `what`. */
export const until = async <T>(what: string, boundMs: number, condition: () => Promise<T | null>): Promise<T> => {
  const deadline = performance.now() + boundMs;
  for (;;) {
    const found = await condition();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => void child.once('exit', () => resolve()));

/** Runs a command of the CLI to its end. */
export const runCli = (
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning', main, ...args],
      {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => resolve({ code, output }));
  });

/** Starts a server on its data directory and waits until it is ready. */
export const startServerProcess = async (
  dataDir: string,
  port: number,
  env: Record<string, string> = {},
): Promise<ServerProcess> => {
  const child = spawn(
    process.execPath,
    ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning', main, 'start'],
    {
      env: { ...process.env, PORTICO_PORT: String(port), PORTICO_DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await until(`the server is ready\n${output}`, 30_000, async () => {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output}`);
    try {
      return (await fetch(`${url}/readyz`)).status === 200 ? true : null;
    } catch {
      return null;
    }
  });
  const { apiKey } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8')) as { apiKey: string };
  return {
    url,
    apiKey,
    output: () => output,
    call: async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { 'X-API-Key': apiKey, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    stop: async (signal) => {
      child.kill(signal);
      await ended(child);
    },
  };
};
