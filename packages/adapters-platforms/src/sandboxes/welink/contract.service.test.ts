import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the welink sandbox', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('welink');
    token = (await fetchToken()).body.access_token;
  });
  afterEach(() => bed.close());

  const fetchToken = (secret = bed.settings['clientSecret']): Promise<Reply> =>
    bed.post('/api/auth/v2/tickets', { client_id: bed.settings['clientId'], client_secret: secret });
  const add = (fields: Record<string, unknown> = {}): Promise<Reply> =>
    bed.post(
      '/api/todo/v3/addtask',
      {
        taskId: 'T-1_T001',
        taskTitle: '张三的请假申请',
        userId: 'T001',
        userNameCn: '李老师',
        userNameEn: 'T001',
        detailsUrl: 'https://m.oa.example.edu/t/1',
        detailsUrlPc: 'https://oa.example.edu/t/1',
        appName: 'OA',
        applicantUserId: '20210001',
        applicantUserNameCn: '张三',
        applicantUserNameEn: '20210001',
        applicantId: 'OA1',
        ...fields,
      },
      { 'x-wlk-authorization': token },
    );
  const end = async (method: string, path: string): Promise<any> =>
    (await fetch(bed.url(path), { method, headers: { 'x-wlk-authorization': token } })).json();

  it('MUST give a token to the right client, and refuse it once it is dead', async () => {
    expect((await fetchToken()).body).toMatchObject({ code: '0', expires_in: 7_200 });
    expect((await fetchToken('wrong')).body.code).toBe('41500');
    bed.clock.value += 7_200_000;
    expect((await add()).body.code).toBe('55014');
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST show what was added, and replace it when it is added again', async () => {
    expect((await add()).body).toMatchObject({ code: '0', data: { taskId: 'T-1_T001' } });
    await add({ taskTitle: '改过的' });
    expect(await bed.todos()).toMatchObject([
      {
        assignee: 'T001',
        title: '改过的',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      },
    ]);
  });

  it('MUST write down whom it sent a message', async () => {
    await add({ isMsg: 1 });
    await add({ isMsg: 0, taskTitle: '改过的' });
    expect((await bed.effects()).filter((row) => row.startsWith('isMsg'))).toEqual(['isMsg T-1_T001 none ok']);
  });

  it('MUST end one person’s to-do, open it when it is added again, and withdraw it', async () => {
    await add();
    const update = '/api/todo/v1/updatetask?taskId=T-1_T001&userId=T001';
    expect((await end('PUT', update)).code).toBe('0');
    expect(await bed.todos()).toMatchObject([{ state: 'done' }]);
    expect((await end('PUT', update)).code).toBe('0');
    await add();
    expect(await bed.todos()).toMatchObject([{ state: 'open' }]);
    expect((await end('DELETE', '/api/todo/v1/deltask?taskId=T-1_T001')).code).toBe('0');
    expect(await bed.todos()).toEqual([]);
    expect((await end('PUT', update)).code).toBe('55008');
    expect((await end('DELETE', '/api/todo/v1/deltask?taskId=T-1_T001')).code).toBe('55009');
    expect((await bed.effects()).slice(1)).toEqual([
      'addtask T-1_T001 created ok',
      'updatetask T-1_T001 completed ok',
      'updatetask T-1_T001 none ok',
      'addtask T-1_T001 updated ok',
      'deltask T-1_T001 withdrawn ok',
      'updatetask T-1_T001 refused failed',
      'deltask T-1_T001 none failed',
    ]);
  });

  it.each([
    [{ applicantId: undefined }, '55005'],
    [{ taskTitle: '' }, '55006'],
    [{ userId: 'x'.repeat(65) }, '55006'],
    [{ isMsg: 2 }, '55006'],
  ])('MUST refuse %j with %s', async (fields, code) => {
    expect((await add(fields)).body.code).toBe(code);
    expect(await bed.todos()).toEqual([]);
  });

  it('MUST name the method that a call has', async () => {
    expect((await end('POST', '/api/todo/v1/deltask?taskId=1')).message).toContain('接口：只支持DELETE');
  });
});
