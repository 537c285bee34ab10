import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'webhook',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { signingSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` } },
  token: false,
});

describe('signed messages', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('webhook');
  });
  afterAll(() => bed.close());

  const sent = async (call: ReturnType<PlatformBed['call']>, platform = bed.platform) => {
    const [answer] = await platform.push([call], createContext());
    const request = answer?.exchanges[0]?.request;
    if (answer === undefined || request === undefined) throw new Error('nothing was sent');
    return { outcome: answer.outcome, headers: request.headers, body: request.body, url: request.url };
  };

  test('MUST be documents that say everything, with a signature that no log shows', async () => {
    const call = bed.call('create', contentOf('assignee'));
    const { headers, body, url } = await sent(call);
    expect(url).toBe(bed.baseUrl);
    expect(JSON.parse(body)).toMatchObject({
      type: 'todo.upserted',
      timestamp: new Date(call.version).toISOString(),
      data: {
        id: 'T-1_T001',
        version: call.version,
        state: 'open',
        title: '张三的请假申请',
        urgency: 'urgent',
        assignee: { id: 'T001', name: '李老师', department: '计算机学院' },
        createdAt: '2026-11-21T00:00:00.000Z',
        instance: { id: 'S-1', initiator: { id: '20210001' } },
      },
    });
    // What is signed with a secret is as good as one; that it is right is for the receiver to say.
    expect(headers['webhook-signature']).toBe('***');
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(300);
  });

  test('MUST keep their id when they are sent again, and have another for another version', async () => {
    const call = bed.call('create', contentOf('assignee'));
    const [first, again] = [await sent(call), await sent(call)];
    expect(again.headers['webhook-id']).toBe(first.headers['webhook-id']);
    const next = await sent(bed.call('update', contentOf('assignee')));
    const gone = await sent(bed.call('withdraw', contentOf('assignee')));
    expect(new Set([first, next, gone].map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  test('MUST not bring back what is older', async () => {
    const [older, newer] = ['旧', '新'].map((subject) =>
      bed.call('update', contentOf('assignee', [taskOf({ id: 'T-2', subject })])),
    );
    if (older === undefined || newer === undefined) throw new Error('two calls were made');
    await sent(newer);
    expect((await sent(older)).outcome).toEqual({ kind: 'done', more: false });
    expect((await bed.todos('T001')).filter(({ id }) => id.startsWith('T-2')).map(({ title }) => title)).toEqual([
      '新',
    ]);
  });

  test('MUST be believed with either secret while one is replaced', async () => {
    const [old = ''] = bed.secrets;
    const next = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const platform = bed.open({ secrets: { signingSecret: next, previousSecret: old } })._unsafeUnwrap();
    const { outcome } = await sent(bed.call('create', contentOf('assignee')), platform);
    expect(outcome).toEqual({ kind: 'done', more: false });
  });

  test('MUST go below the address where a path is set', async () => {
    const platform = bed.open({ settings: { path: '/todos?source=oa' } })._unsafeUnwrap();
    const { url, outcome } = await sent(bed.call('create', contentOf('assignee')), platform);
    expect(url).toBe(`${bed.baseUrl}/todos?source=oa`);
    expect(outcome.kind).toBe('refused');
  });
});
