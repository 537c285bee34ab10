import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the landray-ekp sandbox', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await openTestBed('landray-ekp');
  });
  afterEach(() => bed.close());

  const basic = (password = bed.settings['password']): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${bed.settings['userName']}:${password}`).toString('base64')}`,
  });
  const call = (name: string, body: unknown, headers = basic()): Promise<Reply> =>
    bed.post(`/api/sys-notify/sysNotifyTodoRestService/${name}`, body, headers);
  const person = (...ids: string[]): string =>
    JSON.stringify(ids.length === 1 ? { LoginName: ids[0] } : ids.map((id) => ({ LoginName: id })));
  const todo = (fields: Record<string, unknown> = {}) => ({
    modelName: 'com.example.todo',
    modelId: 'T-1',
    subject: '张三的请假申请',
    link: 'https://oa.example.edu/t/1',
    mobileLink: 'https://m.oa.example.edu/t/1',
    type: 1,
    level: 2,
    targets: person('T001'),
    createTime: '2026-11-21 08:00:00',
    ...fields,
  });
  const of = (fields: Record<string, unknown> = {}) => ({ modelName: 'com.example.todo', modelId: 'T-1', ...fields });

  it('MUST let nobody in without the right Basic credentials', async () => {
    expect((await call('sendTodo', todo(), basic('wrong'))).status).toBe(401);
    expect((await call('sendTodo', todo(), {})).status).toBe(401);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST show a to-do to each of its targets', async () => {
    expect((await call('sendTodo', todo({ targets: person('T001', 'T002') }))).body).toEqual({
      returnState: 2,
      message: '',
    });
    expect((await bed.todos()).map(({ assignee, urgency, state }) => [assignee, urgency, state])).toEqual([
      ['T001', 'urgent', 'open'],
      ['T002', 'urgent', 'open'],
    ]);
  });

  it('MUST make a second one of a doubled creation', async () => {
    await call('sendTodo', todo());
    await call('sendTodo', todo());
    expect(await bed.todos('T001')).toHaveLength(2);
  });

  it('MUST complete and delete for the targets with optType 2, for everybody with 1', async () => {
    await call('sendTodo', todo({ targets: person('T001', 'T002') }));
    const states = async () => (await bed.todos()).map(({ state }) => state);
    expect((await call('setTodoDone', of({ optType: 2 }))).body.message).toBe('参数错误：targets：不能为空');
    await call('setTodoDone', of({ optType: 2, targets: person('T001') }));
    expect(await states()).toEqual(['done', 'open']);
    await call('setTodoDone', of({ optType: 1 }));
    expect(await states()).toEqual(['done', 'done']);
    await call('deleteTodo', of({ optType: 2, targets: person('T001') }));
    expect((await bed.todos()).map(({ assignee }) => assignee)).toEqual(['T002']);
    await call('deleteTodo', of({ optType: 1 }));
    expect(await bed.todos()).toEqual([]);
    expect((await call('deleteTodo', of({ optType: 1 }))).body).toEqual({ returnState: 0, message: '待办不存在' });
  });

  it('MUST update what is shown and keep its state', async () => {
    await call('sendTodo', todo());
    await call('setTodoDone', of({ optType: 1 }));
    await call('updateTodo', { ...of(), subject: '改过的', link: 'https://oa.example.edu/t/2', type: 1, level: 1 });
    expect(await bed.todos()).toMatchObject([
      { title: '改过的', urgency: 'critical', state: 'done', links: { mobile: null } },
    ]);
    expect(
      (await call('updateTodo', { ...of({ modelId: 'X' }), subject: 'x', link: 'x', type: 1 })).body.returnState,
    ).toBe(0);
  });

  it('MUST list by person and state, page by page, as JSON in its message', async () => {
    for (const id of ['A', 'B', 'C']) await call('sendTodo', todo({ modelId: id }));
    await call('setTodoDone', of({ modelId: 'B', optType: 1 }));
    const list = async (type: number, pageNo = 1) => {
      const { body } = await call('getTodo', { targets: person('T001'), type, rowSize: 1, pageNo });
      const { pageCount, count, docs } = JSON.parse(body.message) as {
        pageCount: number;
        count: number;
        docs: { modelId: string }[];
      };
      return [pageCount, count, docs.map(({ modelId }) => modelId)];
    };
    expect(await list(0)).toEqual([2, 2, ['A']]);
    expect(await list(0, 2)).toEqual([2, 2, ['C']]);
    expect(await list(-1)).toEqual([1, 1, ['B']]);
    expect((await call('getTodoCount', { targets: person('T001'), type: 0 })).body).toEqual({
      returnState: 2,
      message: '2',
    });
  });

  it.each([
    [{ modelId: undefined }, 'modelId：不能为空'],
    [{ targets: { LoginName: 'T001' } }, 'targets：类型错误'],
    [{ targets: 'T001' }, 'targets：不是JSON'],
    [{ targets: '{"Name":"T001"}' }, 'targets：须为'],
    [{ type: 3 }, 'type：'],
    [{ createTime: '2026-11-21T08:00:00Z' }, 'createTime：格式错误'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    const { body } = await call('sendTodo', todo(fields));
    expect(body.returnState).toBe(1);
    expect(body.message).toContain(`参数错误：${reason}`);
  });
});
