import { join } from 'node:path';
import { exitCodes } from '../exit-codes.ts';
import { Failure, misused } from '../failure.ts';
import type { GlobalValues } from '../parsing/global-options.ts';
import type { Terminal } from '../terminal.ts';
import { checkKey, readKeyFile } from './key-file.ts';
import { readProfiles, type Profile } from './profiles.ts';
import { readLocalServer } from './local-server.ts';

/** Where a server is, and what signs in to it. */
export interface Connection {
  /** Without a slash at its end. */
  readonly url: string;
  /** Null: nothing was found. Never to be shown. */
  readonly key: string | null;
  /** Where the key came from, for messages. */
  readonly keyFrom: string;
}

type Asked = Pick<GlobalValues, 'url' | 'key' | 'key-file' | 'profile'>;

/** An http or https address as it is used and compared: without a slash at its end. */
export const parseAddress = (given: string, from: string): string => {
  const url = URL.parse(given.includes('://') ? given : `http://${given}`);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw misused(`${from} is no http or https address: "${given}"`);
  if (url.username !== '' || url.password !== '')
    throw misused(`${from} must not hold a password; sign in with an API key`);
  return `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
};

const chooseProfile = (asked: Asked, terminal: Terminal): (Profile & { readonly name: string }) | null => {
  const named = asked.profile ?? (terminal.env['PORTICO_PROFILE'] || null);
  const stored = readProfiles(terminal.env);
  const name = named ?? stored.current;
  const profile = name !== null && Object.hasOwn(stored.profiles, name) ? stored.profiles[name] : undefined;
  if (profile !== undefined && name !== null) return { ...profile, name };
  if (named !== null)
    throw new Failure(
      exitCodes.notSignedIn,
      `there is no profile "${named}". Make it: portico login --profile ${named} --url …`,
    );
  return null;
};

const givenKey = async (asked: Asked, terminal: Terminal): Promise<Pick<Connection, 'key' | 'keyFrom'> | null> => {
  if (asked.key !== null && asked['key-file'] !== null) throw misused('--key and --key-file: give one of them');
  if (asked['key-file'] !== null) return { key: await readKeyFile(asked['key-file'], terminal), keyFrom: '--key-file' };
  if (asked.key !== null) return { key: checkKey(asked.key, '--key'), keyFrom: '--key' };
  const { PORTICO_KEY: key, PORTICO_KEY_FILE: file } = terminal.env;
  if (key !== undefined && key !== '') return { key: checkKey(key.trim(), 'PORTICO_KEY'), keyFrom: 'PORTICO_KEY' };
  if (file !== undefined && file !== '') return { key: await readKeyFile(file, terminal), keyFrom: 'PORTICO_KEY_FILE' };
  return null;
};

/**
 * Options before the environment, that before a profile, that before the server of this machine. A key that was stored for one address is never
 * sent to another.
 */
export const findConnection = async (asked: Asked, terminal: Terminal): Promise<Connection> => {
  const explicit = asked.url !== null ? parseAddress(asked.url, '--url') : null;
  const fromEnv =
    (terminal.env['PORTICO_URL'] ?? '') === ''
      ? null
      : parseAddress(terminal.env['PORTICO_URL'] as string, 'PORTICO_URL');
  const profile = chooseProfile(asked, terminal);
  const local = readLocalServer(terminal);
  // A profile that was asked for by name comes before the environment's address.
  const url =
    explicit ?? (asked.profile !== null && profile !== null ? profile.url : fromEnv) ?? profile?.url ?? local.url;
  const given = await givenKey(asked, terminal);
  if (given !== null) return { url, ...given };
  if (profile !== null && profile.url === url)
    return { url, key: profile.key, keyFrom: `the profile "${profile.name}"` };
  if (local.url === url && local.key !== null)
    return { url, key: local.key, keyFrom: join(local.dataDir, 'credentials.json') };
  return { url, key: null, keyFrom: 'nowhere' };
};

/** The same, for what needs to sign in. */
export const signedIn = (connection: Connection): Connection => {
  if (connection.key !== null) return connection;
  throw new Failure(
    exitCodes.notSignedIn,
    `no API key for ${connection.url}. Sign in (portico login --url ${connection.url}), or set PORTICO_KEY`,
  );
};
