import { okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';
import { sampleEventBody } from '../testing/sample-bodies.ts';

const center = '/api/v1/task-center';

describe('reading', () => {
  test('MUST show to-dos with their platforms, and one with its timeline', async () => {
    const { call } = await createApiUnderTest();
    const list = await call(
      'GET',
      `${center}/todos?state=open&assignee=T001&urgency=normal&sync=agreed&platform=jinzhi&q=${encodeURIComponent('张三')}&from=2026-11-01T00:00&limit=10`,
    );
    expect(list.body.data).toMatchObject({
      items: [{ id: 'T-1:T001', state: 'open', platforms: [{ platform: 'jinzhi', sync: 'agreed' }] }],
      nextCursor: 'next',
    });
    const one = await call('GET', `${center}/todos/${encodeURIComponent('T-1:T001')}`);
    const { timeline } = one.body.data as unknown as { timeline: { type: string }[] };
    expect(timeline.map(({ type }) => type)).toEqual(['event', 'change', 'plan', 'attempt', 'deletion']);
    expect((await call('GET', `${center}/todos/none`)).body.error?.code).toBe('NOT_FOUND');
  });

  test('MUST pass the filters on as they were given', async () => {
    const seen: unknown[] = [];
    const { call } = await createApiUnderTest({
      taskCenter: {
        listTodos: (...args) => {
          seen.push(args);
          return okAsync({ items: [], nextCursor: null });
        },
      },
    });
    await call('GET', `${center}/todos?instance=S-1&from=2026-11-01T00:00&to=2026-11-02T00:00Z&cursor=abc&limit=200`);
    expect(seen).toEqual([
      [
        'default',
        {
          state: null,
          assigneeId: null,
          taskId: null,
          instanceId: 'S-1',
          processId: null,
          instanceStatus: null,
          category: null,
          urgency: null,
          text: null,
          createdFrom: Date.UTC(2026, 9, 31, 16),
          createdTo: Date.UTC(2026, 10, 2),
          sync: null,
          platform: null,
        },
        'abc',
        200,
      ],
    ]);
  });

  test.each([
    ['limit=0', '/query/limit'],
    ['limit=201', '/query/limit'],
    ['limit=x', '/query/limit'],
    ['limit=1&limit=2', '/query/limit'],
    ['state=shut', '/query/state'],
    ['from=yesterday', '/query/from'],
    ['colour=red', '/query/colour'],
    ['q=%00', '/query/q'],
    ['__proto__=1', '/query/__proto__'],
  ])('MUST name the parameter of ?%s', async (query, pointer) => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('GET', `${center}/todos?${query}`);
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });

  test('MUST name the cursor that is none', async () => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('GET', `${center}/todos?cursor=bad`);
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, '/query/cursor']);
  });

  test.each([
    `${center}/instances`,
    `${center}/instances?status=running&process=leave`,
    `${center}/instances/S-1`,
    `${center}/push-logs?outcome=done`,
    `${center}/change-logs?task=T-1`,
    `${center}/deletion-logs?platform=jinzhi`,
    `${center}/sweeps`,
    '/api/v1/lanes',
    '/api/v1/overview',
    '/api/v1/access/me',
    '/api/v1/access/api-keys',
  ])('MUST answer GET %s as documented', async (path) => {
    const { call } = await createApiUnderTest();
    await call('POST', `${center}/events`, { body: sampleEventBody() });
    expect((await call('GET', path)).status).toBe(200);
  });

  test('MUST not know what another tenant or nobody has', async () => {
    const { call } = await createApiUnderTest();
    for (const path of [`${center}/instances/none`, `${center}/tasks/none`, `${center}/platforms/none`]) {
      expect((await call('GET', path)).status).toBe(404);
    }
  });
});

describe('acting', () => {
  test.each(['push-now', 'withdraw', 'agree', 'ignore', 'restore'])(
    'MUST pass on the decision %s',
    async (decision) => {
      const { call } = await createApiUnderTest();
      await runTwice(() =>
        call('POST', `${center}/todos/T-1:T001/decisions`, { body: { decision, platform: 'jinzhi' } }),
      ).expect(statuses(200, 200));
    },
  );

  test('MUST name the decision that is none', async () => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', `${center}/todos/T-1:T001/decisions`, { body: { decision: 'shrug' } });
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, '/decision']);
  });

  test.each(['pause', 'resume', 'reopen'])('MUST %s a lane by its name, again and again', async (action) => {
    const { call } = await createApiUnderTest();
    await runTwice(() => call('POST', `/api/v1/lanes/push/jinzhi/${action}`)).expect(statuses(200, 200));
    expect((await call('POST', `/api/v1/lanes/push/none/${action}`)).status).toBe(404);
  });

  test('MUST start a sweep, without a body of everything', async () => {
    const { call } = await createApiUnderTest();
    await runTwice(() =>
      call('POST', `${center}/sweeps`, { body: { platform: 'jinzhi', level: 2, since: '2026-11-20T00:00' } }),
    ).expect(statuses(202, 202));
    expect((await call('POST', `${center}/sweeps`)).body.data?.items).toMatchObject([
      { level: 1, since: null, reason: 'hand' },
    ]);
    expect((await call('POST', `${center}/sweeps`, { body: { since: 'soon' } })).body.error?.details[0]?.pointer).toBe(
      '/since',
    );
  });
});
