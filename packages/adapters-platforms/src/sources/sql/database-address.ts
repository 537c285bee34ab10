import { err, ok, type Result } from 'neverthrow';

/** Where a database is and who asks, all of it said: nothing is taken from this process's own environment. */
export interface DatabaseAddress {
  readonly kind: 'postgres' | 'mysql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: boolean;
}

const ports = { postgres: 5432, mysql: 3306 } as const;

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** Reads an address. `?sslmode=require` (PostgreSQL) or `?ssl=true` asks for TLS; other parameters, and sockets, are refused. */
export const readDatabaseAddress = (address: string): Result<DatabaseAddress, string> => {
  const scheme = /^(postgres|postgresql|mysql|mariadb):\/\//u.exec(address)?.[1];
  if (scheme === undefined) return err('must begin with postgres:// or mysql://');
  if (!URL.canParse(address)) return err('is no address');
  const { hostname, port, username, password, pathname, searchParams } = new URL(address);
  const kind = scheme.startsWith('postgres') ? 'postgres' : 'mysql';
  const [user, secret, database] = [decoded(username), decoded(password), decoded(pathname.slice(1))];
  if (user === null || secret === null || database === null) return err('has a % that stands for nothing');
  if (hostname === '' || hostname.includes('%') || hostname.includes('/')) return err('must name a host');
  if (user === '') return err('must name a user');
  if (database === '' || database.includes('/')) return err('must name a database');
  const unknown = [...searchParams.keys()].find((name) => name !== 'sslmode' && name !== 'ssl');
  if (unknown !== undefined) return err(`has the parameter "${unknown.slice(0, 40)}", which is not known here`);
  const tls = ['require', 'verify-ca', 'verify-full', 'true', '1'].includes(
    searchParams.get('sslmode') ?? searchParams.get('ssl') ?? '',
  );
  return ok({
    kind,
    host: hostname.replace(/^\[|\]$/gu, ''),
    port: port === '' ? ports[kind] : Number(port),
    user,
    password: secret,
    database,
    tls,
  });
};
