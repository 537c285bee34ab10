import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the tongyidaiban sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('tongyidaiban');
    token = (await fetchToken()).body.data.access_token;
  });
  afterEach(() => bed.close());

  const fetchToken = (): Promise<Reply> => {
    const { clientId, clientSecret } = bed.settings;
    return bed.post('/unified-todo/v1/token', { clientId, clientSecret });
  };
  const call = (path: string, body: unknown): Promise<Reply> =>
    bed.post(`/unified-todo/v1/${path}`, body, { 'x-todo-token': token });
  const handler = (userId: string, status = 'TODO') => ({ userId, userName: '李老师', status });
  const task = (fields: Record<string, unknown> = {}) => ({
    sourceId: 'T-1',
    instanceId: 'S-1',
    title: '张三的请假申请',
    urgency: '2',
    sender: { userId: '20210001', userName: '张三' },
    handlers: [handler('T001'), handler('T002')],
    pcUrl: 'https://oa.example.edu/t/1',
    mobileUrl: 'https://m.oa.example.edu/t/1',
    createTime: '2026-11-21 08:00:00',
    ...fields,
  });
  const create = async (fields?: Record<string, unknown>): Promise<string> =>
    (await call('tasks/create', task(fields))).body.data.taskId;

  it('MUST answer the same token while it lives long enough', async () => {
    expect((await fetchToken()).body.data).toEqual({ access_token: token, expires_in: 3600 });
    bed.clock.value += 3_301_000;
    const { data } = (await fetchToken()).body;
    expect(data.access_token).not.toBe(token);
    expect(data.expires_in).toBe(3600);
    expect((await call('tasks/query', { sourceId: 'T-1' })).body.code).toBe('TASK_NOT_FOUND');
  });

  it('MUST refuse wrong credentials and dead tokens, each with its code and HTTP 200', async () => {
    const wrong = await bed.post('/unified-todo/v1/token', {
      clientId: bed.settings['clientId'],
      clientSecret: 'wrong',
    });
    expect([wrong.status, wrong.body.code]).toEqual([200, 'AUTH_FAILED']);
    bed.clock.value += 3_600_000;
    const dead = await call('tasks/create', task());
    expect([dead.status, dead.body.code]).toEqual([200, 'TOKEN_EXPIRED']);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST show one task to each of its handlers', async () => {
    await create();
    expect((await bed.todos()).map(({ id, assignee, state }) => [id, assignee, state])).toEqual([
      ['T-1', 'T001', 'open'],
      ['T-1', 'T002', 'open'],
    ]);
    expect(await bed.todos('T002')).toEqual([
      {
        id: 'T-1',
        assignee: 'T002',
        title: '张三的请假申请',
        urgency: 'urgent',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      },
    ]);
    expect(await bed.effects()).toEqual(['token  none ok', 'tasks/create T-1 created ok']);
  });

  it('MUST answer a doubled create with the id of the existing task, unchanged', async () => {
    const taskId = await create();
    expect((await call('tasks/create', task({ title: '另一个' }))).body).toEqual({
      code: 'DUPLICATE',
      msg: '来源编号已存在',
      data: { taskId },
    });
    expect((await bed.todos())[0]?.title).toBe('张三的请假申请');
    expect((await bed.effects()).at(-1)).toBe('tasks/create T-1 none failed');
  });

  it('MUST replace content and handlers by an update', async () => {
    const taskId = await create();
    await call('tasks/update', { taskId, title: '改过的标题', handlers: [handler('T002', 'DONE'), handler('T003')] });
    expect((await bed.todos()).map(({ title, assignee, state }) => [title, assignee, state])).toEqual([
      ['改过的标题', 'T002', 'done'],
      ['改过的标题', 'T003', 'open'],
    ]);
    expect((await bed.effects()).at(-1)).toBe('tasks/update T-1 completed ok');
  });

  it('MUST complete for one handler or for all', async () => {
    const taskId = await create();
    const states = async () => (await bed.todos()).map(({ state }) => state);
    await call('tasks/updateStatus', { taskId, status: 'DONE', userId: 'T001', finishTime: '2026-11-21 09:00:00' });
    expect(await states()).toEqual(['done', 'open']);
    await call('tasks/updateStatus', { taskId, status: 'DONE' });
    expect(await states()).toEqual(['done', 'done']);
    expect((await call('tasks/updateStatus', { taskId, status: 'DONE', userId: 'T009' })).body.code).toBe(
      'PARAM_ERROR',
    );
    expect((await call('tasks/query', { sourceId: 'T-1' })).body.data).toMatchObject({
      taskId,
      handlers: [
        { userId: 'T001', status: 'DONE', finishTime: '2026-11-21 09:00:00' },
        { userId: 'T002', status: 'DONE' },
      ],
    });
  });

  it('MUST delete a task, and all tasks of an instance', async () => {
    const taskId = await create();
    expect((await call('tasks/delete', { taskId })).body.code).toBe('0');
    const gone = [
      await call('tasks/delete', { taskId }),
      await call('tasks/update', { taskId, title: '标题' }),
      await call('tasks/query', { sourceId: 'T-1' }),
    ];
    expect(gone.map(({ body }) => body.code)).toEqual(['TASK_NOT_FOUND', 'TASK_NOT_FOUND', 'TASK_NOT_FOUND']);
    await create();
    await create({ sourceId: 'T-2' });
    await create({ sourceId: 'T-3', instanceId: 'S-2' });
    expect((await call('instances/delete', { instanceId: 'S-1' })).body.data).toEqual({ deleted: 2 });
    expect((await bed.todos()).map(({ id }) => id)).toEqual(['T-3', 'T-3']);
  });

  it.each([
    [{ sourceId: '' }, 'sourceId：不能为空'],
    [{ urgency: 2 }, 'urgency：取值须为0、1、2、3'],
    [{ handlers: [] }, 'handlers：不能为空'],
    [{ handlers: [handler('T001'), handler('T001')] }, 'handlers：处理人重复'],
    [{ handlers: Array.from({ length: 201 }, (_, at) => handler(`T${at}`)) }, 'handlers：不能超过200'],
    [{ createTime: '2026-13-01 00:00:00' }, 'createTime：格式错误'],
  ])('MUST refuse a create and name the field (%#)', async (fields, reason) => {
    expect((await call('tasks/create', task(fields))).body).toMatchObject({
      code: 'PARAM_ERROR',
      msg: `参数错误：${reason}`,
    });
  });
});
