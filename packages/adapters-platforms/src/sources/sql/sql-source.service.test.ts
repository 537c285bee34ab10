import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApplication, type Clock } from '@portico/core';
import { createMemoryPorts } from '@portico/core/memory';
import type { EngineSource, SourceContext } from '@portico/core/sources';
import { createSqlSourceKind } from './sql-source-kind.ts';

const sqlSourceKind = createSqlSourceKind({ pg: () => import('pg'), mysql2: () => import('mysql2') });

const postgresUrl = process.env['PORTICO_TEST_POSTGRES_URL'];
const mysqlUrl = process.env['PORTICO_TEST_MYSQL_URL'];

interface Bed {
  readonly url: string;
  run(statement: string): Promise<void>;
  close(): Promise<void>;
}

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
};

const name = (): string => `portico_source_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
const withPath = (url: string, path: string): string => Object.assign(new URL(url), { pathname: `/${path}` }).href;

const openPostgres = async (url: string): Promise<Bed> => {
  const database = name();
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`create database ${database}`);
  const client = new pg.Client(withPath(url, database));
  await client.connect();
  return {
    url: withPath(url, database),
    run: async (statement) => void (await client.query(statement)),
    close: async () => {
      await client.end();
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
};

const openMysql = async (url: string): Promise<Bed> => {
  const database = name();
  const connection = await mysql.createConnection({ uri: url, charset: 'utf8mb4' });
  await connection.query(`create database ${database} character set utf8mb4`);
  await connection.query(`use ${database}`);
  return {
    url: withPath(url, database),
    run: async (statement) => void (await connection.query(statement)),
    close: async () => {
      await connection.query(`drop database ${database}`);
      await connection.end();
    },
  };
};

const columns = `t.id as task_id, t.flow as instance_id, 'leave' as process_id, '请假审批' as process_name, t.title as subject,
  'n1' as node_id, '审批' as node_name, t.who as assignee_id, concat('https://oa.example.edu/t/', t.id) as pc_url, t.state as status,
  t.made as created_at, t.changed as changed_at`;
const changesQuery = `select ${columns} from task t where (t.changed, t.id) > (:since, :after) order by t.changed, t.id limit :limit`;
const openQuery = `select ${columns} from task t where t.state = 'initialized' and t.id > :after order by t.id limit :limit`;

const table = (
  time: string,
): string => `create table task (id varchar(40) primary key, flow bigint not null, title varchar(200) not null,
  who varchar(40) not null, state varchar(20) not null, made ${time} not null, changed ${time} not null)`;

const backends = [
  { named: 'PostgreSQL', url: postgresUrl, open: openPostgres, time: 'timestamp(6)' },
  { named: 'MariaDB', url: mysqlUrl, open: openMysql, time: 'datetime(6)' },
];

const open = (url: string, settings: Readonly<Record<string, unknown>> = { changesQuery, openQuery }): EngineSource =>
  sqlSourceKind
    .open({ tenant: 'default', code: 'oa', settings, secrets: { url }, timezone: 'Asia/Shanghai' })
    ._unsafeUnwrap();

const within = (ms = 10_000): SourceContext => ({ signal: new AbortController().signal, remainingMs: () => ms });

describe.each(backends)('An engine’s database on $named', ({ url, open: openBed, time }) => {
  describe.skipIf(url === undefined)('that answers', () => {
    let bed: Bed;
    const sources: EngineSource[] = [];
    const source = (settings?: Readonly<Record<string, unknown>>): EngineSource => {
      const made = open(bed.url, settings);
      sources.push(made);
      return made;
    };
    const put = (id: string, changed: string, state = 'initialized'): Promise<void> =>
      bed.run(
        `insert into task values ('${id}', 7, '张三的请假申请 😀', 'T001', '${state}', '${changed}', '${changed}')`,
      );
    beforeAll(async () => {
      bed = await openBed(url ?? '');
    });
    beforeEach(async () => {
      await bed.run('drop table if exists task');
      await bed.run(table(time));
    });
    afterAll(async () => {
      for (const one of sources) await one.close();
      await bed.close();
    });

    test('MUST page through changes by time and task, with every digit of the time', async () => {
      for (const index of [1, 2, 3, 4, 5]) await put(`T-${index}`, `2026-11-21 08:00:00.12345${Math.ceil(index / 2)}`);
      const { changes } = source();
      const seen: string[] = [];
      let place: { since: string | null; after: string | null } = { since: null, after: null };
      for (let page = 0; page < 5; page += 1) {
        const rows = (await changes?.(place, 2, within()))?._unsafeUnwrap() ?? [];
        seen.push(...rows.map((row) => String(row['task_id'])));
        const last = rows.at(-1);
        if (last === undefined) break;
        place = { since: String(last['changed_at']), after: String(last['task_id']) };
      }
      expect(seen).toEqual(['T-1', 'T-2', 'T-3', 'T-4', 'T-5']);
      expect(place.since).toBe('2026-11-21 08:00:00.123453');
    });

    test('MUST list what is open, behind a task, as texts and whole numbers', async () => {
      await put('A', '2026-11-21 08:00:00');
      await put('B', '2026-11-21 08:00:00', 'completed');
      await put('C', '2026-11-21 08:00:00');
      const rows = (await source().open?.('A', 10, within()))?._unsafeUnwrap();
      expect(rows).toHaveLength(1);
      expect(rows?.[0]).toMatchObject({ task_id: 'C', subject: '张三的请假申请 😀' });
      expect(String(rows?.[0]?.['instance_id'])).toBe('7');
    });

    test('MUST never write, whatever the question says', async () => {
      await put('A', '2026-11-21 08:00:00');
      const writing = { openQuery: `update task set title = concat(:after, 'x') where :limit > 0` };
      const answered = await source(writing).open?.(null, 10, within());
      expect(answered?._unsafeUnwrapErr().code).toBe('SOURCE_REFUSED');
      const rows = (await source().open?.(null, 10, within()))?._unsafeUnwrap();
      expect(rows?.[0]).toMatchObject({ subject: '张三的请假申请 😀' });
    });

    test('MUST give up a question that answers more than it was asked for', async () => {
      for (let index = 0; index < 30; index += 1) await put(`T-${index}`, '2026-11-21 08:00:00');
      const boundless = { openQuery: `select ${columns} from task t where :limit > 0 and t.id > :after order by t.id` };
      const greedy = source(boundless);
      expect((await greedy.open?.(null, 10, within()))?._unsafeUnwrapErr()).toMatchObject({ code: 'SOURCE_DATA' });
      expect((await greedy.open?.(null, 50, within()))?._unsafeUnwrap()).toHaveLength(30);
    });

    test('MUST tell a question that is wrong from an engine that is away, and answer again afterwards', async () => {
      const wrong = source({ openQuery: 'select nothing from nowhere where :after = :limit' });
      expect((await wrong.open?.(null, 10, within()))?._unsafeUnwrapErr().code).toBe('SOURCE_REFUSED');
      const away = open(bed.url.replace(/:(\d+)\//u, ':1/'));
      expect((await away.open?.(null, 10, within()))?._unsafeUnwrapErr().code).toBe('SOURCE_UNAVAILABLE');
      await away.close();
      expect((await source().open?.(null, 10, within()))?._unsafeUnwrap()).toEqual([]);
    });

    test('MUST stop a question when its time is over', async () => {
      const sleeping = url === postgresUrl ? 'pg_sleep(30)' : 'sleep(30)';
      const slow = source({ openQuery: `select ${sleeping} as task_id where '' <> :after or :limit > 0` });
      const begun = performance.now();
      const answered = await slow.open?.(null, 10, within(300));
      expect(answered?._unsafeUnwrapErr().code).toBe('SOURCE_UNAVAILABLE');
      expect(performance.now() - begun).toBeLessThan(15_000);
    });

    test('MUST feed Portico: what the engine has becomes to-dos, what it loses is closed', async () => {
      const ports = createMemoryPorts(clock);
      const application = createApplication({
        ...ports,
        clock,
        kinds: [],
        sourceKinds: [sqlSourceKind],
        timezone: 'UTC',
      });
      const at = (ms: number): string => new Date(clock.now() + ms).toISOString().replace('T', ' ').replace('Z', '');
      await put('A', at(-7_200_000));
      await put('B', at(-7_200_000));
      (
        await application.sources.create('default', {
          code: 'oa',
          kind: 'sql',
          name: '办公系统',
          settings: { changesQuery, openQuery },
          secrets: { url: bed.url },
          poll: { everyMs: 1_000 },
          sweep: { everyMs: 60_000 },
        })
      )._unsafeUnwrap();
      const tried = (await application.sources.test('default', 'oa'))._unsafeUnwrap();
      expect(tried).toMatchObject({ changes: { rows: 2, tasks: 2, bad: [] }, open: { rows: 2, tasks: 2, bad: [] } });
      const worker = application.createWorker();
      (await worker.start())._unsafeUnwrap();
      const status = async (id: string): Promise<string | undefined> =>
        (await application.workflow.showTask('default', id))
          .map(({ task }) => task.status)
          .unwrapOr(undefined as never);
      const until = (id: string, so: string) =>
        expect.poll(() => status(id), { timeout: 30_000, interval: 50 }).toBe(so);
      (await application.scheduleSweeps())._unsafeUnwrap();
      await until('A', 'initialized');
      await until('B', 'initialized');
      await bed.run(`update task set state = 'completed', changed = '${at(0)}' where id = 'A'`);
      await bed.run(`delete from task where id = 'B'`);
      await until('A', 'completed');
      // A row that is gone changes nothing: only the list shows it, once the sweep that was under way has ended.
      await expect
        .poll(async () => (await application.sources.startSweep('default', 'oa', 'admin')).isOk(), { timeout: 30_000 })
        .toBe(true);
      await until('B', 'completed');
      await worker.stop(1_000);
      await application.closeSources();
    }, 60_000);
  });
});

test('MUST refuse addresses and questions that cannot work, by name', () => {
  const issuesOf = (settings: Readonly<Record<string, unknown>>, url = 'postgres://reader@localhost/x') =>
    sqlSourceKind
      .open({ tenant: 't', code: 'c', settings, secrets: { url }, timezone: 'UTC' })
      ._unsafeUnwrapErr()
      .issues.map(({ pointer }) => pointer);
  expect(issuesOf({}, 'oracle://localhost')).toEqual(['/secrets/url']);
  expect(issuesOf({ openQuery: 'select 1', changesQuery: 'select :limit, :after' })).toEqual([
    '/settings/changesQuery',
    '/settings/openQuery',
  ]);
  expect(issuesOf({ openQuery: 'select :limit, :after; drop table task' })).toEqual(['/settings/openQuery']);
});
