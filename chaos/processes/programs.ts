import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of other people that a run needs, each by its path. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly rabbitmq: string;
  readonly epmd: string;
  readonly redis: string;
}

const sorted = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
        .map((name) => join(folder, name))
    : [];

const onPath = (): readonly string[] => [
  ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  '/usr/local/bin',
  '/usr/bin',
  '/usr/local/sbin',
  '/usr/sbin',
];

const debianPostgres = (): readonly string[] => sorted('/usr/lib/postgresql').map((version) => join(version, 'bin'));
// Debian's own script on the PATH always runs the machine's broker, as its user.
const debianRabbitmq = ['/usr/lib/rabbitmq/bin'];
const erlang = (): readonly string[] =>
  sorted('/usr/lib/erlang').flatMap((folder) => (folder.includes('erts-') ? [join(folder, 'bin')] : []));

const packages: Readonly<Record<keyof Programs, string>> = {
  initdb: 'postgresql',
  postgres: 'postgresql',
  rabbitmq: 'rabbitmq-server',
  epmd: 'erlang-base',
  redis: 'redis-server',
};

/** Finds all of them, or says in words which are missing and what installs them. */
export const findPrograms = (exists: (file: string) => boolean = existsSync): Programs | string => {
  const find = (program: string, folders: readonly string[]): string | undefined =>
    folders.map((folder) => join(folder, program)).find(exists);
  const found: Record<keyof Programs, string | undefined> = {
    initdb: find('initdb', [...debianPostgres(), ...onPath()]),
    postgres: find('postgres', [...debianPostgres(), ...onPath()]),
    rabbitmq: find('rabbitmq-server', [...debianRabbitmq, ...onPath()]),
    epmd: find('epmd', [...onPath(), ...erlang()]),
    redis: find('redis-server', onPath()),
  };
  const names = Object.keys(found) as (keyof Programs)[];
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length === 0) return found as Programs;
  const toInstall = [...new Set(missing.map((name) => packages[name]))].join(' ');
  return `Not found: ${missing.join(', ')}. On Debian and Ubuntu: apt-get install ${toInstall}`;
};

/** Somebody who is not root, for servers that refuse to run as root; undefined where we are not. */
export const unprivileged = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('there is no user "nobody" to run PostgreSQL as');
  return { uid: Number(uid), gid: Number(gid) };
};
