import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database } from '@portico/adapters-persistence';
import { Inconvenience } from '../commands/inconvenience.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { makeDirectory } from '../data-directory/make-directory.ts';

/** Makes the data directory, for its owner only, and proves that it can be written. */
export const prepareDataDirectory = (dataDir: string): void => {
  try {
    makeDirectory(dataDir);
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new Inconvenience(
      `the data directory ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Change its rights, or set PORTICO_DATA_DIR.`,
    );
  }
};

/** Opens the configured store and brings its schema up to date. */
export const openStore = async (configuration: Configuration): Promise<Database> => {
  const { databaseUrl, dataDir } = configuration;
  const opened = await openDatabase(
    databaseUrl === null
      ? { kind: 'pglite', dataDir: join(dataDir, 'database'), patienceMs: 3_000 }
      : { kind: 'postgres', url: databaseUrl },
  );
  if (opened.isErr()) throw new Inconvenience(`${opened.error.message}.`);
  const migrated = await opened.value.migrate();
  if (migrated.isErr()) {
    await opened.value.close();
    throw new Inconvenience(`the database cannot be brought up to date: ${migrated.error.message}.`);
  }
  return opened.value;
};
