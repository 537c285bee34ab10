import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from '@portico/core/work';
import type { Sandboxes } from '@portico/adapters-platforms/sandboxes';
import { version } from '../commands/help.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { readKeys } from '../data-directory/keys.ts';
import { createContainer } from '../modules/create-container.ts';
import { tokens } from '../modules/tokens.ts';
import { ensureAdminKey } from './admin-key.ts';
import { startEmbeddedSandboxes } from './embedded-sandboxes.ts';
import { every } from './every.ts';
import { listen } from './listen.ts';
import { onceEver } from './once-ever.ts';
import { openStore, prepareDataDirectory } from './open-store.ts';
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
export const startServer = async (configuration: Configuration): Promise<RunningServer> => {
  const begun = performance.now();
  const { dataDir, host } = configuration;
  const undo: (() => Promise<void>)[] = [];
  // Every step is tried, whatever became of those before it.
  const unwind = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
  };
  try {
    prepareDataDirectory(dataDir);
    // The port first, so that a taken one is found before anything is touched.
    let serve: (request: Request, env: never) => Response | Promise<Response> = starting;
    const listening = await listen((request, env) => serve(request, env), configuration.port, host);
    let stopBoundMs = 1_000;
    undo.push(() => listening.close(stopBoundMs));
    const database = await openStore(configuration);
    undo.push(() => database.close());
    const container = createContainer(configuration, readKeys(configuration.secretKey, dataDir), database);
    const application = container.get(tokens.application);
    const log = container.get(tokens.log);

    let sandboxes: Sandboxes | null = null;
    if (configuration.sandboxes) {
      const started = await startEmbeddedSandboxes(dataDir, listening.port, sandboxKinds);
      undo.push(() => started.close());
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

    let worker: Worker | null = null;
    if (configuration.worker) {
      worker = application.createWorker({ exclusive: database.kind === 'pglite' });
      const begunWork = await worker.start();
      if (begunWork.isErr()) throw new Error(begunWork.error.message);
      const working = worker;
      undo.push(() => working.stop(stopBoundMs));
      const failed = (error: unknown): void =>
        log('error', 'A scheduled job failed.', {
          error: error instanceof Error ? error.message : JSON.stringify(error),
        });
      const jobs = [
        every(60_000, () => application.scheduleSweeps(), failed),
        every(6 * 3_600_000, () => application.maintain(), failed),
      ];
      undo.push(async () => jobs.forEach((stop) => stop()));
    }

    const url = `http://${hostForUrl(host)}:${listening.port}`;
    const publicUrl = configuration.publicUrl ?? url;
    const website = createWebsite({
      container,
      application,
      database,
      worker,
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
        doorbell: 'in-process',
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
        return unwind();
      },
    };
  } catch (error) {
    await unwind().catch(() => undefined);
    throw error;
  }
};
