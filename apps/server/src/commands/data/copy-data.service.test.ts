import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '@portico/adapters-persistence';
import { engineHistory, type OutsideEvent } from '../../testing/engine-history.ts';
import { freePort, runCli, startServerProcess, until, type ServerProcess } from '../../testing/server-process.ts';

const serverUrl = process.env['PORTICO_TEST_POSTGRES_URL'];

const opened = async (url: string): Promise<Database> =>
  (await openDatabase({ kind: 'postgres', url, poolSize: 2 }))._unsafeUnwrap();

const onServer = async (statement: string): Promise<void> => {
  const server = await opened(serverUrl ?? '');
  const connection = await server.connector.acquire();
  await connection.query(statement, []);
  connection.release(false);
  await server.close();
};

test('MUST say in one line what is wrong with the command, or with what it is to copy', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'portico-empty-'));
  try {
    const env = { PORTICO_DATA_DIR: empty };
    const cases: readonly [args: readonly string[], code: number, says: string][] = [
      [[], 2, 'copy'],
      [['move'], 2, 'no command'],
      [['copy'], 2, '--to'],
      [['copy', '--to', 'mysql://h/d'], 2, '--to'],
      [['copy', '--to', 'postgres://127.0.0.1:1/none'], 1, 'no embedded database'],
    ];
    for (const [args, code, says] of cases) {
      const ended = await runCli(['data', ...args], env);
      expect(ended).toEqual({ code, output: expect.stringContaining(says) });
      expect(ended.output.trim().split('\n')).toHaveLength(1);
    }
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});

