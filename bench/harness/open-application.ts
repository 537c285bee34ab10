import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '@portico/core';
import type { Database } from '@portico/adapters-persistence';
import { createContainer, openStore, processLog, readKeys, tokens } from '@portico/composition';
import { readConfiguration } from '../../apps/server/src/configuration/configuration.ts';
import { must } from './must.ts';

/** Portico as its processes compose it, on PostgreSQL. */
export interface OpenApplication {
  readonly application: Application;
  readonly database: Database;
  close(): Promise<void>;
}

/** Opens it in a temporary directory, which goes with it. `environment` are settings beyond the database. */
export const openApplication = async (
  databaseUrl: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenApplication> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const configuration = must(
    readConfiguration(
      { PORTICO_DATA_DIR: dataDir, PORTICO_DATABASE_URL: databaseUrl, PORTICO_LOG: 'error', ...environment },
      dataDir,
    ),
  );
  const database = await openStore(configuration, processLog(configuration.log));
  const opened = { configuration, keys: readKeys(null, dataDir), database, broker: null, limits: null };
  const application = createContainer(opened).get(tokens.application);
  must(await application.maintain());
  return { application, database, close: () => database.close() };
};
