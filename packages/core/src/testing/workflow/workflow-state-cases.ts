import * as fc from 'fast-check';
import type { Instant } from '../../ports/instant.ts';
import { compareCodePoints } from '../../work/code-point-order.ts';
import type { EngineEvent, InstanceState } from '../../workflow/model.ts';
import type { TaskScope } from '../../workflow/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { arbitraryEngineHistory } from './arbitrary-engine-history.ts';
import { sampleEvent, sampleInstance, samplePerson, sampleTask } from './sample-events.ts';
import { inTransaction, stateOf, type WorkflowStoreSubject } from './workflow-store-subject.ts';

const everything: TaskScope = { processId: null, assigneeId: null, status: null, changedSince: null };

/** An instance whose tasks have these ids. */
const withTasks = (
  tenant: string,
  id: string,
  taskIds: readonly string[],
  version = 1,
  processId = 'leave',
): InstanceState => {
  const instance = sampleInstance({ id, processId });
  const events = taskIds.map((taskId, index): EngineEvent =>
    sampleEvent('receive', index, { instance, eventId: taskId, task: sampleTask({ id: taskId }) }),
  );
  return stateOf(tenant, events.length > 0 ? events : [sampleEvent('start', 0, { instance })], version);
};

const save = (subject: WorkflowStoreSubject, ...states: readonly InstanceState[]): Promise<void> =>
  inTransaction(subject, (store) => store.saveInstances(states));

const page = async (
  subject: WorkflowStoreSubject,
  tenant: string,
  scope: Partial<TaskScope>,
  after: string | null = null,
  limit = 1000,
): Promise<readonly string[]> => {
  const found = await inTransaction(subject, (store) =>
    store.pageTasks(tenant, { ...everything, ...scope }, after, limit),
  );
  return found.map(({ task }) => task.id);
};

/** Waits until the store's clock shows a later time; it goes by itself. */
const timeAfter = async (subject: WorkflowStoreSubject, instant: Instant): Promise<Instant> => {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const now = await inTransaction(subject, (store) => store.now());
    if (now > instant) return now;
  }
  throw new Error('The store’s clock stands still.');
};

// The last two are in another order by UTF-16 code units.
const awkward = ['!', 'T-1', 'T-10', 'T-2', 'a', '任务', '\u{ff21}', '\u{1f600}'];

