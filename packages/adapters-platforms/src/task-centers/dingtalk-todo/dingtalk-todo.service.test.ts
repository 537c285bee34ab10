import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'dingtalk-todo',
  unit: 'assignee',
  again: 'existed',
  wrong: { secrets: { appSecret: 'wrong-secret' } },
  token: true,
});

describe('dingtalk-todo', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('dingtalk-todo');
  });
  afterAll(() => bed.close());

  const mapped = { people: new Map([['T001', 'union-1']]) };
  const bodyOf = (change: Parameters<PlatformBed['call']>[2] = {}, settings: Record<string, unknown> = {}): unknown =>
    bed
      .open({ settings })
      ._unsafeUnwrap()
      .buildPushData(bed.call('create', contentOf('assignee'), { ...mapped, ...change }))
      ._unsafeUnwrap()['body'];

  test('MUST address people by the ids that their mappings give', async () => {
    const [answer] = await bed.push(bed.call('create', contentOf('assignee'), mapped));
    expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    expect(await bed.todos('union-1')).toHaveLength(1);
    expect(await bed.todos('T001')).toEqual([]);
  });

  test('MUST find the id of what it is told to exist, in the same attempt', async () => {
    const content = contentOf('assignee', [taskOf({ id: 'T-2' })]);
    const [first] = await bed.push(bed.call('create', content, mapped));
    const [again] = await bed.push(bed.call('create', content, mapped));
    expect(again).toMatchObject({ outcome: { kind: 'done' }, found: 'existed', remoteId: first?.remoteId });
    expect(again?.exchanges.map(({ purpose }) => purpose)).toEqual(['push', 'read-back']);
    expect(again?.exchanges[0]?.response?.body).toContain('task exist');
  });

  test('MUST tell a duplicate from what is refused by the same code', async () => {
    const content = contentOf('assignee', [taskOf({ id: 'T-3', handlers: [handlerOf('T009')] })]);
    const [answer] = await bed.push(bed.call('create', content, { people: new Map([['T009', 'x'.repeat(65)]]) }));
    expect(answer).toMatchObject({
      outcome: { kind: 'refused', reason: expect.stringContaining('todo.taskCreate.paramError') as unknown },
    });
  });

  test('MUST notify of the first creation alone, and only where that is wanted', () => {
    const wanted = { dingNotify: true };
    expect(bodyOf({ first: true }, wanted)).toMatchObject({ notifyConfigs: { dingNotify: '1' } });
    expect(bodyOf({ first: false }, wanted)).not.toHaveProperty('notifyConfigs');
    expect(bodyOf({ first: true })).not.toHaveProperty('notifyConfigs');
  });

  test('MUST keep within the limits of title and description', async () => {
    const long = '长'.repeat(5_000);
    const content = contentOf('assignee', [taskOf({ id: 'T-4', subject: long, nodeName: long })]);
    const [answer] = await bed.push(bed.call('create', content, mapped));
    expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    const shown = await bed.todos('union-1');
    expect(shown.find(({ id }) => id.startsWith('T-4'))?.title).toHaveLength(1_024);
  });

  test('MUST take an id away by what it was created under, mapped or not', async () => {
    const content = contentOf('assignee', [taskOf({ id: 'T-5' })]);
    await bed.push(bed.call('create', content, mapped));
    const [answer] = await bed.push(bed.call('withdraw', content, { people: new Map() }));
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent' });
    expect((await bed.todos('union-1')).filter(({ id }) => id.startsWith('T-5'))).toEqual([]);
  });

  test('MUST know an expired token by the codes that are set', async () => {
    const call = bed.call('create', contentOf('assignee', [taskOf({ id: 'T-6' })]), mapped);
    await bed.platform.testConnection(createContext());
    await bed.fault({ expireTokens: true });
    const answers = [];
    for (let round = 0; round < 6; round += 1) answers.push(...(await bed.push(call)));
    await bed.fault({ expireTokens: false });
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(answers.map(() => 'done'));
    expect(answers.some(({ exchanges }) => exchanges.some(({ response }) => response?.status === 401))).toBe(true);
  });
});
