import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from '../engine/test-bed.ts';
import type { Reply, TestBed } from '../engine/test-bed.ts';

describe('the webhook sandbox', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await openTestBed('webhook');
  });
  afterEach(() => bed.close());

  const headersFor = (
    body: unknown,
    change: { readonly id?: string; readonly at?: number; readonly key?: Buffer } = {},
  ) => {
    const id = change.id ?? 'm-1';
    const at = String(change.at ?? bed.clock.value / 1_000);
    const key = change.key ?? Buffer.from((bed.settings['signingSecret'] ?? '').slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key)
      .update(`${id}.${at}.${JSON.stringify(body)}`)
      .digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
  };
  const post = (body: unknown, change?: Parameters<typeof headersFor>[1]): Promise<Reply> =>
    bed.post('', body, headersFor(body, change));
  const upserted = (fields: Record<string, unknown> = {}) => ({
    type: 'todo.upserted',
    timestamp: '2026-11-21T00:00:00.000Z',
    data: {
      id: 'T-1_T001',
      version: 1_000,
      state: 'open',
      title: '张三的请假申请',
      urgency: 'urgent',
      assignee: { id: 'T001', name: '李老师' },
      links: { pc: 'https://oa.example.edu/t/1' },
      createdAt: '2026-11-21T00:00:00Z',
      task: { id: 'T-1' },
      instance: { id: 'S-1' },
      ...fields,
    },
  });
  const withdrawn = (version: number) => ({
    type: 'todo.withdrawn',
    timestamp: '2026-11-21T00:00:00.000Z',
    data: { id: 'T-1_T001', version, assignee: { id: 'T001' }, task: { id: 'T-1' }, instance: { id: 'S-1' } },
  });

  it('MUST show what it is told, and take the same message twice', async () => {
    expect(await post(upserted())).toMatchObject({ status: 200, body: { accepted: true } });
    expect(await post(upserted())).toMatchObject({ status: 200, body: { accepted: true } });
    expect(await bed.todos('T001')).toEqual([
      {
        id: 'T-1_T001',
        assignee: 'T001',
        title: '张三的请假申请',
        urgency: 'urgent',
        state: 'open',
        links: { pc: 'https://oa.example.edu/t/1', mobile: null },
      },
    ]);
    expect(await bed.effects()).toEqual(['todo.upserted T-1_T001 created ok', 'todo.upserted T-1_T001 none ok']);
  });

  it('MUST go by the version, not by the order of arrival', async () => {
    await post(upserted({ version: 2_000, state: 'done' }));
    await post(upserted({ version: 1_000 }));
    expect((await bed.todos())[0]?.state).toBe('done');
    await post(withdrawn(3_000));
    await post(upserted({ version: 2_500 }));
    expect(await bed.todos()).toEqual([]);
    await post(upserted({ version: 4_000 }));
    expect(await bed.todos()).toHaveLength(1);
  });

  it('MUST say that it never had what is withdrawn', async () => {
    expect((await post(withdrawn(1_000))).body).toEqual({ accepted: true, known: false });
  });

  it('MUST believe a good signature only', async () => {
    const body = upserted();
    const replies = [
      await bed.post('', body),
      await post(body, { key: Buffer.alloc(32, 1) }),
      await post(body, { id: 'a.b' }),
      await post(body, { at: bed.clock.value / 1_000 - 301 }),
      await bed.post('', upserted({ title: '改过的' }), headersFor(body)),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const [first, ...others] = headersFor(body)['webhook-signature'].split(' ');
    const two = { ...headersFor(body), 'webhook-signature': ['v1,AAAA', first, ...others].join(' ') };
    expect((await bed.post('', body, two)).status).toBe(200);
  });

  it.each([
    [{ title: '' }, 'data.title：不能为空'],
    [{ version: '1' }, 'data.version：类型错误'],
    [{ assignee: { id: 'x'.repeat(65) } }, 'data.assignee.id：长度不能超过64'],
    [{ state: 'closed' }, 'data.state：取值须为open、done'],
  ])('MUST refuse %j and name the field', async (fields, reason) => {
    expect(await post(upserted(fields))).toMatchObject({ status: 400, body: { error: reason } });
  });

  it('MUST answer a ping without showing anything', async () => {
    expect(await post({ type: 'ping', timestamp: '2026-11-21T00:00:00Z', data: {} })).toMatchObject({ status: 200 });
    expect(await bed.todos()).toEqual([]);
  });
});
