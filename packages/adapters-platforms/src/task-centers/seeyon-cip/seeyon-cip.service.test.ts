import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'seeyon-cip',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { password: 'wrong-password' } },
  token: true,
  urgency: 'normal',
  // There is no call that deletes: it is cancelled, and may be so again.
  withdrawnAgain: 'as-sent',
});

describe('seeyon-cip', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('seeyon-cip');
  });
  afterAll(() => bed.close());

  const create = (person: string, id = 'T-1') =>
    bed.call('create', contentOf('assignee', [taskOf({ id, handlers: [handlerOf(person)] })]));

  test('MUST send one alone, and several in one list', async () => {
    const [single] = await bed.push(create('A1'));
    expect(single?.exchanges.at(-1)?.request.url).toMatch(/receive$/u);
    const people = Array.from({ length: 12 }, (_, index) => `B${index}`);
    const answers = await bed.push(...people.map((person) => create(person)));
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(people.map(() => 'done'));
    expect(new Set(answers.map(({ exchanges }) => exchanges.length))).toEqual(new Set([1]));
    expect(answers[3]?.exchanges[0]?.request.url).toMatch(/receive\/pendings$/u);
    expect(await bed.todos('B11')).toHaveLength(1);
  });

  test('MUST go one by one where a list is refused, so that one bad to-do spoils no other', async () => {
    const answers = await bed.push(create('C1'), create('y'.repeat(100)), create('C2'));
    expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['done', 'refused', 'done']);
    expect(await bed.todos('C2')).toHaveLength(1);
  });

  test('MUST park what goes to somebody who is not bound, and match people by login name where that is set', async () => {
    const bound = bed.open({ settings: { noneBinding: false } })._unsafeUnwrap();
    const call = create('unbound-1', 'T-5');
    expect(await bound.push([call], createContext())).toMatchObject([
      { outcome: { kind: 'refused', reason: expect.stringContaining('接收人未绑定') } },
    ]);
    const body = (more: Record<string, unknown>): unknown =>
      bed.open({ settings: more })._unsafeUnwrap().buildPushData(call)._unsafeUnwrap()['body'];
    expect(body({ noneBinding: true })).toMatchObject({
      noneBindingReceiver: 'unbound-1',
      noneBindingSender: '20210001',
    });
    expect(body({ noneBinding: false })).not.toHaveProperty('noneBindingReceiver');
  });

  test('MUST recognise a dead token in each form that one is answered in', async () => {
    const seen = new Set<string>();
    const call = create('D1', 'T-6');
    await bed.push(call);
    await bed.fault({ expireTokens: true });
    for (let round = 0; round < 60 && seen.size < 3; round += 1) {
      const [answer] = await bed.push(call);
      expect(answer?.outcome).toEqual({ kind: 'done', more: false });
      for (const { purpose, response } of answer?.exchanges ?? []) {
        if (purpose !== 'push' || response === null || response.body.includes('"success":true')) continue;
        seen.add(response.status === 401 ? '401' : response.body.startsWith('<') ? 'page' : 'text');
      }
    }
    await bed.fault({ expireTokens: false });
    expect([...seen].toSorted()).toEqual(['401', 'page', 'text']);
  });

  test('MUST tell how it ended: agreed, not agreed, rejected', () => {
    const subStateOf = (result: string | null, status: 'completed' | 'rejected' = 'completed'): unknown => {
      const content = contentOf('assignee', [taskOf({ result, handlers: [handlerOf('E1', 'done')] })], status);
      const { body } = bed.platform.buildPushData(bed.call('complete', content))._unsafeUnwrap() as {
        body: { subState: unknown };
      };
      return body.subState;
    };
    expect([subStateOf('同意'), subStateOf('不同意'), subStateOf(null), subStateOf('同意', 'rejected')]).toEqual([
      0, 1, 0, 3,
    ]);
  });

  test('MUST send the bodies that a site asks for, and name what a body asks for in vain', async () => {
    const platform = bed
      .open({
        settings: { completeBody: { list: [{ id: '{taskId}', done: '{state}', note: '{title}（{registerCode}）' }] } },
      })
      ._unsafeUnwrap();
    const content = contentOf('assignee', [taskOf({ handlers: [handlerOf('F1', 'done')] })], 'completed');
    const [answer] = await platform.push([bed.call('complete', content)], createContext());
    const sent: unknown = JSON.parse(answer?.exchanges.at(-1)?.request.body ?? '');
    const { registerCode } = (
      bed.platform.buildPushData(bed.call('create', content))._unsafeUnwrap() as { body: { registerCode: string } }
    ).body;
    expect(sent).toEqual({ list: [{ id: 'T-1_F1', done: 1, note: `张三的请假申请（${registerCode}）` }] });
    expect(bed.open({ settings: { completeBody: { id: '{taskid}' } } })._unsafeUnwrapErr()).toMatchObject({
      issues: [{ message: expect.stringContaining('settings.completeBody: {taskid} is not known here') }],
    });
  });
});
