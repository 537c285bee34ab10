import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the seeyon-cip sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('seeyon-cip');
    token = (await fetchToken()).body.id;
  });
  afterEach(() => bed.close());

  const fetchToken = (password = bed.settings['password']): Promise<Reply> =>
    bed.post('/seeyon/rest/token', { userName: bed.settings['userName'], password });
  const call = (path: string, body: unknown, headers: Record<string, string> = { token }): Promise<Reply> =>
    bed.post(`/seeyon/rest/thirdpartyPending/${path}`, body, headers);
  const pending = (fields: Record<string, unknown> = {}) => ({
    registerCode: bed.settings['registerCode'],
    taskId: 'T-1_T001',
    title: '张三的请假申请',
    senderName: '张三',
    thirdReceiverId: 'T001',
    creationDate: '2026-11-21 08:00:00',
    state: 0,
    url: 'https://oa.example.edu/t/1',
    h5url: '',
    ...fields,
  });
  const update = (fields: Record<string, unknown> = {}) => ({
    registerCode: bed.settings['registerCode'],
    taskId: 'T-1_T001',
    state: 1,
    subState: 0,
    ...fields,
  });

  it('MUST take the token from the header or from the address', async () => {
    expect((await call('receive', pending())).body).toEqual({ success: true, errorMsgs: [] });
    const inAddress = await bed.post(
      `/seeyon/rest/thirdpartyPending/receive?token=${token}`,
      pending({ taskId: 'T-2' }),
    );
    expect(inAddress.body.success).toBe(true);
    expect(await bed.todos()).toMatchObject([
      {
        id: 'T-1_T001',
        assignee: 'T001',
        title: '张三的请假申请',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: null },
      },
      { id: 'T-2' },
    ]);
  });

  it('MUST refuse a wrong password, and a dead token in one of three forms', async () => {
    const wrong = await fetchToken('wrong');
    expect([wrong.status, wrong.body.success, wrong.body.id]).toEqual([200, false, undefined]);
    bed.clock.value += 900_000;
    const dead = await call('receive', pending());
    expect([401, 200]).toContain(dead.status);
    if (dead.status === 200) expect(JSON.stringify(dead.body)).toMatch(/token|登录/u);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST replace what it receives again under the same taskId', async () => {
    await call('receive', pending());
    await call('receive', pending({ title: '改过的标题', state: 1 }));
    await call('receive', pending({ title: '改过的标题', state: 0 }));
    expect(await bed.todos()).toMatchObject([{ title: '改过的标题', state: 'open' }]);
    expect((await bed.effects()).slice(1)).toEqual([
      'receive T-1_T001 created ok',
      'receive T-1_T001 completed ok',
      'receive T-1_T001 updated ok',
    ]);
  });

  it('MUST complete by state, hide what is cancelled, and show it when it is received again', async () => {
    await call('receive', pending());
    await call('updatePendingState', update());
    expect(await bed.todos()).toMatchObject([{ state: 'done' }]);
    await call('updatePendingState', update({ subState: 2 }));
    await call('updatePendingState', update({ subState: 2 }));
    expect(await bed.todos()).toEqual([]);
    await call('receive', pending());
    expect(await bed.todos()).toHaveLength(1);
    expect((await bed.effects()).slice(2)).toEqual([
      'updatePendingState T-1_T001 completed ok',
      'updatePendingState T-1_T001 withdrawn ok',
      'updatePendingState T-1_T001 none ok',
      'receive T-1_T001 created ok',
    ]);
    expect((await call('updatePendingState', update({ taskId: 'T-9' }))).body).toEqual({
      success: false,
      errorMsgs: ['待办不存在：T-9'],
    });
  });

  it('MUST take a list whole or not at all, with a row of the log for each', async () => {
    const list = [pending({ taskId: 'A' }), pending({ taskId: 'B', thirdReceiverId: 'unbound-1' })];
    expect((await call('receive/pendings', { pendingList: list })).body.errorMsgs).toEqual(['接收人未绑定：unbound-1']);
    expect(await bed.todos()).toEqual([]);
    const bound = [list[0], { ...list[1], noneBindingReceiver: 'zhangsan' }];
    expect((await call('receive/pendings', { pendingList: bound })).body.success).toBe(true);
    expect(await bed.todos()).toHaveLength(2);
    expect((await bed.effects()).slice(1)).toEqual([
      'receive A refused failed',
      'receive B refused failed',
      'receive A created ok',
      'receive B created ok',
    ]);
    const many = Array.from({ length: 101 }, (_, index) => pending({ taskId: `M-${index}` }));
    expect((await call('receive/pendings', { pendingList: many })).body.errorMsgs).toEqual([
      '参数错误：pendingList：不能超过100',
    ]);
  });

  it.each([
    [{ title: undefined }, 'title：不能为空'],
    [{ state: '0' }, 'state：'],
    [{ creationDate: '2026-11-21' }, 'creationDate：格式错误'],
    [{ thirdReceiverId: 'x'.repeat(65) }, 'thirdReceiverId：长度不能超过64'],
    [{ subState: 4 }, 'subState：不能超过3'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    const { body } = await call('receive', pending(fields));
    expect(body.success).toBe(false);
    expect(body.errorMsgs[0]).toContain(`参数错误：${reason}`);
  });

  it('MUST refuse a system that is not registered', async () => {
    expect((await call('receive', pending({ registerCode: '9999' }))).body.errorMsgs).toEqual(['注册系统不存在：9999']);
  });
});
