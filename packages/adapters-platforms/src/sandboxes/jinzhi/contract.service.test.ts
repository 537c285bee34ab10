import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

const path = '/taskcenterapp/sys/taskCenter/taskReceive/pushTask.do';

describe('the jinzhi sandbox', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await openTestBed('jinzhi');
  });
  afterEach(() => bed.close());

  const task = (fields: Record<string, unknown> = {}) => ({
    app_id: bed.settings['appId'],
    task_id: 'T-1:T001',
    subject: '张三的请假申请',
    priority: 2,
    status: 'ACTIVE',
    assignments: [{ assign_id: 'T001', assign_name: '李老师', assign_dept: '计算机学院' }],
    created_on: '2026-11-21 08:00:00',
    form_url: 'https://oa.example.edu/t/1',
    form_mobile_url: 'https://m.oa.example.edu/t/1',
    process_instance_id: 'S-1',
    ...fields,
  });

  const push = async (taskInfo: unknown, secret = bed.settings['accessToken'] ?? ''): Promise<Reply> => {
    const appId = bed.settings['appId'] ?? '';
    const response = await fetch(bed.url(path), {
      method: 'POST',
      headers: { appId, accessToken: secret },
      body: new URLSearchParams({ appId, taskInfo: JSON.stringify(taskInfo) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  it('MUST show what was inserted', async () => {
    const { status, body } = await push({ inserttasks: [task()] });
    expect({ status, body }).toEqual({ status: 200, body: { push_result: 'SUCCESS' } });
    expect(await bed.todos()).toEqual([
      {
        id: 'T-1:T001',
        assignee: 'T001',
        title: '张三的请假申请',
        urgency: 'urgent',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      },
    ]);
    expect(await bed.todos('T002')).toEqual([]);
  });

  it('MUST overwrite on a second insert, never make a second task', async () => {
    await push({ inserttasks: [task()] });
    await push({ inserttasks: [task()] });
    await push({ inserttasks: [task({ subject: '改过的标题' })] });
    expect((await bed.todos()).map(({ title }) => title)).toEqual(['改过的标题']);
    expect(await bed.effects()).toEqual([
      'insert T-1:T001 created ok',
      'insert T-1:T001 none ok',
      'insert T-1:T001 updated ok',
    ]);
  });

  it('MUST close, open again and remove by updates', async () => {
    const { app_id, task_id } = task();
    await push({ inserttasks: [task()] });
    await push({ updatetasks: [{ app_id, task_id, status: 'COMPLETE', end_on: '2026-11-21 09:00:00' }] });
    expect((await bed.todos())[0]?.state).toBe('done');
    await push({ updatetasks: [{ app_id, task_id, status: 'ACTIVE' }] });
    expect((await bed.todos())[0]?.state).toBe('open');
    await push({ updatetasks: [{ app_id, task_id, task_delete_flag: 1, process_delete_flag: 1 }] });
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).slice(1)).toEqual([
      'update T-1:T001 completed ok',
      'update T-1:T001 updated ok',
      'delete T-1:T001 withdrawn ok',
    ]);
  });

  it('MUST say that an unknown task does not exist, to a completion and to a removal', async () => {
    const unknown = { app_id: bed.settings['appId'], task_id: 'T-9' };
    const replies = [
      await push({ updatetasks: [{ ...unknown, status: 'COMPLETE' }] }),
      await push({ updatetasks: [{ ...unknown, task_delete_flag: '1' }] }),
    ];
    expect(replies.map(({ body }) => body)).toEqual(
      Array.from({ length: 2 }, () => ({ push_result: 'FAIL', push_msg: '任务不存在：T-9' })),
    );
    expect((await bed.effects())[0]).toBe('update T-9 refused failed');
  });

  it('MUST refuse a wrong secret', async () => {
    const { status, body } = await push({ inserttasks: [task()] }, 'wrong');
    expect({ status, body }).toEqual({ status: 200, body: { push_result: 'FAIL', push_msg: '应用认证失败' } });
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST take a batch whole or not at all, with a row for each item', async () => {
    const bad = await push({ inserttasks: [task(), task({ task_id: 'T-2', subject: '' })] });
    expect(bad.body.push_msg).toBe('参数错误：inserttasks.1.subject：不能为空');
    expect(await bed.todos()).toEqual([]);
    expect((await push({ inserttasks: [task(), task({ task_id: 'T-2' })] })).body.push_result).toBe('SUCCESS');
    expect(await bed.effects()).toEqual([
      'insert T-1:T001 none failed',
      'insert T-2 refused failed',
      'insert T-1:T001 created ok',
      'insert T-2 created ok',
    ]);
  });

  it.each([
    [
      'an over-long title',
      () => ({ inserttasks: [task({ subject: '长'.repeat(501) })] }),
      'inserttasks.0.subject：长度不能超过500',
    ],
    ['a missing link', () => ({ inserttasks: [task({ form_url: undefined })] }), 'inserttasks.0.form_url：不能为空'],
    [
      'a time of another form',
      () => ({ inserttasks: [task({ created_on: '2026-11-21T08:00:00Z' })] }),
      'inserttasks.0.created_on：格式错误',
    ],
    [
      'more than a hundred',
      () => ({ inserttasks: Array.from({ length: 101 }, () => task()) }),
      'inserttasks：不能超过100',
    ],
    [
      'both arrays',
      () => ({ inserttasks: [task()], updatetasks: [{ ...task() }] }),
      'taskInfo：须且只能包含inserttasks或updatetasks之一',
    ],
    [
      'an update of nothing',
      () => ({ updatetasks: [{ app_id: bed.settings['appId'], task_id: 'T-1' }] }),
      'updatetasks.0.status：不能为空',
    ],
  ])('MUST refuse %s and name the field', async (_name, taskInfo, reason) => {
    expect((await push(taskInfo())).body).toEqual({ push_result: 'FAIL', push_msg: `参数错误：${reason}` });
  });

  it('MUST refuse the id of an application that is not the registered one', async () => {
    expect((await push({ inserttasks: [task({ app_id: 'record-17' })] })).body.push_msg).toBe('应用未注册：record-17');
  });
});
