import { describe, expect, test } from 'vitest';
import {
  sampleEvent,
  sampleInstance,
  samplePerson,
  sampleTask,
  sampleTime,
} from '../testing/workflow/sample-events.ts';
import { findTask, foldEvents } from './fold-events.ts';
import type { EngineEvent, InstanceState, Person, TaskReport } from './model.ts';

const [a, b, c] = [samplePerson('A'), samplePerson('B'), samplePerson('C')];

const fold = (...events: readonly EngineEvent[]): InstanceState => foldEvents('default', 'S-1', events);

const withPeople = (people: readonly Person[] | null, fields: Partial<TaskReport> = {}) => ({
  task: sampleTask({ assignees: people, ...fields }),
});

/** The task as `status A:open B:done …`. */
const shown = (state: InstanceState, id = 'T-1'): string => {
  const task = findTask(state, id);
  if (task === null) return 'none';
  return [task.status, ...task.assignees.map((one) => `${one.person.id}:${one.state}`)].join(' ');
};

const receive = (seconds: number, people: readonly Person[], fields: Partial<TaskReport> = {}): EngineEvent =>
  sampleEvent('receive', seconds, withPeople(people, fields));

const complete = (seconds: number, actor: Person | null, fields: Partial<TaskReport> = {}): EngineEvent =>
  sampleEvent('complete', seconds, { ...withPeople(null, fields), actor, result: '同意' });

describe('发起 start', () => {
  test('MUST make a running instance that began when it says, or then', () => {
    expect(fold(sampleEvent('start', 0))).toMatchObject({
      status: 'running',
      processId: 'leave',
      startedAt: sampleTime - 60_000,
      endedAt: null,
      tasks: [],
      eventCount: 1,
    });
    expect(fold(sampleEvent('start', 0, { instance: sampleInstance({ startedAt: null }) })).startedAt).toBe(sampleTime);
  });
});

describe('接收 receive', () => {
  test('MUST open the task for everybody it names', () => {
    expect(shown(fold(receive(0, [b, a])))).toBe('initialized A:open B:open');
  });

  test('MUST take its assignees for the full set', () => {
    expect(shown(fold(receive(0, [a, b]), receive(1, [b, c])))).toBe('initialized A:withdrawn B:open C:open');
  });

  test('MUST not open a completed task, but take over its facts', () => {
    const state = fold(receive(0, [a]), complete(1, a), receive(2, [b], { subject: '改' }));
    expect(shown(state)).toBe('completed A:done');
    expect(findTask(state, 'T-1')?.subject).toBe('改');
  });

  test('MUST open an aborted task when the instance goes on', () => {
    const terminated = sampleEvent('terminate', 1);
    expect(shown(fold(receive(0, [a]), terminated, receive(2, [a])))).toBe('initialized A:open');
  });
});

describe('变更审批人 reassign', () => {
  test('MUST withdraw whom it does not name and keep who is done', () => {
    const all = { completion: 'all' as const };
    const reassign = sampleEvent('reassign', 2, withPeople([c], all));
    expect(shown(fold(receive(0, [a, b], all), complete(1, a, all), reassign))).toBe(
      'initialized A:done B:withdrawn C:open',
    );
  });
});

describe('催办 urge', () => {
  test('MUST count and leave people alone unless it names them', () => {
    const state = fold(
      receive(0, [a]),
      sampleEvent('urge', 1, withPeople(null)),
      sampleEvent('urge', 2, withPeople([b])),
    );
    expect(shown(state)).toBe('initialized A:withdrawn B:open');
    expect(findTask(state, 'T-1')).toMatchObject({ urges: 2, lastUrgedAt: sampleTime + 2000 });
  });
});

describe('审批完成 complete', () => {
  test('MUST close a competing task for everybody (竞签)', () => {
    const state = fold(receive(0, [a, b]), complete(1, a));
    expect(shown(state)).toBe('completed A:done B:done');
    expect(findTask(state, 'T-1')).toMatchObject({
      result: '同意',
      finishedAt: sampleTime + 1000,
      history: [
        { status: 'completed', createdAt: sampleTime, finishedAt: sampleTime + 1000, actor: a, result: '同意' },
      ],
    });
  });

  test('MUST close a countersigned task with the last of its assignees (会签)', () => {
    const all = { completion: 'all' as const };
    const first = [receive(0, [a, b], all), complete(1, a, all)];
    expect(shown(fold(...first))).toBe('initialized A:done B:open');
    expect(shown(fold(...first, complete(2, b, all)))).toBe('completed A:done B:done');
    expect(shown(fold(...first, complete(2, null, all)))).toBe('completed A:done B:done');
  });

  test('MUST count nobody’s decision for one who is not assigned', () => {
    const all = { completion: 'all' as const };
    expect(shown(fold(receive(0, [a, b], all), complete(1, c, all)))).toBe('initialized A:open B:open');
  });

  test('MUST make a task it has never seen completed, whenever the receive arrives', () => {
    expect(shown(fold(complete(1, a)))).toBe('completed');
    expect(shown(fold(complete(1, a), receive(0, [a])))).toBe('completed A:done');
    expect(shown(fold(complete(1, a), receive(2, [a])))).toBe('completed');
  });

  test('MUST come before the end of the instance in the same second', () => {
    expect(shown(fold(sampleEvent('end', 1), complete(1, a), receive(1, [a])))).toBe('completed A:done');
  });

  test('MUST complete what was aborted, for the actor alone', () => {
    expect(shown(fold(receive(0, [a, b]), sampleEvent('terminate', 1), complete(2, a)))).toBe(
      'completed A:done B:withdrawn',
    );
  });
});

