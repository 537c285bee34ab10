import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpSourceKind } from '@portico/adapters-platforms/sources';
import { freePort, startServerProcess, until, type ServerProcess } from './testing/server-process.ts';

/** The one block of a page in this language that holds `part`. */
const blockWith = (page: string, language: string, part: string): string => {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
  const found = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)].filter(
    ([, spoken, block]) => spoken === language && block?.includes(part) === true,
  );
  const [only] = found;
  if (found.length !== 1 || only === undefined) throw new Error(`${page} has ${found.length} such blocks`);
  return only[2] ?? '';
};

const page = (name: string): string => `docs/how-to/engine-${name}.md`;
const has = (program: string): boolean => spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined;
const [hasJava, hasPhp] = [has('javac'), has('php')];

describe('The guides for engines, against a server', () => {
  let folder: string;
  let server: ServerProcess;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portico-guides-'));
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    server = await startServerProcess(dataDir, await freePort());
  });
  afterAll(async () => {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (program: string, args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(program, args, {
        cwd: folder,
        timeout: 60_000,
        env: { ...process.env, PORTICO_URL: server.url, PORTICO_KEY: server.apiKey },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => (output += part.toString()));
      child.on('error', (error) => resolve(String(error)));
      child.on('close', () => resolve(output));
    });
  const taskIsThere = async (id: string): Promise<void> => {
    const found = await server.call('GET', `/api/v1/task-center/tasks/${id}`);
    expect([id, found.status]).toEqual([id, 200]);
  };
  const runJava = async (guide: string, name: string): Promise<string> => {
    writeFileSync(join(folder, `${name}.java`), blockWith(page(guide), 'java', `class ${name}`));
    const compiled = spawnSync('javac', [`${name}.java`], { cwd: folder, encoding: 'utf8' });
    expect(compiled.stderr).toBe('');
    return run('java', [name]);
  };
  const runPhp = async (guide: string, name: string): Promise<string> => {
    writeFileSync(join(folder, name), blockWith(page(guide), 'php', '<?php'));
    return run('php', [name]);
  };

  test.skipIf(!hasJava)('MUST send an event and a snapshot in Java', async () => {
    expect(await runJava('that-calls-http', 'SendEvent')).toBe('taken in\n');
    await taskIsThere('T-java');
    expect(await runJava('that-emits-nothing', 'SendSnapshot')).toBe('taken in\n');
    await taskIsThere('T-snapshot');
  });

  test.skipIf(!hasPhp)('MUST send an event and a snapshot in PHP', async () => {
    expect(await runPhp('that-calls-http', 'send-event.php')).toBe('taken in\n');
    await taskIsThere('T-php');
    expect(await runPhp('that-emits-nothing', 'send-snapshot.php')).toBe('taken in\n');
    await taskIsThere('T-seal');
  });

  test('MUST tell a task with curl', async () => {
    const output = await run('bash', ['-c', blockWith(page('that-emits-nothing'), 'bash', 'T-form')]);
    expect(output).toContain('"success":true');
    await taskIsThere('T-form');
  });

  test('MUST make a source with curl, up to the database that is not there', async () => {
    const command = blockWith(page('with-only-a-database'), 'bash', '/sources')
      .replaceAll('postgres://reader:…@oa-db.example.edu:5432/oa', 'postgres://reader@127.0.0.1:1/oa')
      .replace(
        '"select …", "openQuery": "select …"',
        '"select :since, :after, :limit", "openQuery": "select :after, :limit"',
      );
    const output = await run('bash', ['-c', command]);
    expect(output).toContain('"code":"oa"');
    expect(output).toContain('SOURCE_UNAVAILABLE');
    expect((await server.call('PATCH', '/api/v1/sources/oa', { enabled: true })).status).toBe(200);
    await until('the poll says that its engine does not answer', 60_000, async () => {
      const jobs = await server.call('GET', '/api/v1/jobs?kind=poll');
      const id = jobs.body.data.items[0]?.id;
      if (id === undefined) return null;
      const lines = await server.call('GET', `/api/v1/jobs/${id}/lines`);
      return JSON.stringify(lines.body).includes('does not answer') ? true : null;
    });
  });
});

test('The question of the reference page MUST be one', () => {
  const open = JSON.parse(blockWith('docs/reference/sources.md', 'json', '"items"')) as unknown;
  const settings = { baseUrl: 'https://oa.example.edu', open };
  const opened = createHttpSourceKind().open({ tenant: 't', code: 'oa', settings, secrets: {}, timezone: 'UTC' });
  expect(opened.isOk()).toBe(true);
});
