import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { err, ok, okAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from './session.ts';
import { testBackends, type TestDatabase } from './test-database.ts';
import { createTransactorOf } from './transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('transactions on $name', ({ create, name }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
    await sql`create table note (id text primary key, body jsonb, at timestamptz)`.execute(
      testDatabase.database.kysely,
    );
  }, 30_000);
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.dispose());

  const transactor = () => createTransactorOf(testDatabase.database, (session: Session) => session);
  const insert = (session: Session, id: string) => session.rows(sql`insert into note (id) values (${id})`);
  const ids = async () =>
    (await sql<{ id: string }>`select id from note order by id`.execute(testDatabase.database.kysely)).rows.map(
      ({ id }) => id,
    );

  test('MUST commit ok', async () => {
    const result = await transactor().run((session) => insert(session, 'a').map(() => 7));
    expect(result).toEqual(ok(7));
    expect(await ids()).toEqual(['a']);
  });

  test('MUST roll back err and answer it', async () => {
    const result = await transactor().run((session) => insert(session, 'a').andThen(() => err('no' as const)));
    expect(result).toEqual(err('no'));
    expect(await ids()).toEqual([]);
  });

  test('MUST roll back a throw and throw it on', async () => {
    const run = transactor().run((session) =>
      insert(session, 'a').map(() => {
        throw new Error('bug');
      }),
    );
    await expect(run).rejects.toThrow('bug');
    expect(await ids()).toEqual([]);
  });

  test('MUST throw at once when nested, and leave the connection usable', async () => {
    const outer = transactor().run((session) =>
      insert(session, 'a').andThen(() => transactor().run((inner) => insert(inner, 'b'))),
    );
    await expect(outer).rejects.toThrow('nested');
    expect(await ids()).toEqual([]);
  });

  test('MUST throw at once on a query outside the open transaction', async () => {
    const run = transactor().run((session) => insert(session, 'a').map(() => ids()));
    await expect(run).rejects.toThrow('outside the open transaction');
  });

  test('MUST refuse stores after their transaction', async () => {
    let kept: Session | undefined;
    await transactor().run((session) => {
      kept = session;
      return okAsync(null);
    });
    await expect(kept!.rows(sql`select 1`)).rejects.toThrow('ended');
  });

  test('MUST answer data that the database refuses as STORE_DATA and keep nothing', async () => {
    const result = await transactor().run((session) => insert(session, 'a').andThen(() => insert(session, 'a')));
    expect(result._unsafeUnwrapErr()).toMatchObject({ code: 'STORE_DATA' });
    expect(await ids()).toEqual([]);
  });

  test('MUST not commit when the work swallows a failed statement', async () => {
    const result = await transactor().run((session) =>
      insert(session, 'a').andThen(() =>
        insert(session, 'a')
          .map(() => 1)
          .orElse(() => ok(2)),
      ),
    );
    expect(result._unsafeUnwrapErr()).toMatchObject({ code: 'STORE_DATA' });
    expect(await ids()).toEqual([]);
  });

  test('MUST throw on wrong SQL: it is a bug, not a failure', async () => {
    await expect(transactor().run((session) => session.rows(sql`selec 1`))).rejects.toThrow('syntax');
  });

  test('MUST run again what lost a deadlock or a serialisation race', async () => {
    let runs = 0;
    const result = await transactor().run((session) => {
      runs += 1;
      return insert(session, `run-${runs}`).andThen(() =>
        runs < 3
          ? session.rows(sql`do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`)
          : okAsync([]),
      );
    });
    expect(result.isOk()).toBe(true);
    expect(await ids()).toEqual(['run-3']);
  });

  test('MUST let many transactions wait for their turn', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => transactor().run((session) => insert(session, `n-${i}`))));
    expect(await ids()).toHaveLength(40);
  });

  test('MUST carry values alike in both directions', async () => {
    const at = new Date('2026-11-22T01:02:03.004Z');
    const texts = ['plain', 'quo"te', 'back\\slash', 'a,b', '{}', '', 'NULL', '张三'];
    const { rows } =
      await sql`select ${texts}::text[] texts, ${[1, 2 ** 53 - 1]}::int8[] longs, ${[true, false]}::bool[] flags,
      ${{ 键: [1, '"'] }}::jsonb body, ${at}::timestamptz at, ${[at, 'infinity', null]}::timestamptz[] ats, 5::int8 n, 1.5::numeric d,
      ${'-infinity'}::timestamptz never, ${null}::text nothing, ${['{"a": "x,y"}']}::jsonb[] bodies, count(*) from note`.execute(
        testDatabase.database.kysely,
      );
    expect(rows[0]).toEqual({
      texts,
      longs: [1, 2 ** 53 - 1],
      flags: [true, false],
      body: { 键: [1, '"'] },
      at: at.getTime(),
      ats: [at.getTime(), Infinity, null],
      n: 5,
      d: 1.5,
      never: -Infinity,
      nothing: null,
      bodies: [{ a: 'x,y' }],
      count: 0,
    });
  });

  test('MUST move the clock for every connection', async () => {
    const now = async () =>
      (await sql<{ now: number }>`select portico_now() now`.execute(testDatabase.database.kysely)).rows[0]!.now;
    const before = await now();
    await testDatabase.advance(3_600_000);
    expect(Math.abs((await now()) - before - 3_600_000)).toBeLessThan(5_000);
  });

  test.runIf(name === 'postgres')('MUST cure a real deadlock', async () => {
    await Promise.all(['x', 'y'].map((id) => transactor().run((session) => insert(session, id))));
    const lock = (session: Session, id: string) => session.rows(sql`select * from note where id = ${id} for update`);
    const both = (first: string, second: string) =>
      transactor().run((session) =>
        lock(session, first)
          .map(() => pause(50))
          .andThen(() => lock(session, second)),
      );
    const results = await Promise.all([both('x', 'y'), both('y', 'x')]);
    expect(results.every((result) => result.isOk())).toBe(true);
  });

  test('MUST answer the same when migrated twice', async () => {
    expect((await testDatabase.database.migrate())._unsafeUnwrap()).toEqual([]);
  });
});
