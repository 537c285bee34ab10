import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from '../apps/server/src/testing/server-process.ts';
import { createApi, type Api } from './api.ts';
import { connectPlatforms } from './connect-platforms.ts';
import type { Children } from './processes/children.ts';
import { nodeFlags } from './processes/node-flags.ts';
import { keepRunning, type PorticoProcess } from './processes/portico-process.ts';
import { createPostgres } from './processes/postgres.ts';
import type { Programs } from './processes/programs.ts';
import { createRabbitmq } from './processes/rabbitmq.ts';
import { createRedis, redisCommand } from './processes/redis.ts';
import type { RunFolder } from './processes/run-folder.ts';
import type { Service } from './processes/service.ts';
import { startVendors, type Vendors } from './sandboxes/vendors.ts';
import { until } from './until.ts';

/** Everything that a run starts, hurts and looks at. */
export interface World {
  readonly postgres: Service;
  readonly rabbitmq: Service;
  readonly redis: Service;
  readonly server: PorticoProcess;
  readonly workers: readonly [PorticoProcess, PorticoProcess];
  readonly vendors: Vendors;
  readonly api: Api;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  redisCommand(command: string): Promise<string | null>;
}

const source = (path: string): string => fileURLToPath(new URL(`../apps/${path}`, import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

const isReadyAt = (port: number) => async (): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.text();
    return response.status === 200;
  } catch {
    return false;
  }
};

const startServers = async (children: Children, programs: Programs, folder: RunFolder) => {
  const postgresPort = await freePort();
  const redisPort = await freePort();
  const ports = { amqp: await freePort(), distribution: await freePort(), epmd: await freePort() };
  const rabbitmq = createRabbitmq(children, programs, folder, ports);
  const redis = createRedis(children, programs, folder, redisPort);
  const postgres = createPostgres(children, programs, folder, postgresPort);
  await Promise.all([postgres, rabbitmq, redis].map(({ service }) => service.up()));
  return { postgres, rabbitmq, redis, redisPort };
};

/** Starts all of it; whoever asked ends the children, also when this rejects. */
export const startWorld = async (
  children: Children,
  programs: Programs,
  folder: RunFolder,
  seed: number,
): Promise<World> => {
  const vendorsStarting = startVendors(children, folder, seed);
  const { postgres, rabbitmq, redis, redisPort } = await startServers(children, programs, folder);
  const vendors = await vendorsStarting;
  const shared = {
    PORTICO_DATABASE_URL: postgres.url,
    PORTICO_RABBITMQ_URL: rabbitmq.url,
    PORTICO_REDIS_URL: redis.url,
    PORTICO_SECRET_KEY: randomBytes(32).toString('base64'),
    PORTICO_LOG: 'info',
    NODE_COMPILE_CACHE: folder.folder('compiled'),
  };
  const portico = (name: string, main: string, port: number, env: Readonly<Record<string, string>>): PorticoProcess =>
    keepRunning(
      children,
      {
        name,
        command: process.execPath,
        args: [...nodeFlags, main, 'start'],
        env: { ...shared, PORTICO_DATA_DIR: folder.folder(name), ...env },
        cwd: root,
      },
      isReadyAt(port),
    );

  const serverPort = await freePort();
  const server = portico('server', source('server/src/main.ts'), serverPort, {
    PORTICO_PORT: String(serverPort),
    PORTICO_WORKER: 'off',
    PORTICO_SANDBOXES: 'off',
  });
  const worker = async (name: string): Promise<PorticoProcess> => {
    const port = await freePort();
    return portico(name, source('worker/src/main.ts'), port, { PORTICO_HEALTH_PORT: String(port) });
  };
  const workers = [await worker('worker-1'), await worker('worker-2')] as const;
  server.start();
  await until('the server is ready', 60_000, async () => ((await isReadyAt(serverPort)()) ? true : null));
  const api = createApi(`http://127.0.0.1:${serverPort}`, folder.folder('server'));
  await connectPlatforms(api, vendors.all);
  for (const one of workers) one.start();
  return {
    postgres: postgres.service,
    rabbitmq: rabbitmq.service,
    redis: redis.service,
    server,
    workers,
    vendors,
    api,
    databaseUrl: postgres.url,
    brokerUrl: rabbitmq.url,
    redisCommand: (command) => redisCommand(redisPort, command),
  };
};
