import { createBenchDatabase, type BenchDatabase } from '../harness/bench-database.ts';
import type { BenchBroker } from '../harness/bench-broker.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import { connectSink } from '../harness/server-api.ts';
import { startServerApp, startWorkerApp, type ServerApp } from '../harness/start-app.ts';

/** Portico as somebody runs it. */
export interface Deployment {
  readonly name: string;
  readonly server: ServerApp;
  readonly database: BenchDatabase;
  /** Where engines publish; null without a broker. */
  readonly events: { readonly url: string; readonly exchange: string } | null;
  readonly pids: readonly number[];
}

const lanesAtOnce = 64;

/** Server and worker in one process, which the in-process doorbell wakes. */
export const deployAlone = async (sinkUrl: string, cleanup: Cleanup): Promise<Deployment> => {
  const database = await createBenchDatabase();
  cleanup.add(() => database.drop());
  const server = await startServerApp({ databaseUrl: database.url, environment: { PORTICO_SANDBOXES: 'off' } });
  cleanup.add(() => server.stop());
  await connectSink(server, sinkUrl, lanesAtOnce);
  return { name: 'one process', server, database, events: null, pids: [server.pid] };
};

/** A server that only takes in, and a worker process which RabbitMQ wakes. */
export const deployApart = async (sinkUrl: string, broker: BenchBroker, cleanup: Cleanup): Promise<Deployment> => {
  const database = await createBenchDatabase();
  cleanup.add(() => database.drop());
  const environment = { PORTICO_RABBITMQ_URL: broker.url, PORTICO_RABBITMQ_PREFIX: broker.prefix };
  cleanup.add(() => broker.remove());
  const server = await startServerApp({
    databaseUrl: database.url,
    environment: { ...environment, PORTICO_WORKER: 'off', PORTICO_SANDBOXES: 'off', PORTICO_INBOX: 'off' },
  });
  cleanup.add(() => server.stop());
  await connectSink(server, sinkUrl, lanesAtOnce);
  const worker = await startWorkerApp({ databaseUrl: database.url, environment });
  cleanup.add(() => worker.stop());
  return {
    name: 'server, worker, RabbitMQ',
    server,
    database,
    events: { url: broker.url, exchange: `${broker.prefix}.events` },
    pids: [server.pid, worker.pid],
  };
};
