import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the ability-center sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('ability-center');
    const { appKey, appSecret } = bed.settings;
    token = (await bed.post('/ability/auth/token', { appKey, appSecret })).body.data.access_token;
  });
  afterEach(() => bed.close());

  const call = (path: string, body: unknown): Promise<Reply> =>
    bed.post(`/ability/taskcenter/instances/${path}`, body, { authorization: `Bearer ${token}` });
  const todo = (assigneeId: string, fields: Record<string, unknown> = {}) => ({
    todoId: 'T-1',
    assigneeId,
    title: '张三的请假申请',
    emergency: '普通',
    status: 'PENDING',
    pcUrl: 'https://oa.example.edu/t/1',
    createTime: '2026-11-21 08:00:00',
    ...fields,
  });
  const instance = (fields: Record<string, unknown> = {}) => ({
    bizId: 'S-1',
    version: '1000',
    title: '张三的请假申请',
    status: 'RUNNING',
    initiatorId: '20210001',
    startTime: '2026-11-21 07:59:00',
    todos: [todo('T001'), todo('T002', { emergency: '低' })],
    ...fields,
  });
  const create = async (fields?: Record<string, unknown>): Promise<string> =>
    (await call('create', instance(fields))).body.data.id;

  it('MUST answer a dead token with HTTP 401 and wrong credentials with their own code', async () => {
    const wrong = await bed.post('/ability/auth/token', { appKey: bed.settings['appKey'], appSecret: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([200, 4011]);
    bed.clock.value += 1_800_000;
    const dead = await call('create', instance());
    expect([dead.status, dead.body]).toEqual([401, { code: 401, msg: '访问令牌无效或已过期', data: null }]);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST show every to-do of an instance', async () => {
    const reply = await call('create', instance());
    expect(reply.body).toEqual({ code: 200, msg: 'OK', data: { id: expect.any(String), version: '1000' } });
    expect(await bed.todos('T002')).toEqual([
      {
        id: 'T-1',
        assignee: 'T002',
        title: '张三的请假申请',
        urgency: 'low',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: null },
      },
    ]);
    expect(await bed.todos()).toHaveLength(2);
  });

  it('MUST make a second object by a second create, and find both by the business key', async () => {
    const ids = [await create(), await create()];
    expect(await bed.todos('T001')).toHaveLength(2);
    const { data } = (await call('search', { bizId: 'S-1' })).body;
    expect(data.total).toBe(2);
    expect(data.items.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect((await bed.effects()).filter((row) => row === 'instances/create S-1 created ok')).toHaveLength(2);
    await call('delete', { id: ids[0] });
    expect((await call('search', { bizId: 'S-1' })).body.data.items).toMatchObject([{ id: ids[1], todos: [{}, {}] }]);
  });

  it('MUST replace the whole by a save that is not older', async () => {
    const id = await create();
    await call('save', instance({ id, version: '1000', todos: [todo('T002', { status: 'FINISHED' }), todo('T003')] }));
    expect((await bed.todos()).map(({ assignee, state }) => [assignee, state])).toEqual([
      ['T002', 'done'],
      ['T003', 'open'],
    ]);
    expect((await call('save', instance({ id, version: '1001', todos: [] }))).body.data).toEqual({
      id,
      version: '1001',
    });
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).slice(2)).toEqual([
      'instances/save S-1 completed ok',
      'instances/save S-1 updated ok',
    ]);
  });

  it('MUST refuse an older save with the stored version, unchanged', async () => {
    const id = await create();
    expect((await call('save', instance({ id, version: '999', todos: [] }))).body).toEqual({
      code: 4091,
      msg: '版本过期',
      data: { id, version: '1000' },
    });
    expect(await bed.todos()).toHaveLength(2);
    expect((await bed.effects()).at(-1)).toBe('instances/save S-1 none failed');
  });

  it('MUST answer 4041 for an unknown id and find nothing without failing', async () => {
    expect((await call('save', instance({ id: 'unknown' }))).body.code).toBe(4041);
    expect((await call('delete', { id: 'unknown' })).body.code).toBe(4041);
    expect((await call('search', { bizId: 'S-9' })).body).toEqual({
      code: 200,
      msg: 'OK',
      data: { total: 0, items: [] },
    });
  });

  it('MUST delete an object with its to-dos', async () => {
    const id = await create();
    expect((await call('delete', { id })).body.code).toBe(200);
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).at(-1)).toBe('instances/delete S-1 withdrawn ok');
  });

  it('MUST take 500 to-dos and no more', async () => {
    const todos = (count: number) => Array.from({ length: count }, (_, at) => todo(`T${at}`));
    expect((await call('create', instance({ todos: todos(500) }))).body.code).toBe(200);
    expect((await call('create', instance({ todos: todos(501) }))).body).toMatchObject({
      code: 4131,
      msg: '待办数量超过500',
    });
  });

  it.each([
    [{ version: 1000 }, 'version：类型错误'],
    [{ todos: [todo('T001'), todo('T001')] }, 'todos：待办重复'],
    [{ todos: [todo('T001', { emergency: 'HIGH' })] }, 'todos.0.emergency：取值须为低、普通、紧急、特急'],
    [{ startTime: undefined }, 'startTime：不能为空'],
  ])('MUST refuse a create and name the field (%#)', async (fields, reason) => {
    expect((await call('create', instance(fields))).body).toMatchObject({ code: 4001, msg: `参数错误：${reason}` });
  });

  it('MUST refuse a save under another business key', async () => {
    const id = await create();
    expect((await call('save', instance({ id, bizId: 'S-2' }))).body).toMatchObject({
      code: 4001,
      msg: '参数错误：bizId：与对象不符',
    });
  });
});