describe.skipIf(serverUrl === undefined)('an embedded trial that moves to PostgreSQL', () => {
  let dataDir: string;
  let targetUrl: string;
  let database: string;
  let server: ServerProcess | null = null;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'portico-copy-'));
    database = `portico_copy_${randomBytes(6).toString('hex')}`;
    await onServer(`create database ${database}`);
    targetUrl = Object.assign(new URL(serverUrl ?? ''), { pathname: `/${database}` }).href;
  });
  afterEach(async () => {
    await server?.stop('SIGKILL');
    server = null;
    await onServer(`drop database if exists ${database} with (force)`);
    rmSync(dataDir, { recursive: true, force: true });
  });

  const copy = () => runCli(['data', 'copy', '--to', targetUrl], { PORTICO_DATA_DIR: dataDir });

  const send = async (events: readonly OutsideEvent[]): Promise<void> => {
    for (let at = 0; at < events.length; at += 50) {
      const answer = await server?.call('POST', '/api/v1/task-center/events', { events: events.slice(at, at + 50) });
      expect(answer?.status).toBe(202);
    }
  };

  const sandboxes = async (): Promise<readonly string[]> => {
    const answer = await server?.call('GET', '/api/v1/task-center/platforms');
    return ((answer?.body.data.items ?? []) as { baseUrl: string }[]).map(({ baseUrl }) => baseUrl);
  };

  const setFaults = async (faults: Record<string, unknown>): Promise<void> => {
    for (const base of await sandboxes()) {
      const headers = { 'Content-Type': 'application/json' };
      await fetch(`${base}/_sandbox/faults`, { method: 'PUT', headers, body: JSON.stringify(faults) });
    }
  };

  const desired = async (): Promise<readonly string[]> => {
    const lines: string[] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/api/v1/task-center/todos?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const answer: { body: any } | undefined = await server?.call('GET', path);
      for (const { state, title, assignee } of answer?.body.data.items ?? [])
        if (state !== 'withdrawn') lines.push(`${assignee.id} ${title} ${state}`);
      cursor = answer?.body.data.nextCursor ?? null;
    } while (cursor !== null);
    return lines.sort();
  };

  /** What every platform shows is what Portico says it should, and nothing was made twice to get there. */
  const converged = async (): Promise<void> => {
    const wanted = JSON.stringify(await desired());
    for (const base of await sandboxes()) {
      await until(`${base} shows what it should`, 60_000, async () => {
        const { todos } = (await (await fetch(`${base}/_sandbox/todos`)).json()) as {
          todos: { assignee: string; title: string; state: string }[];
        };
        const shown = todos.map(({ assignee, title, state }) => `${assignee} ${title} ${state}`).sort();
        return JSON.stringify(shown) === wanted ? true : null;
      });
      const { requests } = (await (await fetch(`${base}/_sandbox/requests`)).json()) as {
        requests: { id: string; effect: string }[];
      };
      const there = new Set<string>();
      for (const { id, effect } of requests) {
        if (effect === 'created') expect([...there]).not.toContain(id);
        if (effect === 'created') there.add(id);
        if (effect === 'withdrawn') there.delete(id);
      }
    }
  };

  test('MUST go on there as if nothing had happened', { timeout: 240_000 }, async () => {
    const port = await freePort();
    const history = engineHistory(240, 7, Date.now() - 5 * 86_400_000);
    server = await startServerProcess(dataDir, port);
    await send(history.slice(0, 120));
    await converged();
    // Some of what follows fails and is due again when the server stops.
    await setFaults({ failRate: 0.6 });
    await send(history.slice(120, 180));
    const { apiKey } = server;
    const before = await server.call('GET', '/api/v1/task-center/todos?limit=200');
    const running = await copy();
    expect(running).toMatchObject({
      code: 1,
      output: expect.stringContaining('in use by another process. Stop Portico'),
    });
    await server.stop('SIGTERM');

    const copied = await copy();
    expect(copied.output).toContain('both sides hold the same');
    expect(copied.code).toBe(0);
    const again = await copy();
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('holds data already') });

    server = await startServerProcess(dataDir, port, { PORTICO_DATABASE_URL: targetUrl, PORTICO_SANDBOXES: 'on' });
    // It is ready a moment before it says what it runs on.
    const started = server;
    await until('it says what it runs on', 30_000, async () => (started.output().includes('PostgreSQL') ? true : null));
    expect(server.apiKey).toBe(apiKey);
    const after = await server.call('GET', '/api/v1/task-center/todos?limit=200');
    const states = (body: any): unknown => body.data.items.map((todo: any) => [todo.id, todo.state]);
    expect(states(after.body)).toEqual(states(before.body));
    await setFaults({});
    await send(history.slice(100, 240));
    await converged();
  });

  test('MUST leave the target empty when Ctrl-C comes in between', { timeout: 120_000 }, async () => {
    server = await startServerProcess(dataDir, await freePort());
    await send(engineHistory(50, 3, Date.now() - 86_400_000));
    await server.stop('SIGTERM');
    server = null;
    const target = await opened(targetUrl);
    try {
      (await target.migrate())._unsafeUnwrap();
      // Somebody who writes holds the copy up, until it has been told to stop.
      const writer = await target.connector.acquire();
      const observer = await target.connector.acquire();
      await writer.query('begin', []);
      await writer.query('lock table todo in row exclusive mode', []);
      const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
      const flags = ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning'];
      const child = spawn(process.execPath, [...flags, main, 'data', 'copy'], {
        env: { ...process.env, PORTICO_DATA_DIR: dataDir, PORTICO_DATABASE_URL: targetUrl },
      });
      let output = '';
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const ended = once(child, 'exit');
      await until('the copy waits', 30_000, async () => {
        const waiting = `select from pg_locks where not granted and relation = 'todo'::regclass`;
        return (await observer.query(waiting, [])).rows.length > 0 ? true : null;
      });
      child.kill('SIGINT');
      await writer.query('rollback', []);
      expect(await ended).toEqual([130, null]);
      expect(output).toContain('the target is empty');
      const held = 'select from todo union all select from tenant union all select from lane';
      expect((await observer.query(held, [])).rows).toEqual([]);
      for (const connection of [writer, observer]) connection.release(false);
    } finally {
      await target.close();
    }
  });
});
