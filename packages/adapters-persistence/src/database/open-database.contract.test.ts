import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';
import { tidy } from './pglite-upkeep.ts';

describe('a PGlite data directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'portico-database-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('MUST be opened once at a time, keep its data, and be looked after', { timeout: 60_000 }, async () => {
    const dataDir = join(directory, 'database');
    const first = (await openDatabase({ kind: 'pglite', dataDir }))._unsafeUnwrap();
    expect((await first.migrate())._unsafeUnwrap().length).toBeGreaterThan(0);
    const second = await openDatabase({ kind: 'pglite', dataDir });
    expect(second._unsafeUnwrapErr()).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('in use by another process'),
    });
    await sql`insert into worker (heartbeat_at) select portico_now() from generate_series(1, 1000)`.execute(
      first.kysely,
    );
    await sql`delete from worker where id > 1`.execute(first.kysely);
    // The database counts what changed at most once a second.
    await expect.poll(() => tidy(first.kysely), { timeout: 20_000, interval: 500 }).toContain('worker');
    await first.close();
    expect((await first.ping())._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');

    const again = (await openDatabase({ kind: 'pglite', dataDir }))._unsafeUnwrap();
    expect((await again.migrate())._unsafeUnwrap()).toEqual([]);
    expect((await sql`select id from worker`.execute(again.kysely)).rows).toEqual([{ id: 1 }]);
    await again.close();
  });

  test('MUST be refused in one line when it cannot be used', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const opened = await openDatabase({ kind: 'pglite', dataDir: file });
    const failure = opened._unsafeUnwrapErr();
    expect(failure.code).toBe('STORE_UNAVAILABLE');
    expect(failure.message).toContain(file);
    expect(failure.message).not.toContain('\n');
  });
});

test('MUST say that PostgreSQL cannot be reached', async () => {
  const opened = await openDatabase({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' });
  expect(opened._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
});