/** What a workflow store promises about instances and tasks. */
export const workflowStateCases: readonly ContractCase<WorkflowStoreSubject>[] = [
  {
    name: 'MUST answer instances and tasks as they were saved',
    run: async (subject) => {
      const property = fc.asyncProperty(arbitraryEngineHistory({ assertions: true }), async (events) => {
        const tenant = await subject.freshTenant();
        const groups = [...Map.groupBy(events, ({ instance }) => instance.id).values()];
        const states = groups.map((group, index) => stateOf(tenant, group, index + 1));
        await save(subject, ...states);
        const ids = states.map(({ id }) => id);
        const found = await inTransaction(subject, (store) => store.findInstances(tenant, [...ids, 'S-none']));
        mustEqual(
          ids.map((id) => found.get(id)),
          states,
          'instances',
        );
        mustEqual(found.size, ids.length, 'nothing that does not exist');
        const tasks = states.flatMap(({ tasks: inside, ...instance }) => inside.map((task) => ({ instance, task })));
        const taskIds = tasks.map(({ task }) => task.id);
        const foundTasks = await inTransaction(subject, (store) => store.findTasks(tenant, [...taskIds, 'T-none']));
        mustEqual(
          taskIds.map((id) => foundTasks.get(id)),
          tasks,
          'tasks',
        );
        mustEqual(foundTasks.size, taskIds.length, 'no task that does not exist');
      });
      await fc.assert(property, { numRuns: subject.runs ?? 25 });
    },
  },
  {
    name: 'MUST replace what was saved before, tasks included',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await save(subject, withTasks(tenant, 'S-1', ['T-1', 'T-2']), withTasks(tenant, 'S-2', ['T-3']));
      const smaller = withTasks(tenant, 'S-1', ['T-2', 'T-4'], 7);
      await save(subject, smaller);
      const found = await inTransaction(subject, (store) => store.findInstances(tenant, ['S-1', 'S-2']));
      mustEqual(found.get('S-1'), smaller, 'the instance');
      mustEqual(await page(subject, tenant, {}), ['T-2', 'T-3', 'T-4'], 'the tasks');
    },
  },
  {
    name: 'MUST refuse a task that another instance has',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const owner = withTasks(tenant, 'S-1', ['T-1']);
      await save(subject, owner);
      const thief = withTasks(tenant, 'S-2', ['T-1']);
      const stolen = await subject.transactor.run(({ workflow }) => workflow.saveInstances([thief]));
      must(stolen.isErr(), 'the second instance must not be saved');
      const found = await inTransaction(subject, (store) => store.findTasks(tenant, ['T-1']));
      mustEqual(found.get('T-1')?.instance.id, 'S-1', 'whose task it is');
      const other = await subject.freshTenant();
      await save(subject, withTasks(other, 'S-2', ['T-1']));
    },
  },
  {
    name: 'MUST lock instances that do not exist without making them',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const state = withTasks(tenant, 'S-1', ['T-1']);
      await save(subject, state);
      const locked = await inTransaction(subject, (store) => store.lockInstances(tenant, ['S-0', 'S-1', 'S-2']));
      mustEqual([...locked.keys()], ['S-1'], 'what is locked and stored');
      mustEqual(locked.get('S-1'), state, 'as it is stored');
      const found = await inTransaction(subject, (store) => store.findInstances(tenant, ['S-0', 'S-2']));
      mustEqual(found.size, 0, 'what was locked only');
      const listed = await inTransaction(subject, (store) =>
        store.pageInstances(tenant, { processId: null, status: null }, null, 10),
      );
      mustEqual(
        listed.map(({ id }) => id),
        ['S-1'],
        'the list',
      );
    },
  },
  {
    name: 'MUST keep tenants apart',
    run: async (subject) => {
      const [here, there] = [await subject.freshTenant(), await subject.freshTenant()];
      const state = withTasks(here, 'S-1', ['T-1']);
      await save(subject, state, withTasks(there, 'S-1', ['T-9'], 4));
      const found = await inTransaction(subject, (store) => store.findInstances(here, ['S-1']));
      mustEqual(found.get('S-1'), state, 'the instance of this tenant');
      const locked = await inTransaction(subject, (store) => store.lockInstances(there, ['S-1']));
      mustEqual(locked.get('S-1')?.version, 4, 'the instance of the other');
      const tasks = await inTransaction(subject, (store) => store.findTasks(there, ['T-1']));
      mustEqual(tasks.size, 0, 'tasks');
      mustEqual(await page(subject, here, {}), ['T-1'], 'pages of tasks');
      const listed = await inTransaction(subject, (store) =>
        store.pageInstances(here, { processId: null, status: null }, null, 10),
      );
      mustEqual(listed, [state], 'lists of instances');
    },
  },
  {
    name: 'MUST page through tasks in the order of code points, each once',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await save(subject, withTasks(tenant, 'S-1', awkward.slice(0, 4)), withTasks(tenant, 'S-2', awkward.slice(4)));
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) seen.push(...(await page(subject, tenant, {}, seen.at(-1) ?? null, 3)));
      mustEqual(seen, awkward.toSorted(compareCodePoints), 'all pages');
    },
  },
  {
    name: 'MUST find tasks by process, by who has them and by status',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const [a, b] = [samplePerson('A'), samplePerson('B')];
      const receive = (taskId: string, ...assignees: readonly (typeof a)[]): EngineEvent =>
        sampleEvent('receive', 0, { eventId: taskId, task: sampleTask({ id: taskId, assignees }) });
      const events = [
        receive('T-1', a),
        receive('T-2', a, b),
        receive('T-3', a),
        sampleEvent('reassign', 1, { task: sampleTask({ id: 'T-3', assignees: [b] }) }),
        receive('T-4', a),
        sampleEvent('complete', 2, { task: sampleTask({ id: 'T-4', assignees: null }) }),
      ];
      await save(subject, stateOf(tenant, events, 1), withTasks(tenant, 'S-2', ['T-5'], 2, 'travel'));
      mustEqual(await page(subject, tenant, { assigneeId: 'A' }), ['T-1', 'T-2', 'T-4'], 'of A');
      mustEqual(await page(subject, tenant, { assigneeId: 'B', status: 'initialized' }), ['T-2', 'T-3'], 'open of B');
      mustEqual(await page(subject, tenant, { status: 'completed' }), ['T-4'], 'completed');
      mustEqual(await page(subject, tenant, { processId: 'travel' }), ['T-5'], 'of a process');
      mustEqual(await page(subject, tenant, { processId: 'travel', assigneeId: 'A' }), [], 'of both');
    },
  },
  {
    name: 'MUST find tasks by when they were saved',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await save(subject, withTasks(tenant, 'S-1', ['T-1']), withTasks(tenant, 'S-2', ['T-2']));
      const start = await inTransaction(subject, (store) => store.now());
      const since = await timeAfter(subject, start);
      mustEqual(await page(subject, tenant, { changedSince: since }), [], 'before the change');
      await save(subject, withTasks(tenant, 'S-2', ['T-2'], 2));
      mustEqual(await page(subject, tenant, { changedSince: since }), ['T-2'], 'after the change');
      mustEqual(await page(subject, tenant, { changedSince: 0 }), ['T-1', 'T-2'], 'since ever');
    },
  },
  {
    name: 'MUST page through instances, the newest change first',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const over = stateOf(tenant, [sampleEvent('end', 0, { instance: sampleInstance({ id: 'S-4' }) })], 9);
      const states = [
        withTasks(tenant, 'S-1', [], 5),
        withTasks(tenant, '\u{ff21}', [], 7),
        withTasks(tenant, '\u{1f600}', [], 7),
        withTasks(tenant, 'S-3', [], 3, 'travel'),
        over,
      ];
      await save(subject, ...states);
      const list = async (
        filter: { processId?: string; status?: InstanceState['status'] },
        after: { version: number; id: string } | null,
        limit: number,
      ): Promise<readonly InstanceState[]> =>
        inTransaction(subject, (store) =>
          store.pageInstances(tenant, { processId: null, status: null, ...filter }, after, limit),
        );
      const seen: InstanceState[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        const last = seen.at(-1);
        seen.push(...(await list({}, last === undefined ? null : { version: last.version, id: last.id }, 2)));
      }
      mustEqual(
        seen.map(({ id }) => id),
        ['S-4', '\u{1f600}', '\u{ff21}', 'S-1', 'S-3'],
        'all pages',
      );
      mustEqual(seen[0], over, 'a whole instance');
      mustEqual(
        (await list({ processId: 'travel' }, null, 10)).map(({ id }) => id),
        ['S-3'],
        'of a process',
      );
      mustEqual(
        (await list({ status: 'completed' }, null, 10)).map(({ id }) => id),
        ['S-4'],
        'of a status',
      );
    },
  },
];
