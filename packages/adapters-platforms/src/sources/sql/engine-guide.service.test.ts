import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readRows } from '@portico/core/sources';
import { createWorkflowSchemas } from '@portico/core/workflow';
import { createSqlSourceKind } from './sql-source-kind.ts';

const sqlSourceKind = createSqlSourceKind({ pg: () => import('pg'), mysql2: () => import('mysql2') });

/** The one block of a page in this language that holds `part`. */
const blockWith = (page: string, language: string, part: string): string => {
  const text = readFileSync(new URL(`../../../../../${page}`, import.meta.url), 'utf8');
  const found = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)].filter(
    ([, spoken, block]) => spoken === language && block?.includes(part) === true,
  );
  const [only] = found;
  if (found.length !== 1 || only === undefined) throw new Error(`${page} has ${found.length} such blocks`);
  return only[2] ?? '';
};

const page = 'docs/how-to/engine-with-only-a-database.md';

const tables = (boolean: string, text: string): readonly string[] => [
  `create table oa_flow (id varchar(20) primary key, process varchar(20), process_name varchar(50))`,
  `create table oa_task (id ${text} primary key, flow_id varchar(20), title varchar(100), step varchar(20), step_name varchar(50),
    created_at timestamp, changed_at timestamp, finished ${boolean})`,
  `create table oa_assignee (task_id ${text}, person_no varchar(20), person_name varchar(50))`,
  `insert into oa_flow values ('F-1', 'leave', '请假审批')`,
  `insert into oa_task values ('7', 'F-1', '张三的请假申请', 'n2', '辅导员审批', '2026-11-21 08:00:00', '2026-11-21 08:00:00', false)`,
  `insert into oa_assignee values ('7', 'T001', '李老师')`,
  `insert into oa_assignee values ('7', 'T002', '王老师')`,
];

const backends = [
  { named: 'PostgreSQL', url: process.env['PORTICO_TEST_POSTGRES_URL'], part: ':after)', key: 'varchar(20)' },
  { named: 'MariaDB', url: process.env['PORTICO_TEST_MYSQL_URL'], part: ':after_number)', key: 'int' },
] as const;

const prepared = async (
  url: string,
  named: (typeof backends)[number]['named'],
  key: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const database = `portico_guide_${randomUUID().slice(0, 8)}`;
  const at = Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const statements = tables('boolean', key);
  if (named === 'PostgreSQL') {
    const admin = new pg.Client(url);
    await admin.connect();
    await admin.query(`create database ${database}`);
    const client = new pg.Client(at);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
    return {
      url: at,
      drop: async () => {
        await admin.query(`drop database ${database} with (force)`);
        await admin.end();
      },
    };
  }
  const connection = await mysql.createConnection({ uri: url, charset: 'utf8mb4' });
  await connection.query(`create database ${database} character set utf8mb4`);
  await connection.query(`use ${database}`);
  for (const statement of statements) await connection.query(statement);
  return {
    url: at,
    drop: async () => {
      await connection.query(`drop database ${database}`);
      await connection.end();
    },
  };
};

describe.each(backends)('The query of the guide for $named', ({ named, url, part, key }) => {
  test.skipIf(url === undefined)('MUST answer what a task is made of', async () => {
    const database = await prepared(url ?? '', named, key);
    const changesQuery = blockWith(page, 'sql', part);
    const source = sqlSourceKind
      .open({ tenant: 't', code: 'oa', settings: { changesQuery }, secrets: { url: database.url }, timezone: 'UTC' })
      ._unsafeUnwrap();
    onTestFinished(async () => {
      await source.close();
      await database.drop();
    });
    const context = { signal: new AbortController().signal, remainingMs: () => 10_000 };
    const rows = (await source.changes?.({ since: null, after: null }, 10, context))?._unsafeUnwrap() ?? [];
    const read = readRows(rows, true, Date.now(), createWorkflowSchemas('UTC'));
    expect(read.bad).toEqual([]);
    expect(read.tasks).toMatchObject([
      {
        status: 'initialized',
        instance: { id: 'F-1', processId: 'leave', processName: '请假审批' },
        task: {
          id: '7',
          assignees: [{ id: 'T001', name: '李老师' }, { id: 'T002' }],
          links: { pc: 'https://oa.example.edu/task/7' },
        },
      },
    ]);
    const place = { since: read.last?.changedAt ?? '', after: read.last?.taskId ?? '' };
    expect((await source.changes?.(place, 10, context))?._unsafeUnwrap()).toEqual([]);
  });
});
