import { describe, expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, samplePerson, sampleTask, sampleTime } from '../testing/workflow/sample-events.ts';
import type { MirrorUnit } from './mirror.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));
const key = 'assignee:S-1:T-1:T001';

const start = async (units: readonly MirrorUnit[] = ['assignee']) => {
  let platform: FakePlatform | undefined;
  const bench = await startTaskCenterBench(
    rest,
    (clock) => {
      clock.jump(sampleTime + 3_600_000 - clock.now());
      return [(platform = createFakePlatform({ clock, name: 'ding', capabilities: { units, people: 'mapped' } })).kind];
    },
    { ding: { settings: { personSpace: 'corp' } } },
  );
  if (platform === undefined) throw new Error('no platform');
  const { personMappings, listPushLog } = bench.taskCenter;
  const put = async (...pairs: readonly (readonly [string, string])[]) => {
    const entries = pairs.map(([personId, remoteId]) => ({ personId, remoteId }));
    (await personMappings.put(benchTenant, 'corp', entries, 'api'))._unsafeUnwrap();
    await bench.settle();
  };
  const tell = async (...events: readonly ReturnType<typeof sampleEvent>[]) => {
    await bench.record(events);
    await bench.settle();
  };
  const lastReason = async () => {
    const filter = { platform: null, key: null, taskId: null, outcome: null, from: null, to: null };
    return (await listPushLog(benchTenant, filter, null, 1))._unsafeUnwrap().items[0]?.attempt.reason;
  };
  const shown = () => platform?.remote.objects().map(({ owner, state }) => [owner, state]);
  return { bench, platform, personMappings, put, tell, lastReason, shown };
};

describe('A platform that knows people by ids of its own', () => {
  test('MUST refuse before anything is sent whoever is not mapped, in clear words, and push once they are', async () => {
    const { bench, platform, put, tell, lastReason, shown } = await start();
    await tell(sampleEvent('receive', 0));
    expect(platform.calls).toEqual([]);
    expect(await lastReason()).toBe(
      '/handler/person/remoteId: 李老师 (T001) is not mapped in the space "corp"; it is pushed as soon as there is a mapping',
    );
    expect((await bench.work('ding', key))?.parked).toBe('refused');
    await put(['T002', 'u2']);
    expect(platform.calls).toEqual([]);
    await put(['T001', 'u1']);
    // Who began it is not mapped, and that is no reason to refuse anything.
    expect([shown(), await bench.work('ding', key)]).toEqual([[['u1', 'open']], null]);
  });

  test('MUST take a to-do from the old id and make it for the new one when a mapping changes', async () => {
    const { platform, put, tell, shown } = await start();
    await put(['T001', 'u1']);
    await tell(sampleEvent('receive', 0));
    await put(['T001', 'u9']);
    expect(shown()).toEqual([['u9', 'open']]);
    expect(platform.calls.map(({ operation, people }) => [operation, people.get('T001')])).toEqual([
      ['create', 'u1'],
      ['withdraw', 'u1'],
      ['create', 'u9'],
    ]);
    await put(['T001', 'u9']);
    expect(platform.calls).toHaveLength(3);
  });

  test.each([
    ['finish', 'complete', [['u1', 'done']]],
    ['take away', 'delete', []],
  ] as const)('MUST still %s what is shown to somebody whose mapping is gone', async (_, action, expected) => {
    const { bench, personMappings, put, tell, shown } = await start();
    await put(['T001', 'u1']);
    await tell(sampleEvent('receive', 0));
    (await personMappings.remove(benchTenant, 'corp', ['T001']))._unsafeUnwrap();
    await tell(sampleEvent(action, 60, action === 'complete' ? { actor: samplePerson('T001') } : {}));
    expect([shown(), await bench.work('ding', key)]).toEqual([expected, null]);
    await tell(sampleEvent('receive', 120, { task: sampleTask({ id: 'T-2' }) }));
    expect(shown()).toEqual(expected);
  });

  test('MUST update what several people share, and leave those out who finished unmapped', async () => {
    const { bench, platform, put, tell } = await start(['task']);
    const task = sampleTask({ completion: 'all', assignees: [samplePerson('T001'), samplePerson('T002', '王老师')] });
    await put(['T002', 'u2']);
    await tell(sampleEvent('receive', 0, { task }));
    expect(platform.calls).toEqual([]);
    await tell(sampleEvent('complete', 60, { task: { ...task, assignees: null }, actor: samplePerson('T001') }));
    expect(platform.remote.objects().map(({ people }) => [...people])).toEqual([[['T002', 'u2']]]);
    await put(['T001', 'u1'], ['T002', 'u3']);
    expect(Object.fromEntries(platform.remote.objects()[0]?.people ?? [])).toEqual({ T001: 'u1', T002: 'u3' });
    expect(platform.calls.map(({ operation }) => operation)).toEqual(['create', 'update']);
    expect(await bench.work('ding', 'task:S-1:T-1')).toBeNull();
  });

  test('MUST be brought into step when it looks in another space', async () => {
    const { bench, put, tell, shown } = await start();
    await put(['T001', 'u1']);
    await tell(sampleEvent('receive', 0));
    (
      await bench.taskCenter.personMappings.put(benchTenant, 'ding', [{ personId: 'T001', remoteId: 'u7' }], 'csv')
    )._unsafeUnwrap();
    const change = (settings: Readonly<Record<string, unknown>>) =>
      bench.taskCenter.changePlatform(benchTenant, 'ding', { settings }, null);
    expect((await change({ personSpace: 'Not a space' }))._unsafeUnwrapErr()).toEqual({
      code: 'SETTINGS_INVALID',
      issues: [{ pointer: '/settings/personSpace', message: 'must be 1 to 63 characters of a-z, 0-9 and -' }],
    });
    (await change({}))._unsafeUnwrap();
    await bench.settle();
    expect(shown()).toEqual([['u7', 'open']]);
    expect((await bench.taskCenter.personMappings.spaces(benchTenant))._unsafeUnwrap()).toEqual([
      { space: 'corp', count: 1, platforms: [] },
      { space: 'ding', count: 1, platforms: ['ding'] },
    ]);
  });
});
