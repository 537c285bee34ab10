import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxes } from '../start-sandboxes.ts';
import { openTestBed } from './test-bed.ts';
import type { Reply, TestBed } from './test-bed.ts';

const write = (flowid: string, syscode: string) => ({
  syscode,
  flowid,
  requestname: '张三的请假申请',
  workflowname: '请假审批',
  nodename: '辅导员审批',
  pcurl: '/t/1',
  isremark: '0',
  viewtype: '0',
  creator: '20210001',
  createdatetime: '2026-11-21 08:00:00',
  receiver: 'T001',
  receivedatetime: '2026-11-21 08:00:00',
  receivets: '1000',
});

describe('the journal of a sandbox', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await openTestBed('weaver-ofs');
  });
  afterEach(() => bed.close());

  const create = (flowid: string): Promise<Reply> =>
    bed.post('/rest/ofs/ReceiveRequestInfoByJson', write(flowid, bed.settings['syscode'] ?? ''));
  const file = () => join(bed.dataDir, 'weaver-ofs', 'journal.jsonl');

  it('MUST keep to-dos, log, faults and credentials across a restart', async () => {
    await create('T-1');
    await bed.setFaults({ latencyMs: 1 });
    const before = [await bed.todos(), await bed.requests()];
    await bed.restart();
    await bed.restart();
    expect([await bed.todos(), await bed.requests()]).toEqual(before);
    expect((await bed.request('GET', '/_sandbox/faults')).body.latencyMs).toBe(1);
    await bed.setFaults({ latencyMs: 0 });
    expect((await create('T-1')).body.operResult).toBe('1');
    expect((await bed.requests()).map(({ index, effect }) => [index, effect])).toEqual([
      [0, 'created'],
      [1, 'none'],
    ]);
  });

  it('MUST ignore a torn last line', async () => {
    await create('T-1');
    await bed.restart(() => appendFile(file(), '{"rows":[{"at":1,"opera'));
    expect(await bed.todos()).toHaveLength(1);
    await create('T-2');
    await bed.restart();
    expect((await bed.todos()).map(({ id }) => id)).toEqual(['T-1:T001', 'T-2:T001']);
  });

  it('MUST refuse to start on a file that is damaged in the middle', async () => {
    await create('T-1');
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), `{"rows":\n${text}`);
    await expect(startSandboxes({ port: 0, dataDir: bed.dataDir, kinds: ['weaver-ofs'] })).rejects.toThrow(
      'line 1 is not JSON',
    );
    await writeFile(file(), text);
  });

  it('MUST forget all but the credentials when reset, across a restart too', async () => {
    await create('T-1');
    await bed.setFaults({ failRate: 1 });
    expect((await bed.request('DELETE', '/_sandbox')).status).toBe(200);
    await bed.restart();
    expect([await bed.todos(), await bed.requests()]).toEqual([[], []]);
    expect((await create('T-1')).body.operResult).toBe('1');
  });

  it('MUST say which port is taken', async () => {
    const port = Number(new URL(bed.url('/')).port);
    await expect(startSandboxes({ port, dataDir: join(bed.dataDir, 'other') })).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('a sandbox that is killed', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-sandbox-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('MUST still know everything that it answered', async () => {
    const child = fork(fileURLToPath(new URL('./killed-sandbox.fixture.ts', import.meta.url)), [dataDir], {
      execArgv: ['--conditions=@portico/source'],
    });
    const [{ url, syscode }] = (await once(child, 'message')) as [{ url: string; syscode: string }];
    const answered: string[] = [];
    const sending = Array.from({ length: 16 }, async (_, lane) => {
      for (let at = 0; ; at += 1) {
        const flowid = `T-${lane}-${at}`;
        const sent = await fetch(`${url}/rest/ofs/ReceiveRequestInfoByJson`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(write(flowid, syscode)),
        }).then(
          (response) => response.json(),
          () => undefined,
        );
        if (sent === undefined) return;
        answered.push(`${flowid}:T001`);
        if (answered.length === 400) child.kill('SIGKILL');
      }
    });
    await Promise.all(sending);

    const sandboxes = await startSandboxes({ port: 0, dataDir, kinds: ['weaver-ofs'] });
    try {
      const read = async (path: string) => (await fetch(`${sandboxes.baseUrl('weaver-ofs')}/_sandbox/${path}`)).json();
      const { todos } = (await read('todos')) as { todos: { id: string }[] };
      const { requests } = (await read('requests')) as { requests: { id: string; effect: string }[] };
      const known = new Set(todos.map(({ id }) => id));
      expect(answered.length).toBeGreaterThanOrEqual(400);
      expect(answered.filter((id) => !known.has(id))).toEqual([]);
      expect(
        requests
          .filter(({ effect }) => effect === 'created')
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual([...known].toSorted());
    } finally {
      await sandboxes.close();
    }
  });
});
