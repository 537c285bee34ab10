import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestBed } from './test-bed.ts';
import type { Reply, TestBed } from './test-bed.ts';

const base = '/unified-todo/v1';

describe('a sandbox that is told to fail', () => {
  let bed: TestBed;
  let token: string;
  beforeEach(async () => {
    bed = await openTestBed('tongyidaiban', { seed: 7 });
    token = await fetchToken();
  });
  afterEach(() => bed.close());

  const fetchToken = async (): Promise<string> => {
    const { clientId, clientSecret } = bed.settings;
    return (await bed.post(`${base}/token`, { clientId, clientSecret })).body.data.access_token;
  };
  const create = (sourceId: string): Promise<Reply> =>
    bed.post(
      `${base}/tasks/create`,
      {
        sourceId,
        instanceId: 'S-1',
        title: '张三的请假申请',
        urgency: '1',
        sender: { userId: '20210001' },
        handlers: [{ userId: 'T001', status: 'TODO' }],
        pcUrl: 'https://oa.example.edu/t/1',
        createTime: '2026-11-21 08:00:00',
      },
      { 'x-todo-token': token },
    );
  const query = (sourceId: string): Promise<Reply> =>
    bed.post(`${base}/tasks/query`, { sourceId }, { 'x-todo-token': token });

  it('MUST replace all settings, what is not given being off', async () => {
    await bed.setFaults({ failRate: 0.5 });
    const reply = await bed.request('PUT', '/_sandbox/faults', '{"latencyMs": 1}');
    expect(reply.body).toEqual({
      latencyMs: 1,
      failRate: 0,
      loseAnswerRate: 0,
      hangRate: 0,
      expireTokens: false,
      throttlePerSecond: 0,
      down: false,
    });
    expect((await bed.request('GET', '/_sandbox/faults')).body).toEqual(reply.body);
  });

  it.each([
    ['{"failRate": 1.5}', 'failRate'],
    ['{"latencyMs": "slow"}', 'latencyMs'],
    ['{"failrate": 0.5}', 'failrate'],
    ['{"down": 1}', 'down'],
    ['[]', 'body'],
    ['{', 'body'],
  ])('MUST refuse the settings %s, name the field and change nothing', async (body, field) => {
    const reply = await bed.request('PUT', '/_sandbox/faults', body);
    expect(reply.status).toBe(400);
    expect(reply.body.error.problems[0].field).toBe(field);
    expect((await bed.request('GET', '/_sandbox/faults')).body.failRate).toBe(0);
  });

  it('MUST fail without effect, in the words of the vendor or of a gateway', async () => {
    await bed.setFaults({ failRate: 1 });
    const seen = new Set<string>();
    for (let at = 0; at < 30; at += 1) {
      const { status, body } = await create(`T-${at}`);
      seen.add(status === 200 ? body.code : String(status));
    }
    expect([...seen].toSorted()).toEqual(['500', '502', '503', 'BUSY', 'LOCKED']);
    expect(await bed.todos()).toEqual([]);
    expect(new Set((await bed.requests()).slice(1).map(({ effect, answered }) => `${effect} ${answered}`))).toEqual(
      new Set(['none failed']),
    );
  });

  it('MUST have the effect when the answer is lost', async () => {
    await bed.setFaults({ loseAnswerRate: 1 });
    for (let at = 0; at < 6; at += 1) await expect(create(`T-${at}`)).rejects.toThrow('fetch failed');
    await bed.setFaults({ loseAnswerRate: 0 });
    expect(await bed.todos()).toHaveLength(6);
    expect((await create('T-0')).body.code).toBe('DUPLICATE');
    expect((await bed.effects()).slice(1, 3)).toEqual([
      'tasks/create T-0 created lost',
      'tasks/create T-1 created lost',
    ]);
  });

  it('MUST break a hanging request at last, without effect', async () => {
    await bed.setFaults({ hangRate: 1 });
    await expect(create('T-1')).rejects.toThrow('fetch failed');
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).at(-1)).toBe('tasks/create T-1 none lost');
  });

  it('MUST let tokens die, those issued before at once and new ones after a few uses', async () => {
    await bed.setFaults({ expireTokens: true });
    expect((await query('T-1')).body.code).toBe('TOKEN_EXPIRED');
    token = await fetchToken();
    const codes: string[] = [];
    for (let use = 0; use < 5; use += 1) codes.push((await query('T-1')).body.code);
    expect(codes[0]).toBe('TASK_NOT_FOUND');
    expect(codes[4]).toBe('TOKEN_EXPIRED');
    expect(await fetchToken()).not.toBe(token);
  });

  it('MUST throttle in the words of the vendor, by the second', async () => {
    await bed.setFaults({ throttlePerSecond: 2 });
    const codes = async () => [
      (await query('T-1')).body.code,
      (await query('T-1')).body.code,
      (await query('T-1')).body,
    ];
    const limited = { code: 'RATE_LIMIT', msg: '调用频率超限', data: { retryAfter: 1 } };
    expect(await codes()).toEqual(['TASK_NOT_FOUND', 'TASK_NOT_FOUND', limited]);
    bed.clock.value += 1_000;
    expect(await codes()).toEqual(['TASK_NOT_FOUND', 'TASK_NOT_FOUND', limited]);
  });

  it('MUST wait as long as the latency says', async () => {
    await bed.setFaults({ latencyMs: 40 });
    const before = performance.now();
    await query('T-1');
    expect(performance.now() - before).toBeGreaterThanOrEqual(38);
  });

  it('MUST break every connection when down, but for its own controls', async () => {
    await bed.setFaults({ down: true });
    await expect(create('T-1')).rejects.toThrow('fetch failed');
    expect(await bed.todos()).toEqual([]);
    expect((await bed.effects()).at(-1)).toBe('tasks/create  none lost');
    await bed.setFaults({ down: false });
    expect((await create('T-1')).body.code).toBe('0');
  });

  it('MUST answer unknown paths, other methods, other forms and bodies too large like the vendor, and log them', async () => {
    const unknown = await bed.post(`${base}/other`, {});
    const wrongMethod = await bed.request('GET', `${base}/tasks/create`);
    const tooLarge = await bed.post(
      `${base}/tasks/create`,
      { title: 'x'.repeat(600 * 1024) },
      { 'x-todo-token': token },
    );
    const notJson = await bed.post(`${base}/tasks/create`, {}, { 'x-todo-token': token, 'content-type': 'text/plain' });
    expect([unknown, wrongMethod, tooLarge, notJson].map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'PARAM_ERROR'],
      [405, 'PARAM_ERROR'],
      [413, 'PARAM_ERROR'],
      [200, 'PARAM_ERROR'],
    ]);
    expect((await bed.effects()).slice(1)).toEqual([
      'unknown  refused failed',
      'tasks/create  refused failed',
      'tasks/create  refused failed',
      'tasks/create  refused failed',
    ]);
  });

  it('MUST page through the log, and name a bad limit', async () => {
    for (let at = 0; at < 4; at += 1) await create(`T-${at}`);
    const page = (await bed.request('GET', '/_sandbox/requests?after=1&limit=2')).body;
    expect(page.requests).toMatchObject([
      { index: 2, id: 'T-1', at: '2026-11-21T00:00:00.000Z' },
      { index: 3, id: 'T-2' },
    ]);
    expect(page.total).toBe(5);
    expect((await bed.request('GET', '/_sandbox/requests?limit=none')).body.error.problems[0].field).toBe('limit');
  });
});
