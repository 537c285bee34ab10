import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyDatabase, openDatabase, type Database, type DatabaseOptions } from '@portico/adapters-persistence';
import { Inconvenience } from '@portico/composition';
import { z } from 'zod';
import { misused } from '../../cli/failure.ts';
import type { ServerConfiguration } from '../../configuration/configuration.ts';
import { copyReport } from './copy-report.ts';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/u });

/** A user without rights is somebody's mistake, not a bug. */
const insufficientPrivilege = '42501';

const open = async (options: DatabaseOptions, advice: string): Promise<Database> => {
  const opened = await openDatabase(options);
  if (opened.isErr()) throw new Inconvenience(`${opened.error.message}. ${advice}`);
  return opened.value;
};

/** Exit codes of a program that a signal ended. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Copies the embedded database of a data directory into an empty PostgreSQL, all of it or nothing; answers the exit code. */
export const copyData = async (
  configuration: ServerConfiguration,
  options: { readonly to: string | null; readonly from: string | null },
): Promise<number> => {
  const to = options.to ?? configuration.databaseUrl;
  if (to === null || !postgresUrl.safeParse(to).success)
    throw misused('say where to copy, with --to or PORTICO_DATABASE_URL: a postgres:// address');
  const dataDir = resolve(options.from ?? configuration.dataDir);
  const embedded = join(dataDir, 'database');
  // Opening would make one.
  if (!existsSync(join(embedded, 'PG_VERSION')))
    throw new Inconvenience(`there is no embedded database in ${dataDir}. Say where it is with --from.`);

  const stop = new AbortController();
  let exitCode = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // Once more: at once. PostgreSQL undoes what was not committed.
      if (stop.signal.aborted) process.exit(codes[signal]);
      exitCode = codes[signal];
      stop.abort();
    });

  const source = await open({ kind: 'pglite', dataDir: embedded, patienceMs: 3_000 }, 'Stop Portico first.');
  try {
    const target = await open({ kind: 'postgres', url: to, poolSize: 2 }, 'Check the address of the target.');
    try {
      const report = copyReport((line) => process.stdout.write(`${line}\n`));
      const copied = await copyDatabase(source, target, { signal: stop.signal, onProgress: report.progress });
      if (copied.isErr()) {
        process.stderr.write(`portico: ${copied.error.message}.\n`);
        return exitCode === 0 ? 1 : exitCode;
      }
      report.done(copied.value, dataDir, configuration.secretKey !== null);
      return 0;
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code !== insufficientPrivilege) throw error;
      throw new Inconvenience(`the target refuses: ${(error as Error).message}. Its user must own the database.`);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};
