import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConfirmChannel } from 'amqplib';
import pg from 'pg';
import { freePort, startServerProcess, until, type ServerProcess } from '../../../server/src/testing/server-process.ts';
import { createTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** A database and a broker with names of their own, and processes over them. */
export interface World {
  readonly dataDir: string;
  /** Ways to database and broker that can be cut; both are open at first. */
  readonly toDatabase: TcpProxy;
  readonly toBroker: TcpProxy;
  /** A server that plays the vendors and does no work, straight over database and broker. */
  startServer(env?: Readonly<Record<string, string>>): Promise<ServerProcess>;
  /** A worker whose ways lead through the proxies. */
  startWorker(env?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  query<Row extends pg.QueryResultRow>(statement: string): Promise<readonly Row[]>;
  /** Publishes to the exchange that engines publish to, as soon as somebody has declared what takes it in. */
  publish(message: unknown): Promise<void>;
  /** Ends every process and removes every trace. */
  dispose(): Promise<void>;
}

const through = (url: string, port: number): string => {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
};

const proxyTo = async (url: string, defaultPort: number): Promise<TcpProxy> => {
  const { hostname, port } = new URL(url);
  const proxy = createTcpProxy({ host: hostname, port: Number(port || defaultPort) }, await freePort());
  await proxy.open();
  return proxy;
};

/** Makes a world over a PostgreSQL server where databases may be created, and a RabbitMQ. */
export const openWorld = async (postgresUrl: string, rabbitmqUrl: string): Promise<World> => {
  const name = `portico_test_${randomBytes(8).toString('hex')}`;
  const prefix = name.replaceAll('_', '-');
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-worker-'));
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const databaseUrl = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
  const toDatabase = await proxyTo(databaseUrl, 5432);
  const toBroker = await proxyTo(rabbitmqUrl, 5672);
  const common = { PORTICO_RABBITMQ_PREFIX: prefix, PORTICO_DATA_DIR: dataDir, PORTICO_LOG: 'info' };
  const processes: { stop(signal: 'SIGKILL'): Promise<unknown> }[] = [];

  const keep = <P extends { stop(signal: 'SIGKILL'): Promise<unknown> }>(process: P): P => {
    processes.push(process);
    return process;
  };
  const onBroker = async (work: (channel: ConfirmChannel) => Promise<void>): Promise<void> => {
    const connection = await connect(rabbitmqUrl);
    await work(await connection.createConfirmChannel()).finally(() => connection.close());
  };

  return {
    dataDir,
    toDatabase,
    toBroker,
    startServer: async (env = {}) =>
      keep(
        await startServerProcess(dataDir, await freePort(), {
          ...common,
          PORTICO_DATABASE_URL: databaseUrl,
          PORTICO_RABBITMQ_URL: rabbitmqUrl,
          PORTICO_WORKER: 'off',
          PORTICO_INBOX: 'off',
          PORTICO_SANDBOXES: 'on',
          ...env,
        }),
      ),
    startWorker: async (env = {}) =>
      keep(
        await startWorkerProcess({
          ...common,
          PORTICO_DATABASE_URL: through(databaseUrl, toDatabase.port),
          PORTICO_RABBITMQ_URL: through(rabbitmqUrl, toBroker.port),
          ...env,
        }),
      ),
    query: async (statement) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        return (await client.query(statement)).rows;
      } finally {
        await client.end();
      }
    },
    publish: (message) =>
      until('there is an inbox', 10_000, async () => {
        let returned = false;
        await onBroker(async (channel) => {
          channel.on('error', () => undefined);
          channel.on('return', () => (returned = true));
          await channel.checkExchange(`${prefix}.events`);
          const body = Buffer.from(JSON.stringify(message));
          channel.publish(`${prefix}.events`, 'default', body, { mandatory: true });
          await channel.waitForConfirms();
        }).catch(() => (returned = true));
        return returned ? null : true;
      }).then(() => undefined),
    dispose: async () => {
      await Promise.all(processes.map((process) => process.stop('SIGKILL')));
      await Promise.all([toDatabase.cut(), toBroker.cut()]);
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
      await onBroker(async (channel) => {
        for (const queue of ['events.inbox', 'dead', 'doorbell.all']) await channel.deleteQueue(`${prefix}.${queue}`);
        for (const exchange of ['doorbell', 'events', 'dead', 'domain'])
          await channel.deleteExchange(`${prefix}.${exchange}`);
      });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
