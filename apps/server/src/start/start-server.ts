import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createClosing,
  createContainer,
  createHealthApp,
  createVitals,
  createWork,
  listen,
  openBroker,
  openLimits,
  openStore,
  openTracing,
  prepareDataDirectory,
  processLog,
  readKeys,
  startInbox,
  tokens,
} from '@portico/composition';
import { everyLane } from '@portico/core/work';
import type { Sandboxes } from '@portico/adapters-platforms/sandboxes';
import { version } from '../commands/version.ts';
import type { ServerConfiguration } from '../configuration/configuration.ts';
import { ensureAdminKey } from './admin-key.ts';
import { startEmbeddedSandboxes } from './embedded-sandboxes.ts';
import { onceEver } from './once-ever.ts';
import { connectSandboxes, sandboxKinds } from './sandbox-platforms.ts';
import type { Situation } from './banner.ts';
import { createWebsite } from './website.ts';

/** A server that runs. */
export interface RunningServer {
  readonly situation: Situation;
  /** Takes no more requests, lets work under way end within `boundMs`, and closes everything. */
  stop(boundMs: number): Promise<void>;
}

const starting = (): Response =>
  new Response('Portico is starting.\n', {
    status: 503,
    headers: { 'Retry-After': '1', 'Content-Type': 'text/plain; charset=utf-8' },
  });

const hostForUrl = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;

/** Starts everything the configuration asks for; throws `Inconvenience` for what a person can mend. Whatever was opened is closed then. */
export const startServer = async (configuration: ServerConfiguration): Promise<RunningServer> => {
  const begun = performance.now();
  const { dataDir, host } = configuration;
  const closing = createClosing();
  const log = processLog(configuration.log);
  try {
    prepareDataDirectory(dataDir);
    const tracing = await openTracing(configuration, { name: 'portico-server', version: version() }, log);
    closing.add(async () => tracing?.close(1_000));
    // The port first, so that a taken one is found before anything is touched.
    let serve: (request: Request, env: never) => Response | Promise<Response> = starting;
    const listening = await listen((request, env) => serve(request, env), configuration.port, host);
    let stopBoundMs = 1_000;
    closing.add(() => listening.close(stopBoundMs));
    const database = await openStore(configuration, log);
    closing.add(() => database.close());
    const broker = await openBroker(configuration, everyLane, log);
    closing.add(async () => broker?.close(1_000));
    const limits = await openLimits(configuration, log);
    closing.add(async () => limits?.close(500));
    const keys = readKeys(configuration.secretKey, dataDir);
    const url = `http://${hostForUrl(host)}:${listening.port}`;
    const publicUrl = configuration.publicUrl ?? url;
    const container = createContainer({
      configuration,
      keys,
      database,
      broker,
      limits,
      tracing,
      publicUrl: () => publicUrl,
    });
    const application = container.get(tokens.application);
    closing.add(() => application.closeSources());

    let sandboxes: Sandboxes | null = null;
    if (configuration.sandboxes) {
      const started = await startEmbeddedSandboxes(dataDir, listening.port, sandboxKinds);
      closing.add(() => started.close());
      sandboxes = started;
    }
    for (const step of [application.maintain(), application.access.ensureDefaultTenant(configuration.timezone)]) {
      const done = await step;
      if (done.isErr()) throw new Error(done.error.message);
    }
    const adminKey = await ensureAdminKey(application.access, dataDir);
    if (adminKey.isErr()) throw new Error(adminKey.error.message);
    if (sandboxes !== null) {
      const played = sandboxes;
      await onceEver(join(dataDir, 'sandboxes.connected'), (first) =>
        connectSandboxes(application.taskCenter, played, first),
      );
    }

    const work = configuration.worker
      ? createWork(application, log, { lanes: everyLane, exclusive: database.kind === 'pglite' })
      : null;
    const begunWork = await work?.begin();
    if (begunWork?.isErr() === true) throw new Error(begunWork.error.message);
    const tracer = container.get(tokens.tracer);
    const inbox =
      broker !== null && configuration.inbox ? startInbox(broker, application, database, log, tracer) : null;
    closing.add(async () => void (await Promise.all([inbox?.stop(stopBoundMs), work?.stop(stopBoundMs)])));

    const vitals = createVitals({ container, database, worker: work?.worker ?? null, broker, limits, inbox });
    closing.add(async () => vitals.stop());
    if (configuration.metricsPort !== null) {
      const settings = { port: 'PORTICO_METRICS_PORT', host: 'PORTICO_METRICS_HOST' };
      const app = createHealthApp(vitals);
      const shown = await listen(
        (request) => app(request),
        configuration.metricsPort,
        configuration.metricsHost,
        settings,
      );
      closing.add(() => shown.close(500));
    }

    const website = createWebsite({
      container,
      application,
      readiness: async () => ({ checks: await vitals.checks() }),
      sandboxes,
      publicUrl,
      version: version(),
    });
    serve = website.fetch;
    writeFileSync(join(dataDir, 'server.json'), `${JSON.stringify({ url })}\n`, { mode: 0o600 });
    const platforms = await application.taskCenter.listPlatforms('default');
    const real = platforms.isOk()
      ? platforms.value.filter((platform) => !platform.sandbox).map((platform) => platform.code)
      : [];
    return {
      situation: {
        version: version(),
        url,
        store: database.kind === 'pglite' ? `PGlite in ${join(dataDir, 'database')}` : 'PostgreSQL',
        doorbell: broker === null ? 'in-process' : 'RabbitMQ',
        limits: limits === null ? 'each process keeps to its share' : 'Redis',
        worker: configuration.worker,
        sandboxes: sandboxes === null ? null : { codes: sandboxKinds, url: `http://127.0.0.1:${sandboxes.port}` },
        platforms: real,
        signInUrl: website.signInLink(),
        credentials: join(dataDir, 'credentials.json'),
        startedInMs: performance.now() - begun,
      },
      stop: (boundMs) => {
        stopBoundMs = boundMs;
        serve = starting;
        return closing.close();
      },
    };
  } catch (error) {
    await closing.close().catch(() => undefined);
    throw error;
  }
};
