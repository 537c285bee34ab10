import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, type Database, type DatabaseOptions } from '@portico/adapters-persistence';
import type { StoreFailure } from '@portico/core';
import type { WorkLog } from '@portico/core/work';
import { err, ok, type Result } from 'neverthrow';
import { Inconvenience } from '../inconvenience.ts';
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

const optionsOf = ({ databaseUrl, databasePool, dataDir }: Configuration): DatabaseOptions =>
  databaseUrl === null
    ? { kind: 'pglite', dataDir: join(dataDir, 'database'), patienceMs: 3_000 }
    : { kind: 'postgres', url: databaseUrl, poolSize: databasePool };

/** What a newer version added is left alone, so that an upgrade of many processes may go on one by one. */
const warnOfNewerSchema = async (database: Database, log: WorkLog): Promise<void> => {
  const migrations = (await database.unknownMigrations()).unwrapOr([]);
  if (migrations.length > 0)
    log('error', 'The schema of the database is newer than this version knows; upgrade this process.', { migrations });
};

const openMigrated = async (
  configuration: Configuration,
  log: WorkLog,
): Promise<Result<Database, StoreFailure & { readonly open: boolean }>> => {
  const opened = await openDatabase(optionsOf(configuration));
  if (opened.isErr()) return err({ ...opened.error, open: false });
  const migrated = await opened.value.migrate();
  if (migrated.isOk()) {
    await warnOfNewerSchema(opened.value, log);
    return ok(opened.value);
  }
  await opened.value.close();
  return err({ ...migrated.error, open: true });
};

/** Opens the configured store and brings its schema up to date. */
export const openStore = async (configuration: Configuration, log: WorkLog): Promise<Database> => {
  const opened = await openMigrated(configuration, log);
  if (opened.isOk()) return opened.value;
  const { open, message } = opened.error;
  throw new Inconvenience(`${open ? 'the database cannot be brought up to date: ' : ''}${message}.`);
};

const firstPauseMs = 250;
const longestPauseMs = 5_000;
const repeatAfterMs = 60_000;

/** The same for a process that waits for its store, however long that takes; null when `told` to stop before. */
export const awaitStore = async (
  configuration: Configuration,
  log: WorkLog,
  told: AbortSignal,
): Promise<Database | null> => {
  let said = { reason: '', at: -Infinity };
  for (let pauseMs = firstPauseMs; !told.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const opened = await openMigrated(configuration, log);
    if (opened.isOk()) {
      if (!told.aborted) return opened.value;
      await opened.value.close();
      return null;
    }
    const { message: reason } = opened.error;
    if (reason !== said.reason || performance.now() - said.at > repeatAfterMs) {
      log('error', 'The database cannot be used yet; it is tried again until it can.', { reason });
      said = { reason, at: performance.now() };
    }
    await pause(pauseMs, undefined, { signal: told }).catch(() => undefined);
  }
  return null;
};
