import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'feishu-approval',
  unit: 'instance',
  again: 'as-sent',
  wrong: { secrets: { appSecret: 'wrong-secret' } },
  token: true,
  urgency: 'normal',
});

describe('feishu-approval', () => {
  let bed: PlatformBed;
  let number = 0;
  beforeAll(async () => {
    bed = await openPlatformBed('feishu-approval');
  });
  afterAll(() => bed.close());

  /** An instance that no other test has. */
  const fresh = () => {
    number += 1;
    const id = `I-${number}`;
    return (tasks: Parameters<typeof contentOf>[1], status?: Parameters<typeof contentOf>[2]) => {
      const content = contentOf('instance', tasks, status);
      return { ...content, ref: { ...content.ref, instanceId: id }, instance: { ...content.instance, id } };
    };
  };
  const shown = async (...people: readonly string[]) =>
    Promise.all(
      people.map(async (person) => (await bed.todos(person)).map(({ title, state }) => `${title} ${state}`).join()),
    );
  type Content = ReturnType<typeof contentOf>;
  const bodyOf = (content: Content, settings: Record<string, unknown> = {}, more: object = {}) =>
    bed
      .open({ settings })
      ._unsafeUnwrap()
      .buildPushData(bed.call('update', content, more))
      ._unsafeUnwrap()['body'] as { readonly task_list: readonly Record<string, unknown>[] } & Record<string, unknown>;

  test('MUST carry all tasks of an instance in one request, each with its own title and people', async () => {
    const content = fresh();
    const before = (await bed.requests()).length;
    const tasks = [
      taskOf({ id: 'A', subject: '初审', handlers: [handlerOf('F1', 'done')], status: 'completed' }),
      taskOf({ id: 'B', subject: '复审', handlers: [handlerOf('F1'), handlerOf('F2')] }),
    ];
    await bed.platform.testConnection(createContext());
    await bed.push(bed.call('create', content(tasks)));
    const rows = (await bed.requests()).slice(before).filter(({ operation }) => operation === 'external_instances');
    expect(rows).toHaveLength(1);
    expect(await shown('F1', 'F2')).toEqual(['初审 done,复审 open', '复审 open']);
  });

  test('MUST take the tasks of people away who no longer have them', async () => {
    const content = fresh();
    const task = (...people: readonly string[]) => [taskOf({ handlers: people.map((id) => handlerOf(id)) })];
    await bed.push(bed.call('create', content(task('G1', 'G2'))));
    await bed.push(bed.call('update', content(task('G2', 'G3'))));
    expect(await shown('G1', 'G2', 'G3')).toEqual(['', '张三的请假申请 open', '张三的请假申请 open']);
  });

  test('MUST say how instances and tasks ended in the words of Feishu', () => {
    const ended = (result: string | null) =>
      taskOf({ status: 'completed', result, handlers: [handlerOf('T001', 'done')] });
    const statusOf = (result: string | null) => bodyOf(contentOf('instance', [ended(result)])).task_list[0]?.['status'];
    expect(['同意', '驳回', '转交', null].map(statusOf)).toEqual(['APPROVED', 'REJECTED', 'TRANSFERRED', 'APPROVED']);
    const statuses = (['running', 'completed', 'rejected', 'cancelled', 'terminated'] as const).map(
      (status) => bodyOf(contentOf('instance', [ended(null)], status))['status'],
    );
    expect(statuses).toEqual(['PENDING', 'APPROVED', 'REJECTED', 'CANCELED', 'TERMINATED']);
  });

  test('MUST name people by the kind of id that the mappings hold, and the initiator by name where there is none', () => {
    const content = contentOf('instance');
    const people = new Map([['T001', 'ou_1']]);
    expect(bodyOf(content, {}, { people })).toMatchObject({
      user_name: '@i18n@user',
      task_list: [{ open_id: 'ou_1', action_context: '{"taskId":"T-1","assigneeId":"T001"}' }],
    });
    const byUser = bodyOf(content, { idType: 'user_id' }, { people: new Map([...people, ['20210001', 'u_2']]) });
    expect(byUser).toMatchObject({ user_id: 'u_2', task_list: [{ user_id: 'ou_1' }] });
    expect(byUser).not.toHaveProperty('user_name');
    expect(byUser.task_list[0]).not.toHaveProperty('open_id');
  });

  test('MUST offer the buttons that are set, on open tasks only', () => {
    const actionConfigs = [{ action_type: 'APPROVE' }, { action_type: 'REJECT', is_need_reason: true }];
    const tasks = [taskOf(), taskOf({ id: 'T-2', handlers: [handlerOf('T001', 'done')] })];
    const { task_list } = bodyOf(contentOf('instance', tasks), { actionConfigs });
    expect(task_list.map((task) => task['action_configs'])).toEqual([actionConfigs, undefined]);
  });

  test('MUST be held off by update_time in mode UPDATE, and report what had no effect', async () => {
    const platform = bed.open({ settings: { updateMode: 'UPDATE' } })._unsafeUnwrap();
    const content = fresh();
    const call = (subject: string) => bed.call('update', content([taskOf({ subject, handlers: [handlerOf('H1')] })]));
    const [older, newer] = [call('旧'), call('新')];
    await platform.push([newer], createContext());
    const [again] = await platform.push([newer], createContext());
    expect(again).toMatchObject({ outcome: { kind: 'done' } });
    expect(again?.exchanges.map(({ purpose }) => purpose)).toEqual(['push', 'read-back']);
    const [late] = await platform.push([older], createContext());
    expect(await shown('H1')).toEqual(['新 open']);
    // Feishu has something newer, so that it has "at least this" holds; what we would send next is newer still.
    expect(late?.outcome.kind).toBe('done');
  });

  test('MUST find an instance that lost a task, and where it is asked to, one that is older', async () => {
    const content = fresh();
    const two = [taskOf({ handlers: [handlerOf('K1'), handlerOf('K2')] })];
    await bed.push(bed.call('create', content([taskOf({ handlers: [handlerOf('K1')] })])));
    const look = async (platform = bed.platform, tasks = two) =>
      (await platform.verify(bed.call('update', content(tasks)), createContext())).remote;
    expect(await look()).toBe(null);
    await bed.push(bed.call('update', content(two)));
    expect(await look()).toEqual({ remoteId: null, state: 'present' });
    const strict = bed.open({ settings: { checkVersions: true } })._unsafeUnwrap();
    expect(await look(strict)).toBe(null);
  });

  test('MUST hold back one instance alone when that was pushed too often', async () => {
    const content = fresh();
    const call = bed.call('create', content([taskOf({ handlers: [handlerOf('L1')] })]));
    await bed.fault({ failRate: 1 });
    const outcomes = [];
    for (let round = 0; round < 40; round += 1) outcomes.push((await bed.push(call))[0]?.outcome);
    await bed.fault({ failRate: 0 });
    const held = outcomes.filter((outcome) => outcome?.kind === 'deferred');
    expect(held.length).toBeGreaterThan(0);
    expect(held[0]).toMatchObject({ kind: 'deferred', scope: 'key', forMs: 5_000 });
  });

  test('MUST take as many tasks as an instance can have, and refuse more', async () => {
    const content = fresh();
    const many = Array.from({ length: 200 }, (_, index) =>
      taskOf({ id: `M${index}`, subject: '长'.repeat(200), handlers: [handlerOf(`M${index}`)] }),
    );
    const [answer] = await bed.push(bed.call('create', content(many)));
    expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    expect(await shown('M199')).toEqual([`${'长'.repeat(200)} open`]);
    const handlers = Array.from({ length: 201 }, (_, index) => handlerOf(`H${index}`));
    expect(
      bed.platform.buildPushData(bed.call('create', contentOf('instance', [taskOf({ handlers })])))._unsafeUnwrapErr(),
    ).toMatchObject({ pointer: '/tasks' });
  });
});
