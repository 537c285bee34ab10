import type { ConfigField, PlatformConnection, SettingsIssue } from '@portico/core/task-center';
import { isBase64Key, keyOf, shortestKey } from '../webhooks/key-of.ts';
import { isTimezone } from './local-time.ts';
import { escapePointer } from './template.ts';

const isAddress = (value: unknown): boolean => {
  if (typeof value !== 'string' || value.length > 2_000 || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
};

const lengthProblem = (value: string, { min, max }: ConfigField): string | null => {
  const most = max ?? 4_000;
  if (value.length > most) return `is longer than ${most} characters`;
  return min !== null && value.length < min ? `is shorter than ${min} characters` : null;
};

/** The secrets that callbacks are proved by, whichever kind or profile has them. */
const callbackSecrets = new Set(['callbackSecret', 'previousCallbackSecret']);

/** Text that is no base64 decodes to few bytes or none, which is a key that anybody can guess. */
const keyProblem = (value: string, { name }: ConfigField): string | null =>
  (isBase64Key(value) || callbackSecrets.has(name)) && keyOf(value).length < shortestKey
    ? `must stand for at least ${shortestKey} bytes: whsec_ and their base64, or a text as long`
    : null;

const jsonProblem = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return 'must be a JSON object or list';
  const written = JSON.stringify(value);
  return written.length > 20_000 ? 'is longer than 20000 characters as JSON' : null;
};

const integerProblem = (value: unknown, { min, max }: ConfigField): string | null => {
  if (!Number.isSafeInteger(value)) return 'must be a whole number';
  const number = Number(value);
  if (min !== null && number < min) return `must be at least ${min}`;
  return max !== null && number > max ? `must be at most ${max}` : null;
};

const problemOf = (value: unknown, field: ConfigField): string | null => {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? lengthProblem(value, field) : 'must be a string';
    case 'secret':
      return typeof value === 'string' ? (lengthProblem(value, field) ?? keyProblem(value, field)) : 'must be a string';
    case 'url':
      return isAddress(value) ? null : 'must be an address with http or https and without user name and password';
    case 'integer':
      return integerProblem(value, field);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return typeof value === 'string' && (field.choices ?? []).includes(value)
        ? null
        : `must be one of ${(field.choices ?? []).join(', ')}`;
    case 'json':
      return jsonProblem(value);
  }
};

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

export interface CheckedSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly issues: readonly SettingsIssue[];
}

/** Checks a connection against the fields of its kind and fills in defaults. A setting that no field names is a mistake. */
export const checkSettings = (fields: readonly ConfigField[], connection: PlatformConnection): CheckedSettings => {
  const issues: SettingsIssue[] = [];
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  if (!isAddress(connection.baseUrl))
    issues.push({
      pointer: '/baseUrl',
      message: 'must be an address with http or https and without user name and password',
    });
  else if (new URL(connection.baseUrl).search !== '' || new URL(connection.baseUrl).hash !== '') {
    issues.push({ pointer: '/baseUrl', message: 'must have no query and no fragment' });
  }
  if (!isTimezone(connection.timezone))
    issues.push({ pointer: '/timezone', message: 'is no time zone that is known here' });
  const known = (section: 'settings' | 'secrets', name: string): boolean =>
    fields.some((field) => field.name === name && (field.type === 'secret') === (section === 'secrets'));
  for (const section of ['settings', 'secrets'] as const) {
    for (const name of Object.keys(connection[section])) {
      if (!known(section, name))
        issues.push({ pointer: `/${section}/${escapePointer(name)}`, message: 'is no setting of this kind' });
    }
  }
  for (const field of fields) {
    const section = field.type === 'secret' ? 'secrets' : 'settings';
    const given = connection[section];
    const own = Object.hasOwn(given, field.name) ? given[field.name] : undefined;
    const value = isAbsent(own) ? field.default : own;
    const pointer = `/${section}/${field.name}`;
    if (isAbsent(value)) {
      if (field.required) issues.push({ pointer, message: 'is required' });
      if (section === 'settings') settings[field.name] = null;
      continue;
    }
    const problem = problemOf(value, field);
    if (problem !== null) issues.push({ pointer, message: problem });
    else if (section === 'settings') settings[field.name] = value;
    else secrets[field.name] = String(value);
  }
  return { settings, secrets, issues };
};