describe('撤回/退回 revert', () => {
  test('MUST open the task again for everybody it names, as a span of its own', () => {
    const state = fold(receive(0, [a, b]), complete(1, a), sampleEvent('revert', 2, withPeople([a])));
    expect(shown(state)).toBe('initialized A:open B:done');
    expect(findTask(state, 'T-1')?.history).toMatchObject([
      { status: 'completed', finishedAt: sampleTime + 1000 },
      { status: 'initialized', createdAt: sampleTime + 2000, finishedAt: null },
    ]);
    expect(findTask(state, 'T-1')).toMatchObject({ finishedAt: null, result: null });
  });
});

describe('结束 end and 终止 terminate', () => {
  test.each([
    ['end' as const, null, 'completed'],
    ['end' as const, 'rejected' as const, 'rejected'],
    ['terminate' as const, null, 'terminated'],
    ['terminate' as const, 'cancelled' as const, 'cancelled'],
  ])('MUST abort what is open: %s saying %s makes it %s', (action, status, expected) => {
    const all = { completion: 'all' as const };
    const over = sampleEvent(action, 2, { instance: sampleInstance({ status }) });
    const state = fold(receive(0, [a, b], all), complete(1, a, all), over);
    expect(state).toMatchObject({ status: expected, endedAt: sampleTime + 2000 });
    expect(shown(state)).toBe('aborted A:done B:withdrawn');
  });

  test('MUST abort the other tasks of an instance that a completion ends', () => {
    const other = sampleEvent('receive', 0, { eventId: 'other', task: sampleTask({ id: 'T-2', assignees: [b] }) });
    const last = { ...complete(1, a), instance: sampleInstance({ status: 'completed' }) };
    const state = fold(receive(0, [a]), other, last);
    expect([shown(state), shown(state, 'T-2')]).toEqual(['completed A:done', 'aborted B:withdrawn']);
  });

  test('MUST not be undone by a late completion, nor bring tasks back when the instance goes on', () => {
    const terminated = [receive(0, [a]), sampleEvent('terminate', 1)];
    expect(fold(...terminated, complete(2, null, { id: 'T-2' })).status).toBe('terminated');
    const state = fold(...terminated, sampleEvent('start', 2));
    expect(state.status).toBe('running');
    expect(shown(state)).toBe('aborted A:withdrawn');
  });
});

describe('删除实例 delete', () => {
  test('MUST take everything away for good, finished or not, whenever it arrives', () => {
    const events = [
      receive(0, [a]),
      complete(1, a),
      sampleEvent('delete', 2),
      receive(3, [b], { id: 'T-2' }),
      sampleEvent('start', 4),
    ];
    const state = fold(...events);
    expect(state).toMatchObject({ deleted: true, status: 'terminated' });
    expect([shown(state), shown(state, 'T-2')]).toEqual(['completed A:withdrawn', 'aborted B:withdrawn']);
  });

  test('MUST be remembered when nothing else is known', () => {
    const brief = sampleInstance({
      processId: null,
      processName: null,
      subject: null,
      initiator: null,
      startedAt: null,
    });
    const deleted = sampleEvent('delete', 2, { instance: brief });
    expect(fold(deleted)).toMatchObject({ deleted: true, processId: '', subject: '', tasks: [] });
    expect(shown(fold(deleted, receive(0, [a])))).toBe('aborted A:withdrawn');
  });
});

describe('Desired state', () => {
  const told = (
    seconds: number,
    status: 'initialized' | 'completed' | 'aborted',
    done: readonly string[],
    task = sampleTask({ assignees: [a, b] }),
  ) => sampleEvent('assert', seconds, { task, assertion: { status, done } });

  test.each([
    ['initialized' as const, [], 'initialized A:open B:open C:withdrawn'],
    ['initialized' as const, ['A'], 'initialized A:done B:open C:withdrawn'],
    ['completed' as const, [], 'completed A:done B:done C:withdrawn'],
    ['aborted' as const, ['A'], 'aborted A:done B:withdrawn C:withdrawn'],
  ])('MUST be what is told: %s with %j done', (status, done, expected) => {
    expect(shown(fold(receive(0, [b, c]), told(1, status, done)))).toBe(expected);
    expect(shown(fold(receive(0, [b, c]), complete(1, b), told(2, status, done)))).toBe(expected);
  });

  test('MUST take the others’ to-dos away when it names who decided of all', () => {
    const all = sampleTask({ assignees: [a, b], completion: 'all' });
    expect(shown(fold(told(1, 'completed', ['A'], all)))).toBe('completed A:done B:withdrawn');
  });

  test('MUST give way to what happens later and not to what happened before', () => {
    const events = [told(5, 'initialized', []), complete(4, a), complete(6, a)];
    expect(shown(fold(events[0] as EngineEvent, events[1] as EngineEvent))).toBe('initialized A:open B:open');
    expect(shown(fold(...events))).toBe('completed A:done B:done');
  });
});
