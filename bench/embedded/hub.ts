import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '@portico/core';
import { startSandboxes, type SandboxName } from '@portico/adapters-platforms/sandboxes';
import { taskCenterKinds } from '@portico/adapters-platforms/task-centers';
import type { Database } from '@portico/adapters-persistence';
import { readConfiguration } from '../../apps/server/src/configuration/configuration.ts';
import { createContainer, openStore, processLog, readKeys, tokens } from '@portico/composition';
import { sandboxKinds } from '../../apps/server/src/start/sandbox-platforms.ts';
import { createVendorAgent } from '../../packages/adapters-platforms/src/http/vendor-client.ts';
import { createRequestRecorder, type RequestRecorder } from './request-recorder.ts';
import { must } from '../harness/must.ts';

/** Portico as the server composes it when nothing is configured: PGlite, sandboxes and worker in this process. */
export interface Hub {
  readonly application: Application;
  readonly database: Database;
  /** Everything that is sent to the sandboxes passes here. */
  readonly requests: RequestRecorder;
  /** Connects sandboxes as platforms of a tenant. */
  connect(tenant: string, kinds: readonly SandboxName[], concurrency?: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a hub in a temporary directory, which goes with it. */
export const openHub = async (): Promise<Hub> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  // However the process ends, the directory goes.
  process.once('exit', remove);
  const undo: (() => unknown)[] = [() => process.removeListener('exit', remove), remove];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const configuration = must(readConfiguration({ PORTICO_DATA_DIR: dataDir, PORTICO_LOG: 'error' }, dataDir));
    const database = await openStore(configuration, processLog(configuration.log));
    undo.push(() => database.close());
    const sandboxes = await startSandboxes({ port: 0, dataDir: join(dataDir, 'sandboxes'), kinds: sandboxKinds });
    undo.push(() => sandboxes.close());
    const agent = createVendorAgent();
    undo.push(() => agent.close());
    const requests = createRequestRecorder(agent);
    const container = createContainer({
      configuration,
      keys: readKeys(null, dataDir),
      database,
      broker: null,
      limits: null,
    });
    container.rebind(tokens.kinds).toConstantValue(taskCenterKinds({ dispatcher: requests.dispatcher }));
    const application = container.get(tokens.application);
    must(await application.maintain());

    const connect: Hub['connect'] = async (tenant, kinds, concurrency) => {
      for (const name of kinds) {
        const fields = application.taskCenter.listKinds().find(({ kind }) => kind === name)?.configFields ?? [];
        const isSecret = (key: string): boolean =>
          fields.some((field) => field.name === key && field.type === 'secret');
        const given = Object.entries(sandboxes.credentials(name));
        const draft = {
          code: name,
          kind: name,
          baseUrl: sandboxes.baseUrl(name),
          settings: Object.fromEntries(given.filter(([key]) => !isSecret(key))),
          secrets: Object.fromEntries(given.filter(([key]) => isSecret(key))),
          ...(concurrency === undefined ? {} : { concurrency }),
        };
        must(await application.taskCenter.createPlatform(tenant, draft));
      }
    };
    return { application, database, requests, connect, close };
  } catch (error) {
    await close();
    throw error;
  }
};
