import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineHistory, seeded, shuffled } from './testing/engine-history.ts';
import { freePort, runCli, startServerProcess, until, type ServerProcess } from './testing/server-process.ts';
import { baseUrls, codes, convergence, setFaults, shownAt } from './testing/task-centers.ts';

const firstEvent = {
  eventId: 'evt-1',
  action: 'receive',
  occurredAt: new Date(Date.now() - 3_600_000).toISOString(),
  instance: {
    id: 'S-1',
    processId: 'leave',
    processName: '请假审批',
    category: 'approval',
    subject: '张三的请假申请',
    status: 'running',
    initiator: { id: '20210001', name: '张三', department: '计算机学院' },
    startedAt: new Date(Date.now() - 3_660_000).toISOString(),
  },
  task: {
    id: 'T-1',
    nodeId: 'n2',
    nodeName: '辅导员审批',
    subject: '张三的请假申请',
    sceneCode: 'leave',
    taskType: 'approval',
    urgency: 'normal',
    completion: 'any',
    assignees: [{ id: 'T001', name: '李老师', department: '计算机学院' }],
    links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
    createdAt: new Date(Date.now() - 3_600_000).toISOString(),
  },
};

let dataDir: string;
let server: ServerProcess | null = null;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'portico-job-'));
});
afterEach(async () => {
  await server?.stop('SIGKILL');
  server = null;
  rmSync(dataDir, { recursive: true, force: true });
});

test('MUST show the first to-do at all four task centers within a second, and close it there', async () => {
  server = await startServerProcess(dataDir, await freePort());
  const bases = await baseUrls(server);
  expect([...bases.keys()].sort()).toEqual([...codes].sort());
  const answer = await server.call('POST', '/api/v1/task-center/events', firstEvent);
  expect(answer).toMatchObject({
    status: 202,
    body: { success: true, data: { accepted: 1, duplicates: 0, ignored: [], todos: 1 } },
  });
  for (const code of codes) {
    const base = bases.get(code) as string;
    const [todo] = await until(`${code} shows it`, 3_000, async () => {
      const todos = await shownAt(base, '?assignee=T001');
      return todos.length > 0 ? todos : null;
    });
    expect(todo).toMatchObject({
      assignee: 'T001',
      title: '张三的请假申请',
      urgency: 'normal',
      state: 'open',
      links: firstEvent.task.links,
    });
  }
  const again = await server.call('POST', '/api/v1/task-center/events', firstEvent);
  expect(again.body.data).toMatchObject({ accepted: 0, duplicates: 1 });
  await server.call('POST', '/api/v1/task-center/events', {
    ...firstEvent,
    eventId: 'evt-2',
    action: 'complete',
    occurredAt: new Date(Date.now() - 1_800_000).toISOString(),
    actor: { id: 'T001', name: '李老师' },
    result: '同意',
  });
  for (const code of codes) {
    await until(`${code} closes it`, 3_000, async () =>
      (await shownAt(bases.get(code) as string, '?assignee=T001'))[0]?.state === 'done' ? true : null,
    );
  }
  const shown = await server.call('GET', `/api/v1/task-center/todos/${encodeURIComponent('T-1:T001')}`);
  expect(shown.status).toBe(200);
  const types = new Set((shown.body.data.timeline as { type: string }[]).map((entry) => entry.type));
  expect([...types]).toEqual(expect.arrayContaining(['event', 'plan', 'attempt']));
});

test('MUST converge with 1,000 shuffled and doubled events, failures, lost answers, and a kill in the middle', async () => {
  const seed = 20_261_122;
  const port = await freePort();
  server = await startServerProcess(dataDir, port);
  const before = await baseUrls(server);
  await setFaults(before.values(), { failRate: 0.3, loseAnswerRate: 0.1 });
  const random = seeded(seed);
  const history = engineHistory(1000, seed, Date.now() - 20 * 24 * 3_600_000);
  const mixed = shuffled([...history, ...history], random);
  const batches = Array.from({ length: Math.ceil(mixed.length / 100) }, (_, i) => mixed.slice(i * 100, (i + 1) * 100));
  for (const [index, batch] of batches.entries()) {
    const answer = await server.call('POST', '/api/v1/task-center/events', { events: batch });
    expect(answer).toMatchObject({ status: 202, body: { data: { ignored: [] } } });
    if (index === Math.floor(batches.length / 2)) {
      await server.stop('SIGKILL');
      server = await startServerProcess(dataDir, port);
      expect(await baseUrls(server)).toEqual(before);
    }
  }
  // The same again changes nothing.
  const repeated = await server.call('POST', '/api/v1/task-center/events', { events: batches[0] });
  expect(repeated.body.data).toMatchObject({ accepted: 0, todos: 0 });
  await convergence(server, 120_000);
}, 300_000);

test('MUST keep data and addresses over a restart, and keep the key to its owner', async () => {
  const port = await freePort();
  server = await startServerProcess(dataDir, port);
  const bases = await baseUrls(server);
  await server.call('POST', '/api/v1/task-center/events', firstEvent);
  const key = server.apiKey;
  expect(statSync(join(dataDir, 'credentials.json')).mode & 0o777).toBe(0o600);
  await server.stop('SIGTERM');
  server = await startServerProcess(dataDir, port);
  expect(server.apiKey).toBe(key);
  expect(await baseUrls(server)).toEqual(bases);
  const { body } = await server.call('GET', '/api/v1/task-center/todos');
  expect(body.data.items).toHaveLength(1);
});

test('MUST say in one line what stands in the way: a taken port, a data directory in use, one that cannot be written', async () => {
  const port = await freePort();
  server = await startServerProcess(dataDir, port);
  const other = mkdtempSync(join(tmpdir(), 'portico-other-'));
  try {
    const lines = (output: string): string[] =>
      output
        .trim()
        .split('\n')
        .filter((line) => line !== '');
    const taken = await runCli(['start'], { PORTICO_PORT: String(port), PORTICO_DATA_DIR: other });
    expect(taken.code).toBe(1);
    expect(lines(taken.output)).toEqual([expect.stringContaining(`${port}`)]);
    const second = await runCli(['start'], { PORTICO_PORT: String(await freePort()), PORTICO_DATA_DIR: dataDir });
    expect(second.code).toBe(1);
    expect(lines(second.output)).toEqual([expect.stringContaining('in use')]);
    const unwritable = await runCli(['start'], {
      PORTICO_PORT: String(await freePort()),
      PORTICO_DATA_DIR: '/proc/portico',
    });
    expect(unwritable.code).toBe(1);
    expect(lines(unwritable.output)).toHaveLength(1);
    const wrong = await runCli(['start'], { PORTICO_PORT: 'x', PORTICO_DATA_DIR: other });
    expect(wrong.code).toBe(1);
    expect(lines(wrong.output)).toEqual([expect.stringContaining('PORTICO_PORT')]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});
