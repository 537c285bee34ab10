import { resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { settings, type SettingName } from './settings.ts';

/** What the server runs with. */
export interface Configuration {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** IANA name. */
  readonly timezone: string;
  /** Null: the address it listens on. */
  readonly publicUrl: string | null;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly worker: boolean;
  readonly sandboxes: boolean;
  /** Base64; null: the key file in the data directory. */
  readonly secretKey: string | null;
  readonly log: 'silent' | 'error' | 'info' | 'debug';
}

/** One setting that cannot be used, in words. */
export type ConfigurationProblem = { readonly setting: string; readonly message: string };

const schema = z.object(settings);

/** Reads the configuration from environment variables; an empty one counts as unset. */
export const readConfiguration = (
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Result<Configuration, readonly ConfigurationProblem[]> => {
  const given = Object.fromEntries(
    (Object.keys(settings) as SettingName[]).flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return err(parsed.error.issues.map((issue) => ({ setting: String(issue.path[0] ?? ''), message: issue.message })));
  }
  const values = parsed.data;
  return ok({
    port: values.PORTICO_PORT,
    host: values.PORTICO_HOST,
    dataDir: resolve(workingDirectory, values.PORTICO_DATA_DIR),
    timezone: values.PORTICO_TIMEZONE,
    publicUrl: values.PORTICO_PUBLIC_URL?.replace(/\/+$/u, '') ?? null,
    databaseUrl: values.PORTICO_DATABASE_URL ?? null,
    worker: values.PORTICO_WORKER,
    sandboxes: values.PORTICO_SANDBOXES ?? values.PORTICO_DATABASE_URL === undefined,
    secretKey: values.PORTICO_SECRET_KEY ?? null,
    log: values.PORTICO_LOG,
  });
};
