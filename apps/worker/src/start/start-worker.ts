import {
  awaitStore,
  createClosing,
  findKeys,
  listen,
  openBroker,
  openLimits,
  openTracing,
  processLog,
} from '@portico/composition';
import type { WorkerConfiguration } from '../configuration/configuration.ts';
import { createHealth } from './health.ts';
import type { Situation } from './ready-line.ts';
import { work } from './work.ts';

/** A worker that has been started; it may still be waiting for its store. */
export interface RunningWorker {
  /** Null when it was told to stop before it was ready. */
  readonly ready: Promise<Situation | null>;
  /** Ends: claims no more, lets what is under way end within `boundMs`, and closes everything. */
  stop(boundMs: number): Promise<void>;
}

const hostForUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * Starts a worker. What a person must mend rejects `ready` with an `Inconvenience`. A store, a broker or a Redis that is away does not:
 * the worker waits for the first, and works without the others until they come.
 */
export const startWorker = (configuration: WorkerConfiguration, version: string): RunningWorker => {
  const begun = performance.now();
  const log = processLog(configuration.log);
  const told = new AbortController();
  const closing = createClosing();
  const health = createHealth();
  let stopBoundMs = 0;

  const start = async (): Promise<Situation | null> => {
    const keys = findKeys(configuration.secretKey, configuration.dataDir);
    // First of all, so that whoever watches can tell waiting from gone.
    const { healthHost } = configuration;
    const settings = { port: 'PORTICO_HEALTH_PORT', host: 'PORTICO_HEALTH_HOST' };
    const listening = await listen((request) => health.fetch(request), configuration.healthPort, healthHost, settings);
    closing.add(() => listening.close(500));
    const healthUrl = `http://${hostForUrl(healthHost)}:${listening.port}`;
    log('info', 'The worker starts.', { health: healthUrl });
    const tracing = await openTracing(configuration, { name: 'portico-worker', version }, log);
    closing.add(async () => tracing?.close(1_000));
    const broker = await openBroker(configuration, configuration.lanes, log);
    closing.add(async () => broker?.close(1_000));
    const limits = await openLimits(configuration, log);
    closing.add(async () => limits?.close(500));
    const database = await awaitStore(configuration, log, told.signal);
    if (database === null) return null;
    closing.add(() => database.close());
    const working = await work({ configuration, keys, database, broker, limits, tracing }, log, told.signal);
    if (working === null) return null;
    closing.add(() => working.stop(stopBoundMs));
    health.show(working);
    return {
      version,
      store: 'PostgreSQL',
      broker: broker === null ? null : 'RabbitMQ',
      redis: limits === null ? null : 'Redis',
      lanes: configuration.lanes,
      inbox: configuration.inbox,
      healthUrl,
      startedInMs: performance.now() - begun,
    };
  };

  const ready = start().catch(async (error: unknown) => {
    await closing.close().catch(() => undefined);
    throw error;
  });
  return {
    ready,
    stop: async (boundMs) => {
      stopBoundMs = boundMs;
      told.abort();
      health.stopping();
      await ready.catch(() => null);
      await closing.close();
    },
  };
};
