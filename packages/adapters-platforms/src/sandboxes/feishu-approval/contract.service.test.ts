import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

const path = '/open-apis/approval/v4/external_instances';

describe('the feishu-approval sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('feishu-approval');
    token = (await fetchToken()).body.tenant_access_token;
  });
  afterEach(() => bed.close());

  const fetchToken = (): Promise<Reply> =>
    bed.post('/open-apis/auth/v3/tenant_access_token/internal', {
      app_id: bed.settings['appId'],
      app_secret: bed.settings['appSecret'],
    });
  const call = (to: string, body: unknown): Promise<Reply> => bed.post(to, body, { authorization: `Bearer ${token}` });
  const task = (fields: Record<string, unknown> = {}) => ({
    task_id: 'A',
    open_id: 'ou_1',
    title: '@i18n@task',
    links: { pc_link: 'https://oa.example.edu/t/1', mobile_link: 'https://m.oa.example.edu/t/1' },
    status: 'PENDING',
    create_time: '1000',
    end_time: '0',
    update_time: '1000',
    ...fields,
  });
  const instance = (fields: Record<string, unknown> = {}) => ({
    approval_code: bed.settings['approvalCode'],
    instance_id: 'S-1',
    status: 'PENDING',
    links: { pc_link: 'https://oa.example.edu/s/1' },
    title: '@i18n@title',
    open_id: 'ou_9',
    start_time: '1000',
    end_time: '0',
    update_time: '1000',
    update_mode: 'REPLACE',
    task_list: [task()],
    i18n_resources: [
      {
        locale: 'zh-CN',
        is_default: true,
        texts: [
          { key: '@i18n@title', value: '张三的请假申请' },
          { key: '@i18n@task', value: '辅导员审批' },
        ],
      },
    ],
    ...fields,
  });
  const push = (fields?: Record<string, unknown>): Promise<Reply> => call(path, instance(fields));
  const counts = ({ body }: Reply) =>
    ['instance', 'task'].map((part) => Object.values(body.data.process_record[part] as Record<string, number>));

  it('MUST answer the same token while half an hour is left, then another, with both alive', async () => {
    expect((await fetchToken()).body).toMatchObject({ code: 0, tenant_access_token: token, expire: 7_200 });
    bed.clock.value += 5_401_000;
    const next = (await fetchToken()).body.tenant_access_token;
    expect(next).not.toBe(token);
    expect((await push()).body.code).toBe(0);
    bed.clock.value += 1_800_000;
    expect((await push()).body.code).toBe(99_991_663);
  });

  it('MUST refuse wrong credentials', async () => {
    const body = { app_id: bed.settings['appId'], app_secret: 'wrong' };
    expect((await bed.post('/open-apis/auth/v3/tenant_access_token/internal', body)).body.code).toBe(10_014);
  });

  it('MUST show tasks to their people under their own names', async () => {
    const reply = await push({ task_list: [task(), task({ task_id: 'B', open_id: 'ou_2', title: null })] });
    expect(reply.body.code).toBe(0);
    expect(counts(reply)).toEqual([
      [1, 0, 0],
      [2, 0, 0],
    ]);
    expect((await bed.todos()).map(({ id, assignee, title, state }) => [id, assignee, title, state])).toEqual([
      ['A', 'ou_1', '辅导员审批', 'open'],
      ['B', 'ou_2', '张三的请假申请', 'open'],
    ]);
  });

  it('MUST remove in mode REPLACE what is not sent, and never in mode UPDATE', async () => {
    await push({ task_list: [task(), task({ task_id: 'B' })] });
    const updated = await push({ update_mode: 'UPDATE', update_time: '2000', task_list: [task({ task_id: 'C' })] });
    expect(counts(updated)).toEqual([
      [0, 1, 0],
      [1, 0, 0],
    ]);
    const replaced = await push({ update_time: '3000', task_list: [task({ task_id: 'C' })] });
    expect(counts(replaced)).toEqual([
      [0, 1, 0],
      [0, 1, 2],
    ]);
    expect((await bed.todos()).map(({ id }) => id)).toEqual(['C']);
  });

  it('MUST in mode UPDATE take only what is newer, and say that nothing changed', async () => {
    await push({ update_mode: 'UPDATE', update_time: '2000', task_list: [task({ update_time: '2000' })] });
    for (const update_time of ['2000', '1000']) {
      const late = await push({
        update_mode: 'UPDATE',
        update_time,
        task_list: [task({ update_time, status: 'APPROVED' })],
      });
      expect(counts(late)).toEqual([
        [0, 0, 0],
        [0, 0, 0],
      ]);
    }
    expect((await bed.todos())[0]?.state).toBe('open');
  });

  it.each([
    ['APPROVED', ['done']],
    ['REJECTED', ['done']],
    ['TRANSFERRED', ['done']],
    ['DONE', []],
  ])('MUST show a task that is %s as %j', async (status, states) => {
    await push({ task_list: [task({ status, end_time: '2000' })] });
    expect((await bed.todos()).map(({ state }) => state)).toEqual(states);
  });

  it('MUST show nothing of what is deleted or hidden, and let it come back', async () => {
    await push();
    await push({ status: 'HIDDEN', update_time: '2000' });
    expect(await bed.todos()).toEqual([]);
    await push({ status: 'DELETED', update_time: '3000' });
    const again = await push({ status: 'DELETED', update_time: '4000' });
    expect(counts(again)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    await push({ update_time: '5000' });
    expect(await bed.todos()).toHaveLength(1);
    expect((await bed.effects()).map((line) => line.split(' ')[2])).toEqual([
      'none',
      'created',
      'updated',
      'withdrawn',
      'none',
      'created',
    ]);
  });

  it('MUST say what is missing or older than asked about', async () => {
    await push();
    const check = async (update_time: string, tasks: readonly unknown[] = []) =>
      (await call(`${path}/check`, { instances: [{ instance_id: 'S-1', update_time, tasks }] })).body.data
        .diff_instances;
    expect(await check('1000', [{ task_id: 'A', update_time: '1000' }])).toEqual([]);
    expect(await check('1001')).toHaveLength(1);
    expect(await check('1000', [{ task_id: 'A', update_time: '1001' }])).toMatchObject([{ tasks: [{ task_id: 'A' }] }]);
    expect(await check('1', [{ task_id: 'B', update_time: '1' }])).toMatchObject([{ tasks: [{ task_id: 'B' }] }]);
  });

  it.each([
    [{ approval_code: 'other' }, 'approval_code'],
    [{ links: {} }, 'links：须有 pc_link 或 mobile_link'],
    [{ update_time: 1000 }, 'update_time：类型错误'],
    [{ title: '@i18n@nowhere' }, 'i18n_resources：默认语言缺少文案'],
    [{ i18n_resources: [] }, 'i18n_resources：不能为空'],
    [{ instance_id: 'A' }, 'task_list：实例与任务的ID重复'],
    [{ task_list: [task({ open_id: undefined })] }, 'task_list.0：须有 open_id 或 user_id'],
    [{ task_list: [task({ status: 'OPEN' })] }, 'task_list.0.status：取值须为'],
    [{ task_list: Array.from({ length: 201 }, (_, at) => task({ task_id: `T${at}` })) }, 'task_list：不能超过200'],
  ])('MUST refuse what is wrong, with HTTP 400 (%#)', async (fields, reason) => {
    const { status, body } = await push(fields);
    expect([status, body.code]).toEqual([400, 1_390_001]);
    expect(body.msg).toContain(reason);
    expect(await bed.todos()).toEqual([]);
  });
});
