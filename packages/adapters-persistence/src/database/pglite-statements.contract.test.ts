import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPgliteStatements } from './pglite-statements.ts';

let pglite: PGlite;
let query: ReturnType<typeof createPgliteStatements>;
beforeAll(async () => {
  pglite = await PGlite.create();
  query = createPgliteStatements(pglite);
}, 60_000);
afterAll(() => pglite.close());

const kept = async (): Promise<number> =>
  Number((await pglite.query<{ count: number }>('select count(*) from pg_prepared_statements')).rows[0]?.count);

test('MUST answer the same however often a statement comes, and whatever its parameters hold', async () => {
  const text = 'select $1::text as said, $2::int as number, $3::text[] as list, $4::jsonb as body';
  for (let number = 0; number < 250; number += 1) {
    const said = number % 2 === 0 ? `a'"\\${number}张` : null;
    const { rows } = await query(text, [said, number, ['x,y', '"', said], { said }]);
    expect(rows).toEqual([{ said, number, list: ['x,y', '"', said], body: { said } }]);
  }
  expect(await kept()).toBe(1);
});

test('MUST count what a statement changed, and answer for the last of several', async () => {
  await query('create table counted (a int)', []);
  expect(await query('insert into counted select * from generate_series(1, $1::int)', [3])).toEqual({
    rows: [],
    affected: 3,
  });
  expect((await query('update counted set a = a + 1 returning a', [])).rows).toHaveLength(3);
  expect((await query('delete from counted; select 1 as one; select 2 as two', [])).rows).toEqual([{ two: 2 }]);
});

test('MUST go on after an error, in a transaction and outside, prepared or not', async () => {
  const divide = (by: number) => query('select 1 / $1::int as quotient', [by]);
  for (let round = 0; round < 3; round += 1) {
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect((await divide(1)).rows).toEqual([{ quotient: 1 }]);
    await query('begin', []);
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    await expect(divide(1)).rejects.toMatchObject({ code: '25P02' });
    await query('rollback', []);
  }
  await expect(query('select * from nowhere where $1', [true])).rejects.toMatchObject({ code: '42P01' });
  expect((await divide(1)).rows).toEqual([{ quotient: 1 }]);
});

test('MUST recover when a table changes under a prepared statement', async () => {
  await query('create table changing (a int)', []);
  const read = () => query('select * from changing where a = $1', [1]);
  await query('insert into changing values (1)', []);
  for (let round = 0; round < 3; round += 1) expect((await read()).rows).toEqual([{ a: 1 }]);
  await query('alter table changing add b int', []);
  await read().catch(() => undefined);
  expect((await read()).rows).toEqual([{ a: 1, b: null }]);
});

test('MUST keep a bounded number of statements prepared', async () => {
  for (let round = 0; round < 2; round += 1) {
    for (let number = 0; number < 150; number += 1) await query(`select $1::int + ${number} as sum`, [round]);
  }
  const many = await kept();
  expect(many).toBeGreaterThan(100);
  for (let number = 0; number < 250; number += 1) {
    for (let round = 0; round < 2; round += 1) await query(`select $1::int - ${number} as difference`, [round]);
  }
  expect(await kept()).toBeLessThanOrEqual(201);
});
