import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import {
  sampleEvent,
  sampleInstance,
  samplePerson,
  sampleTask,
  sampleTime,
} from '../testing/workflow/sample-events.ts';
import { createWorkflowWorld } from '../testing/workflow/workflow-world.ts';
import { workflowLimits } from './model.ts';
import type { ToldTask } from './workflow.ts';

const told = (fields: Partial<ToldTask> = {}): ToldTask => ({
  instance: sampleInstance(),
  task: sampleTask(),
  status: 'initialized',
  done: [],
  ...fields,
});

describe('Telling a task', () => {
  test('MUST make the task so, whatever was reported before', async () => {
    const histories = arbitraryEngineHistory({
      base: sampleTime,
      instances: 1,
      tasksPerInstance: 1,
      deletions: 0,
      maxEvents: 12,
    });
    const property = fc.asyncProperty(
      histories,
      fc.constantFrom('initialized', 'completed', 'aborted'),
      async (events, status) => {
        const world = createWorkflowWorld();
        (await world.workflow.recordEngineEvents('default', events))._unsafeUnwrap();
        const task = sampleTask({ id: 'S-1-T1', assignees: [samplePerson('T002')] });
        const telling = told({ task, status });
        (await world.workflow.tellTask('default', telling, null, 'api'))._unsafeUnwrap();
        const state = await world.instance();
        expect(state.tasks[0]?.status).toBe(status);
        const expected = { initialized: 'open', completed: 'done', aborted: 'withdrawn' }[status];
        const mine = state.tasks[0]?.assignees.find(({ person }) => person.id === 'T002');
        if (status !== 'aborted') expect(mine?.state).toBe(expected);
        else expect(mine?.state).not.toBe('open');
        world.pass(1000);
        const again = (await world.workflow.tellTask('default', telling, null, 'api'))._unsafeUnwrap();
        expect(again).toMatchObject({ accepted: 0, duplicates: 1 });
        expect(await world.instance()).toEqual(state);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test('MUST stand at its own time when it has one', async () => {
    const world = createWorkflowWorld();
    await world.workflow.recordEngineEvents('default', [
      sampleEvent('receive', 0),
      sampleEvent('complete', 10, { task: sampleTask({ assignees: null }) }),
    ]);
    const early = told({ task: sampleTask({ assignees: [samplePerson('T009')] }) });
    expect((await world.workflow.tellTask('default', early, sampleTime + 5000, 'api'))._unsafeUnwrap().accepted).toBe(
      1,
    );
    const [task] = (await world.instance()).tasks;
    expect(task).toMatchObject({
      status: 'completed',
      assignees: [
        { person: { id: 'T001' }, state: 'withdrawn' },
        { person: { id: 'T009' }, state: 'done' },
      ],
    });
  });

  test('MUST come after an event that is ahead of the clock, with or without a sequence', async () => {
    const world = createWorkflowWorld();
    const ahead = { ...sampleEvent('complete', 0), occurredAt: world.now() + 60_000, sequence: 7 };
    await world.workflow.recordEngineEvents('default', [ahead]);
    await world.workflow.tellTask('default', told(), null, 'api');
    expect((await world.instance()).tasks).toMatchObject([{ status: 'initialized' }]);
  });

  test('MUST refuse a time out of bounds and a task of another instance', async () => {
    const world = createWorkflowWorld();
    const codeOf = async (telling: ToldTask, at: number | null) =>
      (await world.workflow.tellTask('default', telling, at, 'api'))._unsafeUnwrap().ignored[0]?.code;
    expect(await codeOf(told(), world.now() + workflowLimits.futureMs + 1)).toBe('EVENT_IN_FUTURE');
    expect(await codeOf(told(), world.now() - workflowLimits.horizonMs - 1)).toBe('EVENT_TOO_OLD');
    expect(await codeOf(told(), null)).toBeUndefined();
    expect(await codeOf(told({ instance: sampleInstance({ id: 'S-2' }) }), null)).toBe('TASK_OF_OTHER_INSTANCE');
  });

  test('MUST change nothing in a deleted instance', async () => {
    const world = createWorkflowWorld();
    await world.workflow.recordEngineEvents('default', [sampleEvent('receive', 0), sampleEvent('delete', 1)]);
    await world.workflow.tellTask('default', told(), null, 'api');
    expect(await world.instance()).toMatchObject({
      deleted: true,
      tasks: [{ status: 'aborted', assignees: [{ state: 'withdrawn' }] }],
    });
  });
});
