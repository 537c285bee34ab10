import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the dingtalk-todo sandbox', () => {
  let bed: TestBed;
  let token: string;
  let users: string;
  beforeEach(async () => {
    bed = await openTestBed('dingtalk-todo');
    token = (await fetchToken()).body.accessToken;
    users = `/v1.0/todo/users/${bed.settings['operatorUnionId']}/tasks`;
  });
  afterEach(() => bed.close());

  const fetchToken = (): Promise<Reply> => {
    const { appKey, appSecret } = bed.settings;
    return bed.post('/v1.0/oauth2/accessToken', { appKey, appSecret });
  };
  const call = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(bed.url(path), {
      method,
      headers: {
        'x-acs-dingtalk-access-token': token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const create = (fields: Record<string, unknown> = {}): Promise<Reply> =>
    call('POST', `${users}?operatorId=x`, {
      sourceId: 'T-1_T001',
      subject: '张三的请假申请',
      executorIds: ['union-1'],
      detailUrl: { appUrl: 'https://m.oa.example.edu/t/1', pcUrl: 'https://oa.example.edu/t/1' },
      priority: 30,
      ...fields,
    });

  it('MUST answer the same token while it lives, and let it live on', async () => {
    bed.clock.value += 7_000_000;
    expect((await fetchToken()).body).toEqual({ accessToken: token, expireIn: 7_200 });
    bed.clock.value += 7_000_000;
    expect((await call('GET', `${users}/sources/none`)).status).toBe(400);
    bed.clock.value += 300_000;
    const dead = await call('GET', `${users}/sources/none`);
    expect([dead.status, dead.body.code]).toEqual([401, 'InvalidAuthentication']);
    expect((await fetchToken()).body.accessToken).not.toBe(token);
  });

  it('MUST refuse wrong credentials', async () => {
    const { appKey } = bed.settings;
    const wrong = await bed.post('/v1.0/oauth2/accessToken', { appKey, appSecret: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalidClientIdOrSecret']);
  });

  it('MUST show a task to its executors, and find it by either id', async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toMatchObject({ sourceId: 'T-1_T001', done: false, createdTime: bed.clock.value });
    expect(await bed.todos('union-1')).toEqual([
      {
        id: 'T-1_T001',
        assignee: 'union-1',
        title: '张三的请假申请',
        urgency: 'urgent',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      },
    ]);
    expect((await call('GET', `${users}/${body.id}`)).body).toEqual(body);
    expect((await call('GET', `${users}/sources/T-1_T001`)).body).toEqual(body);
    expect((await call('GET', '/v1.0/todo/users/somebody/tasks/sources/T-1_T001')).body.message).toBe('task not exist');
  });

  it('MUST answer a doubled source id by code and message, and change nothing', async () => {
    await create();
    expect(await create({ subject: '另一个' })).toMatchObject({
      status: 400,
      body: { code: 'todo.taskCreate.paramError', message: 'task exist' },
    });
    expect((await bed.todos())[0]?.title).toBe('张三的请假申请');
  });

  it.each([
    [{ subject: '长'.repeat(1_025) }, 'subject is oversize'],
    [{ description: '长'.repeat(4_097) }, 'description is oversize'],
    [{ executorIds: Array.from({ length: 101 }, (_, at) => `u${at}`) }, 'executors is oversize'],
    [{ dueTime: -1 }, 'dueTime is invalid'],
    [{ subject: undefined }, 'todo.taskCreate.paramError'],
    [{ sourceId: '' }, 'todo.taskCreate.paramError'],
  ])('MUST refuse a creation and say what is wrong in the message (%#)', async (fields, message) => {
    expect(await create(fields)).toMatchObject({ status: 400, body: { code: 'todo.taskCreate.paramError', message } });
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST complete, open again and change', async () => {
    const { id } = (await create()).body;
    expect((await call('PUT', `${users}/${id}`, { done: true })).body.result).toBe(true);
    expect((await bed.todos())[0]?.state).toBe('done');
    await call('PUT', `${users}/${id}`, { done: false, subject: '改过的' });
    expect((await bed.todos())[0]).toMatchObject({ state: 'open', title: '改过的' });
    await call('PUT', `${users}/${id}/executorStatus`, { executorStatusList: [{ id: 'union-1', isDone: true }] });
    expect((await bed.todos())[0]?.state).toBe('done');
    expect((await call('GET', `${users}/${id}`)).body.done).toBe(false);
  });

  it('MUST delete, and say of what is gone that it does not exist', async () => {
    const { id } = (await create()).body;
    expect((await call('DELETE', `${users}/${id}`)).body.result).toBe(true);
    const gone = [
      await call('DELETE', `${users}/${id}`),
      await call('PUT', `${users}/${id}`, { subject: '标题' }),
      await call('GET', `${users}/${id}`),
    ];
    expect(gone.map(({ status, body }) => [status, body.message])).toEqual(gone.map(() => [400, 'task not exist']));
    expect((await create()).status).toBe(200);
  });
});
