import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'jinzhi',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { accessToken: 'wrong-token' } },
  token: false,
});

describe('batches to jinzhi', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('jinzhi');
  });
  afterAll(() => bed.close());

  const create = (person: string) =>
    bed.call('create', contentOf('assignee', [taskOf({ handlers: [handlerOf(person)] })]));

  test('MUST go in one request, and each call log its own item', async () => {
    const people = Array.from({ length: 30 }, (_, index) => `B${index}`);
    const answers = await bed.push(...people.map(create));
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(people.map(() => 'done'));
    expect(new Set(answers.map(({ exchanges }) => exchanges.length))).toEqual(new Set([1]));
    expect(answers[7]?.exchanges[0]?.request.body).toContain('"assign_id":"B7"');
    expect(answers[7]?.exchanges[0]?.request.body).not.toContain('"assign_id":"B8"');
    for (const person of ['B0', 'B29']) expect(await bed.todos(person)).toHaveLength(1);
  });

  test('MUST go one by one where one bad item spoils them, and answer in order', async () => {
    const answers = await bed.push(create('C1'), create('y'.repeat(100)), create('C2'));
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['done', 'refused', 'done']);
    expect(answers.map(({ exchanges }) => exchanges.length)).toEqual([2, 2, 2]);
    expect(await bed.todos('C2')).toHaveLength(1);
  });

  test('MUST be uncertain as a whole where the answer is lost', async () => {
    await bed.fault({ loseAnswerRate: 1 });
    const answers = await bed.push(create('D1'), create('D2'));
    await bed.fault({ loseAnswerRate: 0 });
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['unknown', 'unknown']);
  });

  test('MUST say that a completed to-do was never shown', async () => {
    const content = contentOf('assignee', [taskOf({ handlers: [handlerOf('E1', 'done')] })], 'completed');
    const [answer] = await bed.push(bed.call('complete', content));
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'missing' });
  });

  test('MUST take a path and priorities of the school’s own', async () => {
    const platform = bed.open({ settings: { path: '/gateway/x.do', priorityMap: { urgent: 1 } } })._unsafeUnwrap();
    const call = create('F1');
    expect(platform.buildPushData(call)._unsafeUnwrap()).toMatchObject({
      path: '/gateway/x.do',
      body: { taskInfo: { inserttasks: [{ priority: 1, task_id: 'T-1_F1' }] } },
    });
    const [answer] = await platform.push([call], createContext());
    expect(answer).toMatchObject({ outcome: { kind: 'refused', reason: expect.stringContaining('/gateway/x.do') } });
  });
});
