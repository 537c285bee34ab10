import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';

/** A Redis of the benchmark's own. */
export interface OwnRedis {
  readonly url: string;
  readonly pid: number;
  readonly description: string;
  stop(): Promise<void>;
}

const startWithinMs = 5_000;

const version = (): string | null => {
  try {
    return /v=(\S+)/u.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  } catch {
    return null;
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/** Starts `redis-server` on a free port of the loopback interface, keeping nothing on disk; null where it is not installed. */
export const startOwnRedis = async (): Promise<OwnRedis | null> => {
  const found = version();
  if (found === null) return null;
  const directory = mkdtempSync(join(tmpdir(), 'portico-bench-redis-'));
  const port = await freePort();
  const options = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir: directory,
    'maxmemory-policy': 'noeviction',
  };
  const child = spawn(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  const deadline = performance.now() + startWithinMs;
  while (!(await accepts(port))) {
    if (performance.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error('redis-server did not start');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    description: `Redis ${found}, its own, without persistence`,
    stop,
  };
};
