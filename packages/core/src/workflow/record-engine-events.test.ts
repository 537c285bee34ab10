import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import {
  sampleEvent,
  sampleInstance,
  samplePerson,
  sampleTask,
  sampleTime,
} from '../testing/workflow/sample-events.ts';
import { createWorkflowWorld } from '../testing/workflow/workflow-world.ts';
import { workflowLimits, type EngineEvent } from './model.ts';
import type { InstanceChange } from './ports.ts';
import { receiveEvents } from './receive-events.ts';
import { createWorkflowSchemas } from './schemas.ts';

const record = async (world: ReturnType<typeof createWorkflowWorld>, ...events: readonly EngineEvent[]) =>
  (await world.workflow.recordEngineEvents('default', events))._unsafeUnwrap();

const other = sampleInstance({ id: 'S-2' });

describe('Recording engine events', () => {
  test('MUST accept what is new, count what is doubled, and name what contradicts', async () => {
    const world = createWorkflowWorld();
    const receive = sampleEvent('receive', 0);
    expect(await record(world, receive, receive)).toEqual({ accepted: 1, duplicates: 1, ignored: [], todos: 0 });
    const report = await record(world, receive, { ...receive, occurredAt: sampleTime + 1 }, sampleEvent('urge', 1));
    expect(report).toMatchObject({
      accepted: 1,
      duplicates: 1,
      ignored: [{ index: 1, eventId: receive.eventId, code: 'EVENT_ID_REUSED', pointer: '/eventId' }],
    });
    expect((await world.instance()).eventCount).toBe(2);
  });

  test('MUST not let a bad event sink the others', async () => {
    const world = createWorkflowWorld();
    const now = world.now();
    const events = [
      sampleEvent('receive', 0),
      { ...sampleEvent('urge', 1), occurredAt: now + workflowLimits.futureMs + 1 },
      { ...sampleEvent('urge', 2), occurredAt: now - workflowLimits.horizonMs - 1 },
      sampleEvent('receive', 3, { instance: other }),
      sampleEvent('assert', 4, { assertion: { status: 'completed', done: [] } }),
      sampleEvent('receive', 5, { task: sampleTask({ assignees: null }) }),
      sampleEvent('receive', 6, { task: null }),
      sampleEvent('end', 7, { task: sampleTask() }),
      { ...sampleEvent('urge', 8), occurredAt: now + workflowLimits.futureMs },
    ];
    const report = await record(world, ...events);
    expect(report.accepted).toBe(2);
    expect(report.ignored.map(({ index, code, pointer }) => [index, code, pointer])).toEqual([
      [1, 'EVENT_IN_FUTURE', '/occurredAt'],
      [2, 'EVENT_TOO_OLD', '/occurredAt'],
      [3, 'TASK_OF_OTHER_INSTANCE', '/task/id'],
      [4, 'EVENT_INVALID', '/action'],
      [5, 'EVENT_INVALID', '/task/assignees'],
      [6, 'EVENT_INVALID', '/task'],
      [7, 'EVENT_INVALID', '/task'],
    ]);
    expect((await record(world, sampleEvent('receive', 9, { instance: other }))).ignored[0]?.code).toBe(
      'TASK_OF_OTHER_INSTANCE',
    );
  });

  test('MUST bound the tasks of an instance and the people of a task', async () => {
    const world = createWorkflowWorld();
    const receives = Array.from({ length: workflowLimits.tasksPerInstance + 1 }, (_, index) =>
      sampleEvent('receive', 0, { eventId: `t-${index}`, task: sampleTask({ id: `T-${index}` }) }),
    );
    const report = await record(world, ...receives);
    expect(report.accepted).toBe(workflowLimits.tasksPerInstance);
    expect(report.ignored).toMatchObject([
      { index: workflowLimits.tasksPerInstance, code: 'INSTANCE_FULL', pointer: '/task/id' },
    ]);
    const crowd = (turn: number) => Array.from({ length: 500 }, (_, index) => samplePerson(`P-${turn}-${index}`));
    const reassigns = Array.from({ length: 11 }, (_, turn) =>
      sampleEvent('reassign', turn, { instance: other, task: sampleTask({ id: 'T-crowd', assignees: crowd(turn) }) }),
    );
    const crowded = await record(world, ...reassigns);
    expect(crowded.accepted).toBe(10);
    expect(crowded.ignored).toMatchObject([{ index: 10, code: 'INSTANCE_FULL', pointer: '/task/assignees' }]);
  });

  test('MUST bound the events of an instance', async () => {
    const world = createWorkflowWorld();
    const state = {
      ...(await record(world, sampleEvent('start', 0)), await world.instance()),
      eventCount: workflowLimits.eventsPerInstance - 1,
    };
    await world.transactor.run(({ workflow }) => workflow.saveInstances([state]));
    const report = await record(world, sampleEvent('start', 1), sampleEvent('start', 2));
    expect(report.accepted).toBe(1);
    expect(report.ignored).toMatchObject([{ index: 1, code: 'INSTANCE_FULL', pointer: '/instance/id' }]);
  });

  test('MUST tell the listener of changes only, in versions that grow, and ring what it says', async () => {
    const heard: InstanceChange[] = [];
    const world = createWorkflowWorld((_stores, changes) => {
      heard.push(...changes);
      return okAsync({ todos: new Map(changes.map(({ after }) => [after.id, 1])), rings: [{ lane: 1, keys: ['k'] }] });
    });
    expect((await record(world, sampleEvent('receive', 5))).todos).toBe(1);
    expect(heard).toMatchObject([
      { before: null, after: { version: sampleTime + 5000 }, events: [{ action: 'receive' }] },
    ]);
    // It says nothing that is not known already.
    expect((await record(world, sampleEvent('start', 4))).todos).toBe(0);
    expect((await world.instance()).eventCount).toBe(2);
    await record(world, sampleEvent('urge', 3));
    expect(heard.map(({ after }) => after.version)).toEqual([sampleTime + 5000, sampleTime + 5001]);
    expect(world.rings).toHaveLength(2);
  });

  test('MUST leave nothing behind, and ring nothing, when the listener fails', async () => {
    const world = createWorkflowWorld(() => errAsync({ code: 'STORE_UNAVAILABLE', message: 'down' }));
    const result = await world.workflow.recordEngineEvents('default', [sampleEvent('receive', 0)]);
    expect(result._unsafeUnwrapErr().code).toBe('STORE_UNAVAILABLE');
    expect(world.rings).toEqual([]);
    await expect(world.instance()).rejects.toThrow(/no instance/);
  });

  test('MUST keep what is known of an instance whose log was pruned', async () => {
    const world = createWorkflowWorld();
    await record(world, sampleEvent('receive', 0), sampleEvent('complete', 1), sampleEvent('end', 5));
    await world.transactor.run(({ workflow }) => workflow.prune(world.now() + 1, 100));
    await record(world, sampleEvent('urge', 3));
    const state = await world.instance();
    expect(state).toMatchObject({ status: 'completed', eventCount: 4, lastEvent: { occurredAt: sampleTime + 5000 } });
    expect(state.tasks).toMatchObject([{ status: 'completed', urges: 1 }]);
  });

  test("MUST keep another tenant's instances apart", async () => {
    const world = createWorkflowWorld();
    await record(world, sampleEvent('receive', 0));
    expect((await world.workflow.showInstance('other', 'S-1'))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
    expect((await world.workflow.showTask('other', 'T-1'))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
    const shown = (await world.workflow.showInstance('default', 'S-1'))._unsafeUnwrap();
    expect(shown.events).toMatchObject([{ event: { action: 'receive' }, receivedAt: world.now() }]);
    expect((await world.workflow.showTask('default', 'T-1'))._unsafeUnwrap().instance.id).toBe('S-1');
  });
});

describe('Receiving events from outside', () => {
  test('MUST record what can be read and name what cannot, by their places', async () => {
    const world = createWorkflowWorld();
    const outside = (index: number, action: string, extra: object = {}) => ({
      eventId: `evt-${index}`,
      action,
      occurredAt: new Date(sampleTime).toISOString(),
      instance: { id: 'S-1', processId: 'leave', subject: '请假' },
      ...extra,
    });
    const inputs = [
      outside(0, 'approve'),
      outside(1, 'start'),
      7,
      outside(3, 'start', { occurredAt: '2099-01-01T00:00:00Z' }),
      outside(1, 'start'),
    ];
    const report = (
      await receiveEvents(world.workflow, createWorkflowSchemas('Asia/Shanghai'), 'default', inputs)
    )._unsafeUnwrap();
    expect(report).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(report.ignored.map(({ index, eventId, code }) => [index, eventId, code])).toEqual([
      [0, 'evt-0', 'EVENT_INVALID'],
      [2, null, 'EVENT_INVALID'],
      [3, 'evt-3', 'EVENT_IN_FUTURE'],
    ]);
  });
});

describe('Listing instances', () => {
  test('MUST page through all of them and refuse a cursor that is none', async () => {
    const world = createWorkflowWorld();
    const starts = Array.from({ length: 5 }, (_, index) =>
      sampleEvent('start', index, { instance: sampleInstance({ id: `S:${index}` }) }),
    );
    await record(world, ...starts);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: readonly { id: string }[]; nextCursor: string | null } = (
        await world.workflow.listInstances('default', { processId: null, status: null }, cursor, 2)
      )._unsafeUnwrap();
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['S:4', 'S:3', 'S:2', 'S:1', 'S:0']);
    const bad = await world.workflow.listInstances('default', { processId: null, status: null }, 'page 2', 2);
    expect(bad._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer: '/cursor' });
  });
});
