import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misused } from '../../cli/failure.ts';
import type { ApiClient } from '../../cli/http/api-client.ts';
import { readObject } from '../../cli/input-file.ts';
import type { Values } from '../../cli/parsing/option.ts';
import { at, listAt, textAt } from '../../cli/read-path.ts';
import type { Terminal } from '../../cli/terminal.ts';
import type { platformOptions } from './platform-options.ts';

type Given = Values<typeof platformOptions>;
type Json = Readonly<Record<string, unknown>>;

/** A pair as it is written on the command line. */
export const splitPair = (pair: string, option: string): readonly [string, string] => {
  const place = pair.indexOf('=');
  if (place < 1) throw misused(`${option} is written name=value, not "${place < 0 ? pair : ''}"`);
  return [pair.slice(0, place), pair.slice(place + 1)];
};

/** A setting as its kind has it; what does not fit is sent as text, and the server says what is wrong with it. */
export const settingValue = (type: string, given: string): unknown => {
  if (type === 'integer' && /^-?\d{1,15}$/u.test(given)) return Number(given);
  if (type === 'boolean' && /^(true|on|yes)$/iu.test(given)) return true;
  if (type === 'boolean' && /^(false|off|no)$/iu.test(given)) return false;
  if (type !== 'json') return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    throw misused(`--set: this setting is JSON: ${given.slice(0, 60)}`);
  }
};

const settingsOf = async (pairs: readonly string[], kind: string, api: ApiClient): Promise<Json> => {
  const page = await api.get('/task-center/platform-kinds');
  const found = listAt(page, 'items').find((one) => textAt(one, 'kind') === kind);
  const types = new Map(listAt(found, 'config_field').map((field) => [textAt(field, 'name'), textAt(field, 'type')]));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, value] = splitPair(pair, '--set');
      if (types.get(name) === 'secret')
        throw misused(`${name} is a secret: give it with --secret-env or --secret-file`);
      return [name, settingValue(types.get(name) ?? 'string', value)];
    }),
  );
};

/** Secrets from the environment and from files; null for those to be removed. */
export const secretsOf = async (
  given: Pick<Given, 'secret-env' | 'secret-file' | 'unset-secret'>,
  terminal: Pick<Terminal, 'env' | 'directory'>,
): Promise<Json> => {
  const secrets: Record<string, string | null> = {};
  for (const pair of given['secret-env']) {
    const [name, variable] = splitPair(pair, '--secret-env');
    const value = terminal.env[variable];
    if (value === undefined || value === '') throw misused(`the environment variable ${variable} is not set`);
    secrets[name] = value;
  }
  for (const pair of given['secret-file']) {
    const [name, file] = splitPair(pair, '--secret-file');
    try {
      secrets[name] = (await readFile(resolve(terminal.directory, file), 'utf8')).replace(/\r?\n$/u, '');
    } catch (error) {
      throw misused(`the secret file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
    }
  }
  for (const name of given['unset-secret']) secrets[name] = null;
  return secrets;
};

const rateOf = (given: string): Json | null => {
  if (given === 'none') return null;
  const found = /^(\d+(?:\.\d+)?)(?::(\d+))?$/u.exec(given);
  if (found === null) throw misused(`--rate is written 5 or 5:20 or none, not "${given}"`);
  const perSecond = Number(found[1]);
  return { perSecond, burst: found[2] === undefined ? Math.max(1, Math.ceil(perSecond)) : Number(found[2]) };
};

const onOff = (given: 'on' | 'off' | null): boolean | null => (given === null ? null : given === 'on');

/** Members that only the server may say: `platforms show --json` prints them, and such a file may be given back. */
const ofServer = ['code', 'sandbox', 'revision', 'createdAt', 'updatedAt', 'lane', 'secrets'];

/** The body of a request that makes or changes a platform. `kindOf` is asked only when a setting needs it. */
export const platformBody = async (
  given: Given,
  api: ApiClient,
  terminal: Terminal,
  kindOf: (file: Json) => Promise<string>,
): Promise<Record<string, unknown>> => {
  const raw = given.file === null ? {} : await readObject(given.file, terminal);
  const shown = at(raw, 'revision') !== undefined;
  const file: Record<string, unknown> = shown
    ? Object.fromEntries(Object.entries(raw).filter(([name]) => !ofServer.includes(name)))
    : { ...raw };
  if (shown && file['profile'] === null) delete file['profile'];
  const settings = given.set.length === 0 ? null : await settingsOf(given.set, await kindOf(raw), api);
  const secrets = await secretsOf(given, terminal);
  const profile = given['profile-file'] === null ? null : await readObject(given['profile-file'], terminal);
  const said: Json = {
    name: given.name,
    baseUrl: given['base-url'],
    concurrency: given.concurrency,
    batchSize: given['batch-size'],
    timeoutMs: given['timeout-ms'],
    showFinished: onOff(given['show-finished']),
    resendUndecidable: onOff(given['resend-undecidable']),
    profile,
  };
  return {
    ...file,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
    ...(given.rate === null ? {} : { rate: rateOf(given.rate) }),
    ...(settings === null ? {} : { settings: { ...(at(file, 'settings') as Json | undefined), ...settings } }),
    ...(Object.keys(secrets).length === 0
      ? {}
      : { secrets: { ...(at(file, 'secrets') as Json | undefined), ...secrets } }),
  };
};
