import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the jinzhi-shuxin sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('jinzhi-shuxin');
    const { appId, appSecret } = bed.settings;
    token = (await bed.post('/openapi/auth/token', { appId, appSecret })).body.data.access_token;
  });
  afterEach(() => bed.close());

  const call = (path: string, body: unknown): Promise<Reply> =>
    bed.post(`/openapi/taskcenter/${path}`, body, { 'x-access-token': token });
  const person = { userId: '20210001', userName: '张三', deptName: '计算机学院' };
  const instance = {
    instanceId: 'S-1',
    sceneCode: 'leave',
    subject: '张三的请假申请',
    initiator: person,
    status: 'RUNNING',
    startTime: '2026-11-21 07:59:00',
  };
  const task = (fields: Record<string, unknown> = {}) => ({
    taskKey: 'T-1:T001',
    instanceId: 'S-1',
    sceneCode: 'leave',
    subject: '张三的请假申请',
    urgency: 4,
    taskType: 'approval',
    status: 'TODO',
    initiator: person,
    handler: { userId: 'T001', userName: '李老师' },
    node: { nodeId: 'n2', nodeName: '辅导员审批' },
    pcUrl: 'https://oa.example.edu/t/1',
    createTime: '2026-11-21 08:00:00',
    ...fields,
  });
  const createBoth = async (): Promise<string> => {
    await call('instance/create', instance);
    return (await call('task/create', task())).body.data.third_id;
  };

  it('MUST issue tokens for the right secret only', async () => {
    const { appId, appSecret } = bed.settings;
    const right = await bed.post('/openapi/auth/token', { appId, appSecret });
    expect(right.body).toMatchObject({ code: 0, data: { access_token: expect.any(String), expires_in: 7200 } });
    expect((await bed.post('/openapi/auth/token', { appId, appSecret: 'wrong' })).body.code).toBe(40102);
  });

  it('MUST answer a dead or unknown token with its code and HTTP 200', async () => {
    bed.clock.value += 7_200_000;
    const { status, body } = await call('instance/create', instance);
    expect({ status, body }).toEqual({ status: 200, body: { code: 40101, msg: 'token无效或已过期', data: null } });
    token = 'unknown';
    expect((await call('task/query', { taskKey: 'T-1' })).body.code).toBe(40101);
    expect((await bed.effects()).slice(1)).toEqual([
      'instance/create S-1 refused failed',
      'task/query T-1 refused failed',
    ]);
  });

  it('MUST take a task into an existing instance only', async () => {
    expect((await call('task/create', task())).body).toEqual({ code: 40410, msg: '流程实例不存在', data: null });
    await createBoth();
    expect(await bed.todos()).toEqual([
      {
        id: 'T-1:T001',
        assignee: 'T001',
        title: '张三的请假申请',
        urgency: 'critical',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: null },
      },
    ]);
  });

  it('MUST answer a doubled create with the id of the existing object, unchanged', async () => {
    const thirdId = await createBoth();
    expect((await call('instance/create', instance)).body).toMatchObject({
      code: 40901,
      data: { third_id: expect.any(String) },
    });
    expect((await call('task/create', task({ subject: '另一个' }))).body).toEqual({
      code: 40901,
      msg: '主键已存在',
      data: { third_id: thirdId },
    });
    expect(await bed.todos()).toMatchObject([{ title: '张三的请假申请' }]);
  });

  it('MUST update, complete, open again and delete', async () => {
    const third_id = await createBoth();
    await call('task/update', { third_id, subject: '改过的标题', urgency: 1 });
    await call('task/updateStatus', { third_id, status: 'DONE', finishTime: '2026-11-21 09:00:00' });
    expect(await bed.todos()).toMatchObject([{ title: '改过的标题', urgency: 'low', state: 'done' }]);
    expect((await call('task/query', { taskKey: 'T-1:T001' })).body.data).toMatchObject({
      third_id,
      taskKey: 'T-1:T001',
      status: 'DONE',
      finishTime: '2026-11-21 09:00:00',
      handler: { userId: 'T001' },
    });
    await call('task/updateStatus', { third_id, status: 'TODO' });
    expect(await bed.todos()).toMatchObject([{ state: 'open' }]);
    await call('task/delete', { third_id });
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).filter((row) => row.startsWith('task/'))).toEqual([
      'task/create T-1:T001 created ok',
      'task/update T-1:T001 updated ok',
      'task/updateStatus T-1:T001 completed ok',
      'task/query T-1:T001 none ok',
      'task/updateStatus T-1:T001 updated ok',
      'task/delete T-1:T001 withdrawn ok',
    ]);
  });

  it('MUST answer 40411 for tasks that are not there, and take a deleted key again', async () => {
    const third_id = await createBoth();
    await call('task/delete', { third_id });
    const codes = [
      await call('task/delete', { third_id }),
      await call('task/update', { third_id, subject: '标题' }),
      await call('task/updateStatus', { third_id, status: 'DONE' }),
      await call('task/query', { taskKey: 'T-1:T001' }),
    ].map(({ body }) => body.code);
    expect(codes).toEqual([40411, 40411, 40411, 40411]);
    expect((await call('task/create', task())).body.data.third_id).not.toBe(third_id);
  });

  it('MUST update and delete an instance, and its tasks with it', async () => {
    const instanceThirdId = (await call('instance/create', instance)).body.data.third_id;
    await call('task/create', task());
    expect((await call('instance/update', { third_id: instanceThirdId, status: 'FINISHED' })).body.code).toBe(0);
    expect((await call('instance/delete', { third_id: instanceThirdId })).body.code).toBe(0);
    expect(await bed.todos()).toEqual([]);
    expect((await call('instance/delete', { third_id: instanceThirdId })).body.code).toBe(40410);
    expect((await call('task/query', { taskKey: 'T-1:T001' })).body.code).toBe(40411);
  });

  it.each([
    [{ taskKey: undefined }, 'taskKey：不能为空'],
    [{ urgency: '4' }, 'urgency：类型错误'],
    [{ urgency: 5 }, 'urgency：不能超过4'],
    [{ handler: { userId: '' } }, 'handler.userId：不能为空'],
    [{ pcUrl: 'x'.repeat(2001) }, 'pcUrl：长度不能超过2000'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    await call('instance/create', instance);
    expect((await call('task/create', task(fields))).body).toEqual({
      code: 40001,
      msg: `参数错误：${reason}`,
      data: null,
    });
  });
});
