import { err, ok, type Result } from 'neverthrow';
import type { EngineSource, SourceContext, SourceKind, SourceRow, SourceTrouble } from '@portico/core/sources';
import type { ConfigField, SettingsInvalid, SettingsIssue } from '@portico/core/task-center';
import type { ResultAsync } from 'neverthrow';
import { readDatabaseAddress, type DatabaseAddress } from './database-address.ts';
import { createMysqlConnection, type LoadMysql } from './mysql-connection.ts';
import { placeParameters, type ParameterName, type PlacedQuery } from './named-parameters.ts';
import { createPostgresConnection, type LoadPg } from './postgres-connection.ts';
import type { SqlConnection } from './sql-connection.ts';

const longestMs = 30_000;

const field = (
  name: string,
  label: ConfigField['label'],
  help: NonNullable<ConfigField['help']>,
  fields: Partial<ConfigField>,
): ConfigField => ({
  name,
  label,
  help,
  type: 'string',
  required: false,
  default: null,
  min: null,
  max: 20_000,
  choices: null,
  ...fields,
});

const configFields: readonly ConfigField[] = [
  field(
    'url',
    { 'zh-CN': '数据库地址', en: 'Address of the database' },
    {
      'zh-CN': 'postgres://用户:密码@主机:端口/库 或 mysql://…，请使用只读账号',
      en: 'postgres://user:password@host:port/database or mysql://…; use an account that may only read',
    },
    { type: 'secret', required: true, max: 1_000 },
  ),
  field(
    'changesQuery',
    { 'zh-CN': '变更查询', en: 'Question for changes' },
    {
      'zh-CN': '一条 select，用到 :since、:after（或 :after_number）与 :limit，按变更时间、任务主键排序',
      en: 'One select that uses :since, :after (or :after_number) and :limit, ordered by time of change and task',
    },
    {},
  ),
  field(
    'openQuery',
    { 'zh-CN': '待办清单查询', en: 'Question for open tasks' },
    {
      'zh-CN': '一条 select，用到 :after（或 :after_number）与 :limit，按任务主键排序',
      en: 'One select that uses :after (or :after_number) and :limit, ordered by task',
    },
    {},
  ),
];

const connect = (address: DatabaseAddress, drivers: SqlDrivers): SqlConnection =>
  address.kind === 'postgres'
    ? createPostgresConnection(address, drivers.pg)
    : createMysqlConnection(address, drivers.mysql2);

/** A question that has what it needs to be asked page by page. */
const questionOf = (
  settings: Readonly<Record<string, unknown>>,
  name: string,
  place: SqlConnection['place'],
  needs: readonly ParameterName[],
): Result<PlacedQuery | null, SettingsIssue> => {
  const text = settings[name];
  if (typeof text !== 'string' || text.trim() === '') return ok(null);
  const pointer = `/settings/${name}`;
  const placed = placeParameters(text, place);
  if (placed.isErr()) return err({ pointer, message: placed.error });
  const { names } = placed.value;
  const missing = needs.find((need) => !names.includes(need));
  if (missing !== undefined) return err({ pointer, message: `must use :${missing}` });
  if (!names.includes('after') && !names.includes('after_number'))
    return err({ pointer, message: 'must use :after or :after_number' });
  return ok(placed.value);
};

/** The beginning: before every time and every key that engines have. */
const firstTime = '1970-01-01 00:00:00';
const firstNumber = '-1';

const ask = (
  connection: SqlConnection,
  query: PlacedQuery,
  given: { readonly since: string | null; readonly after: string | null; readonly limit: number },
  { signal, remainingMs }: SourceContext,
): ResultAsync<readonly SourceRow[], SourceTrouble> => {
  const values: Readonly<Record<ParameterName, string | number>> = {
    since: given.since ?? firstTime,
    after: given.after ?? '',
    after_number: given.after !== null && /^-?\d{1,19}$/u.test(given.after) ? given.after : firstNumber,
    limit: given.limit,
  };
  const ms = Math.min(longestMs, remainingMs());
  return connection.read(
    query,
    query.names.map((name) => values[name]),
    given.limit,
    { signal, ms },
  );
};

/** The drivers of databases, which whoever wires the kind brings along: they are loaded when first needed. */
export interface SqlDrivers {
  readonly pg: LoadPg;
  readonly mysql2: LoadMysql;
}

/** An engine's database: PostgreSQL, MySQL, MariaDB and what speaks their protocols. */
export const createSqlSourceKind = (drivers: SqlDrivers): SourceKind => ({
  kind: 'sql',
  name: { 'zh-CN': '数据库', en: 'Database' },
  configFields,
  open: ({ settings, secrets }): Result<EngineSource, SettingsInvalid> => {
    const address = readDatabaseAddress(secrets['url'] ?? '');
    if (address.isErr())
      return err({ code: 'SETTINGS_INVALID', issues: [{ pointer: '/secrets/url', message: address.error }] });
    const connection = connect(address.value, drivers);
    const changes = questionOf(settings, 'changesQuery', connection.place, ['since', 'limit']);
    const open = questionOf(settings, 'openQuery', connection.place, ['limit']);
    const issues = [changes, open].flatMap((one) => (one.isErr() ? [one.error] : []));
    if (changes.isErr() || open.isErr()) return err({ code: 'SETTINGS_INVALID', issues });
    const [changesQuery, openQuery] = [changes.value, open.value];
    return ok({
      changes:
        changesQuery === null
          ? null
          : (place, limit, context) => ask(connection, changesQuery, { ...place, limit }, context),
      open:
        openQuery === null
          ? null
          : (after, limit, context) => ask(connection, openQuery, { since: null, after, limit }, context),
      close: () => connection.close(),
    });
  },
});
