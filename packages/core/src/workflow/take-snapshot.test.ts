import { describe, expect, test } from 'vitest';
import {
  sampleEvent,
  sampleInstance,
  samplePerson,
  sampleTask,
  sampleTime,
} from '../testing/workflow/sample-events.ts';
import { createWorkflowWorld, type WorkflowWorld } from '../testing/workflow/workflow-world.ts';
import { workflowLimits, type EngineEvent, type Person } from './model.ts';
import type { Snapshot, ToldTask } from './workflow.ts';

const [a, b] = [samplePerson('A'), samplePerson('B')];

const receive = (id: string, people: readonly Person[] = [a], completion: 'any' | 'all' = 'any'): EngineEvent =>
  sampleEvent('receive', 0, {
    eventId: id,
    instance: sampleInstance({ id: `S-${id}` }),
    task: sampleTask({ id, assignees: people, completion }),
  });

const listed = (id: string, people: readonly Person[] = [a]): ToldTask => ({
  instance: sampleInstance({ id: `S-${id}` }),
  task: sampleTask({ id, assignees: people }),
  status: 'initialized',
  done: [],
});

const snapshot = (fields: Partial<Snapshot> = {}): Snapshot => ({
  source: 'engine',
  occurredAt: sampleTime + 60_000,
  scope: { processId: 'leave', assigneeId: null },
  tasks: [],
  missing: 'completed',
  confirm: null,
  ...fields,
});

const worldWith = async (...events: readonly EngineEvent[]): Promise<WorkflowWorld> => {
  const world = createWorkflowWorld();
  (await world.workflow.recordEngineEvents('default', events))._unsafeUnwrap();
  return world;
};

const take = async (world: WorkflowWorld, fields: Partial<Snapshot>) =>
  (await world.workflow.takeSnapshot('default', snapshot(fields)))._unsafeUnwrap();

const shown = async (world: WorkflowWorld, id: string): Promise<string> => {
  const { task } = (await world.workflow.showTask('default', id))._unsafeUnwrap();
  return [task.status, ...task.assignees.map((one) => `${one.person.id}:${one.state}`)].join(' ');
};

