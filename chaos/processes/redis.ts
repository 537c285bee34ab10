import { connect } from 'node:net';
import type { Children } from './children.ts';
import { createService } from './create-service.ts';
import type { Programs } from './programs.ts';
import type { RunFolder } from './run-folder.ts';
import type { Service } from './service.ts';

/** Sends one command; answers the first line of the reply, or null when none came within a second. */
export const redisCommand = (port: number, command: string): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer: string | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(null));
    socket.once('error', () => end(null));
    socket.once('connect', () => socket.write(`${command}\r\n`));
    socket.once('data', (data) => end(data.toString().trim()));
  });

/** A Redis of this run; it keeps nothing on disk. */
export const createRedis = (
  children: Children,
  programs: Programs,
  folder: RunFolder,
  port: number,
): { readonly service: Service; readonly url: string } => {
  const data = folder.folder('redis');
  const service = createService(children, {
    program: {
      name: 'redis',
      command: programs.redis,
      args: ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', data],
      env: {},
      cwd: data,
    },
    answers: async () => (await redisCommand(port, 'PING')) === '+PONG',
    withinMs: 15_000,
  });
  return { service, url: `redis://127.0.0.1:${port}` };
};
