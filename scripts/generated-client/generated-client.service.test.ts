import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, startServerProcess, type ServerProcess } from '../../apps/server/src/testing/server-process.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const generator = join(here, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
const compiler = join(here, 'node_modules', 'typescript', 'bin', 'tsc');

/** A program of somebody who has the document and nothing else. */
const program = `import createClient from 'openapi-fetch';
import type { paths } from './portico.ts';

const { PORTICO_URL: baseUrl = '', PORTICO_KEY: key = '' } = process.env;
const client = createClient<paths>({ baseUrl, headers: { 'X-API-Key': key } });

const now = new Date().toISOString();
const sent = await client.POST('/api/v1/task-center/events', {
  body: {
    eventId: 'client-1',
    action: 'receive',
    occurredAt: now,
    instance: { id: 'S-client', processId: 'leave', processName: '请假审批', subject: '张三的请假申请' },
    task: {
      id: 'T-client',
      nodeId: 'n2',
      nodeName: '辅导员审批',
      subject: '张三的请假申请',
      assignees: [{ id: 'T001', name: '李老师' }],
      links: { pc: 'https://oa.example.edu/t/client' },
      createdAt: now,
    },
  },
});
const accepted: number | undefined = sent.data?.data.accepted;

const listed = await client.GET('/api/v1/task-center/todos', { params: { query: { task: 'T-client' } } });
const titles: string[] | undefined = listed.data?.data.items.map((todo) => todo.title);

const unknown = await client.GET('/api/v1/task-center/todos/{id}', { params: { path: { id: 'nothing:nobody' } } });
const code: string | undefined = unknown.error?.error.code;

const preview = await client.POST('/api/v1/task-center/repush/preview', { body: { mode: 'all' } });
console.log(JSON.stringify({ accepted, titles, code, todos: preview.data?.data.todos }));
`;

const settings = {
  compilerOptions: {
    strict: true,
    outDir: 'out',
    target: 'es2024',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(here, '..', '..', 'node_modules', '@types')],
  },
  files: ['program.ts'],
};

const run = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, ...env },
  });
  return { status, output: `${stdout}${stderr}` };
};

describe('A client generated from the OpenAPI document', () => {
  let folder: string;
  let server: ServerProcess;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portico-client-'));
    mkdirSync(join(folder, 'data'));
    server = await startServerProcess(join(folder, 'data'), await freePort());
  });
  afterAll(async () => {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('MUST compile, and speak with a server', () => {
    // Beside the generator, where the client's own library is found.
    const work = mkdtempSync(join(here, 'node_modules', '.client-'));
    try {
      const generated = run(
        [
          generator,
          `${server.url}/openapi.json`,
          '--default-non-nullable',
          'false',
          '--output',
          join(work, 'portico.ts'),
        ],
        work,
      );
      expect(generated).toMatchObject({ status: 0 });
      writeFileSync(join(work, 'package.json'), '{"type": "module"}');
      writeFileSync(join(work, 'program.ts'), program);
      writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(settings));
      expect(run([compiler, '--project', work], work)).toEqual({ status: 0, output: '' });
      const env = { PORTICO_URL: server.url, PORTICO_KEY: server.apiKey };
      const said = run(['out/program.js'], work, env);
      expect(JSON.parse(said.output)).toEqual({
        accepted: 1,
        titles: ['张三的请假申请'],
        code: 'NOT_FOUND',
        todos: expect.any(Number),
      });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
