import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

const base = '/v1/infra/task_center';

describe('the tongji-open sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('tongji-open');
    token = ((await fetchToken()) as { access_token: string }).access_token;
  });
  afterEach(() => bed.close());

  const askToken = (fields: Record<string, string> = {}): Promise<Response> =>
    fetch(bed.url('/v1/token'), {
      method: 'POST',
      body: new URLSearchParams({
        client_id: bed.settings['clientId'] ?? '',
        client_secret: bed.settings['clientSecret'] ?? '',
        grant_type: 'client_credentials',
        ...fields,
      }),
    });
  const fetchToken = async (): Promise<unknown> => (await askToken()).json();
  const call = (path: string, body: unknown): Promise<Reply> =>
    bed.post(`${base}/${path}`, body, { authorization: `Bearer ${token}` });
  const list = async (path: string): Promise<any> =>
    (await fetch(bed.url(`${base}/${path}`), { headers: { authorization: `Bearer ${token}` } })).json();
  const task = (fields: Record<string, unknown> = {}) => ({
    appId: bed.settings['appId'],
    instId: 11,
    instStatus: 1,
    instCreatorNumber: '20210001',
    instCreated: '2026-11-21 07:59:00',
    taskId: 101,
    taskStatus: 1,
    taskCreated: '2026-11-21 08:00:00',
    nodeName: '辅导员审批',
    userId: 'T001',
    thirdpartyId: 'T-1_T001',
    thirdpartyName: '张三的请假申请',
    formUrl: 'https://oa.example.edu/t/1',
    ...fields,
  });

  it('MUST give tokens to the right client only, by form, and let none in after 7200 seconds', async () => {
    expect(await fetchToken()).toMatchObject({ expires_in: 7_200, refresh_expires_in: 0, token_type: 'Bearer' });
    const wrong = await askToken({ client_secret: 'wrong' });
    expect([wrong.status, ((await wrong.json()) as { error: string }).error]).toEqual([401, 'invalid_client']);
    expect((await askToken({ grant_type: 'password' })).status).toBe(400);
    bed.clock.value += 7_200_000;
    expect((await call('push_task', task())).status).toBe(401);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST replace what is pushed again under the same number', async () => {
    expect((await call('push_task', task())).body).toEqual({ code: 'A00000', msg: '操作成功', data: null });
    await call('push_task', task({ thirdpartyName: '改过的', taskStatus: 3 }));
    expect(await bed.todos()).toMatchObject([{ id: 'T-1_T001', assignee: 'T001', title: '改过的', state: 'done' }]);
    expect((await bed.effects()).filter((row) => row.startsWith('push'))).toEqual([
      'push_task T-1_T001 created ok',
      'push_task T-1_T001 completed ok',
    ]);
  });

  it('MUST write down whom it sent a message', async () => {
    await call('push_task', task({ sendMsg: 1 }));
    await call('push_task', task({ sendMsg: 0 }));
    expect((await bed.effects()).filter((row) => row.startsWith('sendMsg'))).toEqual(['sendMsg T-1_T001 none ok']);
  });

  it('MUST list tasks by person and status, and instances by initiator', async () => {
    for (const taskId of [101, 102, 103]) await call('push_task', task({ taskId, thirdpartyId: `T-${taskId}` }));
    await call('push_task', task({ taskId: 102, thirdpartyId: 'T-102', taskStatus: 3 }));
    const open = await list('task_list?status=1&userId=T001&pageSize=1&p=2');
    expect(open.data.list.map((row: { taskId: number }) => row.taskId)).toEqual([103]);
    const done = await list('task_list?status=3&userId=T001&instId=11');
    expect(done.data.list).toMatchObject([{ taskId: 102, thirdpartyId: 'T-102', taskStatus: 3, instId: 11 }]);
    expect((await list('task_list?status=1&userId=T002')).data.list).toEqual([]);
    expect((await list('task_list?status=2&userId=T001')).code).toBe('A00001');
    expect((await list('task_list?status=1')).msg).toContain('userId：不能为空');
    expect((await list('inst_list?status=1&userId=20210001')).data.list).toMatchObject([{ instId: 11, instStatus: 1 }]);
  });

  it('MUST delete, and keep logs of tasks that it knows', async () => {
    const log = {
      userId: 'T001',
      taskId: 101,
      instId: 11,
      nodeName: '审批',
      operationDesc: '同意',
      created: '2026-11-21 09:00:00',
    };
    expect((await call('push_task_log', { logs: [log] })).body.code).toBe('A00002');
    await call('push_task', task());
    expect((await call('push_task_log', { logs: [log] })).body.code).toBe('A00000');
    expect((await call('delete_task', { taskId: 101 })).body.code).toBe('A00000');
    expect((await call('delete_task', { taskId: 101 })).body.code).toBe('A00002');
    expect(await bed.todos()).toEqual([]);
  });

  it.each([
    [{ taskId: '101' }, 'taskId：类型错误'],
    [{ taskId: 2 ** 53 }, 'taskId：'],
    [{ taskStatus: 2 }, 'taskStatus：'],
    [{ thirdpartyName: '' }, 'thirdpartyName：不能为空'],
    [{ appId: '1_1' }, 'appId：未登记的事项1_1'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    const { body } = await call('push_task', task(fields));
    expect(body.code).toBe('A00001');
    expect(body.msg).toContain(reason);
  });
});
