import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Children } from './children.ts';
import { createService } from './create-service.ts';
import { unprivileged, type Programs } from './programs.ts';
import type { RunFolder } from './run-folder.ts';
import type { Service } from './service.ts';

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** A database server of this run. It forces its writes to the disk, so that killing it is honest. */
export const createPostgres = (
  children: Children,
  programs: Programs,
  folder: RunFolder,
  port: number,
): { readonly service: Service; readonly url: string } => {
  const owner = unprivileged();
  const data = folder.folder('postgres');
  chmodSync(data, 0o700);
  if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
  const made = spawnSync(
    programs.initdb,
    ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { cwd: data, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' }, ...owner },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '128MB',
    max_connections: '80',
    log_checkpoints: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const service = createService(children, {
    program: {
      name: 'postgres',
      command: programs.postgres,
      args: ['-D', data, '-p', String(port), ...flags],
      env: { LC_ALL: 'C', HOME: join(data) },
      cwd: data,
      ...(owner === undefined ? {} : { owner }),
    },
    answers: () => answers(url),
    withinMs: 60_000,
  });
  return { service, url };
};
