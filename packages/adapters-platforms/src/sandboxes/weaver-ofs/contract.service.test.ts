import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { TestBed } from '../engine/test-bed.ts';

describe('the weaver-ofs sandbox', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await openTestBed('weaver-ofs');
  });
  afterEach(() => bed.close());

  const write = (fields: Record<string, unknown> = {}) =>
    bed.post('/rest/ofs/ReceiveRequestInfoByJson', {
      syscode: bed.settings['syscode'],
      flowid: 'T-1',
      requestname: '张三的请假申请',
      workflowname: '请假审批',
      nodename: '辅导员审批',
      pcurl: 'https://oa.example.edu/t/1',
      appurl: 'https://m.oa.example.edu/t/1',
      isremark: '0',
      viewtype: '0',
      creator: '20210001',
      createdatetime: '2026-11-21 08:00:00',
      receiver: 'T001',
      receivedatetime: '2026-11-21 08:00:00',
      receivets: '1000',
      ...fields,
    });
  const remove = (fields: Record<string, unknown> = {}) =>
    bed.post('/rest/ofs/deleteUserRequestInfoByJson', {
      syscode: bed.settings['syscode'],
      flowid: 'T-1',
      userid: 'T001',
      ...fields,
    });

  it('MUST show a to-do for each receiver of a flow', async () => {
    const { status, body } = await write({ requestlevel: '2' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { syscode: bed.settings['syscode'], dataType: 'WfData', operType: 'New', operResult: '1', message: '' },
    });
    await write({ receiver: 'T002' });
    expect((await bed.todos()).map(({ id, assignee }) => [id, assignee])).toEqual([
      ['T-1:T001', 'T001'],
      ['T-1:T002', 'T002'],
    ]);
    expect(await bed.todos('T001')).toEqual([
      {
        id: 'T-1:T001',
        assignee: 'T001',
        title: '张三的请假申请',
        urgency: 'critical',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      },
    ]);
  });

  it('MUST update by equal or newer receivets and ignore older ones, with success', async () => {
    await write({ receivets: '1000' });
    await write({ receivets: '1000', requestname: '同时' });
    await write({ receivets: '1001', isremark: '2', requestname: '同时' });
    expect((await write({ receivets: '999', requestname: '旧' })).body.operResult).toBe('1');
    expect(await bed.todos()).toMatchObject([{ title: '同时', state: 'done' }]);
    expect(await bed.effects()).toEqual([
      'receiveRequestInfo T-1:T001 created ok',
      'receiveRequestInfo T-1:T001 updated ok',
      'receiveRequestInfo T-1:T001 completed ok',
      'receiveRequestInfo T-1:T001 none ok',
    ]);
  });

  it('MUST compare receivets as numbers', async () => {
    await write({ receivets: '1000' });
    await write({ receivets: '999', requestname: '旧' });
    expect((await bed.todos())[0]?.title).toBe('张三的请假申请');
  });

  it.each([
    ['0', 'open'],
    ['8', 'open'],
    ['2', 'done'],
    ['4', 'done'],
  ])('MUST read isremark %s as %s', async (isremark, state) => {
    await write({ isremark });
    expect((await bed.todos())[0]?.state).toBe(state);
  });

  it('MUST not bring back what was deleted, unless by a newer write', async () => {
    await write({ receivets: '1000' });
    expect((await remove()).body).toMatchObject({ operType: 'Del', operResult: '1' });
    await write({ receivets: '900' });
    await write({ receivets: '1000' });
    expect(await bed.todos()).toEqual([]);
    await write({ receivets: '1001' });
    expect(await bed.todos()).toHaveLength(1);
  });

  it('MUST say that an unknown flow does not exist', async () => {
    expect((await remove({ flowid: 'T-9' })).body).toMatchObject({ operResult: '0', message: '流程数据不存在：T-9' });
    expect(await bed.effects()).toEqual(['deleteUserRequestInfo T-9:T001 none failed']);
  });

  it('MUST refuse a system code that is not registered', async () => {
    expect((await write({ syscode: 'other' })).body).toMatchObject({
      operResult: '0',
      message: '异构系统未注册：other',
    });
    expect((await remove({ syscode: 'other' })).body).toMatchObject({
      operResult: '0',
      message: '异构系统未注册：other',
    });
    expect(await bed.todos()).toEqual([]);
  });

  it.each([
    [{ requestname: undefined }, 'requestname：不能为空'],
    [{ requestname: '长'.repeat(501) }, 'requestname：长度不能超过500'],
    [{ receivets: 'now' }, 'receivets：格式错误'],
    [{ isremark: 0 }, 'isremark：取值须为0、2、4、8'],
    [{ viewtype: '7' }, 'viewtype：取值须为0、1'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    expect((await write(fields)).body).toMatchObject({ operResult: '0', message: `参数错误：${reason}` });
  });
});
