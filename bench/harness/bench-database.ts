import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { processorTimes } from './processor-time.ts';

/** A database of its own on a PostgreSQL server. */
export interface BenchDatabase {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Processor time of every backend that serves it, but the one that asks. */
  backendTimes(): Promise<ReadonlyMap<number, number | null>>;
  drop(): Promise<void>;
}

/** The server on which databases are made: `PORTICO_BENCH_POSTGRES_URL`, else the one on this machine. */
export const serverUrl = (): string =>
  process.env.PORTICO_BENCH_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const onServer = async <T>(run: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: serverUrl(), connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
};

/** Version and the settings that decide how fast a commit is. */
export const describePostgres = (): Promise<string> =>
  onServer(async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) setting from pg_settings where name in
        ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_level', 'max_wal_size') order by name`,
    );
    const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
    const version = settings.get('server_version') ?? 'of unknown version';
    settings.delete('server_version');
    return `PostgreSQL ${version.split(' ')[0]} (${[...settings].map(([name, setting]) => `${name} ${setting}`).join(', ')})`;
  });

/** Makes an empty database; drop it at the end. */
export const createBenchDatabase = async (): Promise<BenchDatabase> => {
  const name = `portico_bench_${randomBytes(6).toString('hex')}`;
  await onServer((client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href, application_name: 'portico-bench' });
  client.on('error', () => {});
  const query: BenchDatabase['query'] = async <Row extends pg.QueryResultRow>(
    text: string,
    parameters: readonly unknown[] = [],
  ) => (await client.query<Row>(text, [...parameters])).rows;
  const drop = async (): Promise<void> => {
    await client.end().catch(() => {});
    await onServer((admin) => admin.query(`drop database if exists ${name} with (force)`));
  };
  try {
    await client.connect();
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    url: url.href,
    query,
    backendTimes: async () => {
      const rows = await query<{ pid: number }>(
        'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      return processorTimes(rows.map(({ pid }) => pid));
    },
    drop,
  };
};
