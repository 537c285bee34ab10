import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A Redis server that belongs to one suite: it may be killed, frozen and emptied. */
export interface OwnRedis {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  /** Ends it as a crash would; what it knew is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Ends it and removes every trace. */
  dispose(): Promise<void>;
}

export const hasRedisServer = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

/** Makes a server that is not running yet, on a free port of its own. `more` are further settings of `redis-server`. */
export const createOwnRedis = async (more: (port: number) => readonly string[] = () => []): Promise<OwnRedis> => {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'portico-redis-'));
  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    const dying = child;
    child = null;
    if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, 'exit');
    dying.kill('SIGKILL');
    await gone;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', ...more(port)];
      child = spawn('redis-server', settings, { stdio: 'ignore' });
      const deadline = performance.now() + 10_000;
      while (!(await listens(port))) {
        if (performance.now() > deadline) throw new Error('redis-server does not listen');
        await pause(20);
      }
    },
    kill,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    dispose: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