describe('A snapshot', () => {
  test('MUST open what it lists and close what it lacks, once', async () => {
    const world = await worldWith(receive('T-1'), receive('T-2'), receive('T-3', [a, b]));
    const fields = { tasks: [listed('T-1'), listed('T-4', [b])] };
    expect(await take(world, fields)).toMatchObject({ accepted: 3, duplicates: 1, closed: 2, ignored: [] });
    expect(await Promise.all(['T-1', 'T-2', 'T-3', 'T-4'].map((id) => shown(world, id)))).toEqual([
      'initialized A:open',
      'completed A:done',
      'completed A:done B:done',
      'initialized B:open',
    ]);
    expect(await take(world, fields)).toMatchObject({ accepted: 0, duplicates: 2, closed: 0 });
  });

  test('MUST close as it says', async () => {
    const world = await worldWith(receive('T-1'));
    await take(world, { missing: 'aborted' });
    expect(await shown(world, 'T-1')).toBe('aborted A:withdrawn');
  });

  test('MUST leave alone what is younger than it, what changed since, and what is out of its scope', async () => {
    const young = sampleEvent('receive', 90, {
      eventId: 'young',
      instance: sampleInstance({ id: 'S-T-2' }),
      task: sampleTask({ id: 'T-2', createdAt: sampleTime + 90_000 }),
    });
    const urged = sampleEvent('urge', 61, {
      instance: sampleInstance({ id: 'S-T-3' }),
      task: sampleTask({ id: 'T-3', assignees: null }),
    });
    const travel = sampleEvent('receive', 0, {
      eventId: 'travel',
      instance: sampleInstance({ id: 'S-9', processId: 'travel' }),
      task: sampleTask({ id: 'T-9' }),
    });
    const world = await worldWith(receive('T-1'), young, receive('T-3'), urged, travel);
    expect(await take(world, {})).toMatchObject({ closed: 1 });
    expect(await shown(world, 'T-1')).toBe('completed A:done');
    for (const id of ['T-2', 'T-3', 'T-9']) expect(await shown(world, id)).toMatch(/^initialized/);
  });

  test('MUST not overrule what happened after it', async () => {
    const done = sampleEvent('complete', 70, {
      instance: sampleInstance({ id: 'S-T-1' }),
      task: sampleTask({ id: 'T-1', assignees: null }),
    });
    const world = await worldWith(receive('T-1'), done);
    expect(await take(world, { tasks: [listed('T-1')] })).toMatchObject({ closed: 0 });
    expect(await shown(world, 'T-1')).toBe('completed A:done');
  });

  test('MUST ask before it closes much, and go ahead with the answer to exactly that', async () => {
    const ids = Array.from({ length: 11 }, (_, index) => `T-${index}`);
    const world = await worldWith(...ids.map((id) => receive(id)));
    const question = (await world.workflow.takeSnapshot('default', snapshot()))._unsafeUnwrapErr();
    expect(question).toMatchObject({ code: 'SNAPSHOT_NEEDS_CONFIRMATION', open: 11, closing: 11 });
    expect(await shown(world, 'T-0')).toBe('initialized A:open');
    const confirm = 'confirm' in question ? question.confirm : '';
    await world.workflow.recordEngineEvents('default', [receive('T-late')]);
    const changed = (await world.workflow.takeSnapshot('default', snapshot({ confirm })))._unsafeUnwrapErr();
    expect(changed).toMatchObject({ closing: 12 });
    const renewed = 'confirm' in changed ? changed.confirm : '';
    expect(await take(world, { confirm: renewed })).toMatchObject({ closed: 12 });
  });

  test('MUST not ask about ten tasks, nor about a tenth', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `T-${index}`);
    const few = await worldWith(...ids.slice(0, 10).map((id) => receive(id)));
    expect(await take(few, {})).toMatchObject({ closed: 10 });
    const many = await worldWith(...ids.map((id) => receive(id)));
    expect(await take(many, { tasks: ids.slice(12).map((id) => listed(id)) })).toMatchObject({
      closed: 12,
      duplicates: 108,
    });
  });

  test('MUST close one person’s part alone where others still have the task', async () => {
    const scope = { processId: null, assigneeId: 'A' };
    const events = [receive('T-all', [a, b], 'all'), receive('T-any', [a, b]), receive('T-b', [b])];
    const completing = await worldWith(...events);
    expect(await take(completing, { scope })).toMatchObject({ closed: 2 });
    expect(await shown(completing, 'T-all')).toBe('initialized A:done B:open');
    expect(await shown(completing, 'T-any')).toBe('completed A:done B:done');
    expect(await shown(completing, 'T-b')).toBe('initialized B:open');
    expect(await take(completing, { scope })).toMatchObject({ closed: 0, accepted: 0 });
    const aborting = await worldWith(...events);
    await take(aborting, { scope, missing: 'aborted' });
    expect(await shown(aborting, 'T-all')).toBe('initialized A:withdrawn B:open');
    expect(await shown(aborting, 'T-any')).toBe('initialized A:withdrawn B:open');
  });

  test('MUST name what it cannot take', async () => {
    const world = await worldWith(receive('T-1'));
    const thief = { ...listed('T-1'), instance: sampleInstance({ id: 'S-other' }) };
    const report = await take(world, { tasks: [listed('T-5'), thief, listed('T-5')] });
    expect(report.ignored.map(({ index, code }) => [index, code])).toEqual([
      [1, 'TASK_OF_OTHER_INSTANCE'],
      [2, 'EVENT_INVALID'],
    ]);
    expect(await shown(world, 'T-1')).toBe('initialized A:open');
    const future = await take(world, { occurredAt: world.now() + workflowLimits.futureMs + 1 });
    expect(future).toMatchObject({ accepted: 0, closed: 0, ignored: [{ code: 'EVENT_IN_FUTURE' }] });
  });
});
