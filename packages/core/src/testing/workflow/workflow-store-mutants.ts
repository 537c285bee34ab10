import { okAsync } from 'neverthrow';
import { createMemoryWorkflowStore } from '../../memory/memory-workflow-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import type { InstanceState } from '../../workflow/model.ts';
import type { WorkflowStore } from '../../workflow/ports.ts';

/** A memory store that breaks one promise; the contract suite has to notice. */
export interface WorkflowStoreMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => WorkflowStore;
}

const mutant = (name: string, change: (store: WorkflowStore) => Partial<WorkflowStore>): WorkflowStoreMutant => ({
  name,
  open: (database) => {
    const store = createMemoryWorkflowStore(database);
    return { ...store, ...change(store) };
  },
});

export const workflowStoreMutants: readonly WorkflowStoreMutant[] = [
  mutant('takes a contradiction for a repetition', (store) => ({
    insertEvents: (tenant, events) =>
      store
        .insertEvents(tenant, events)
        .map((answers) => answers.map((answer) => (answer === 'conflict' ? 'duplicate' : answer))),
  })),
  mutant('takes every event for new', (store) => ({
    insertEvents: (tenant, events) =>
      store.insertEvents(tenant, events).map((answers) => answers.map(() => 'new' as const)),
  })),
  mutant('knows event ids without their source', (store) => ({
    insertEvents: (tenant, events) =>
      store.insertEvents(
        tenant,
        events.map(({ event, hash }) => ({ event: { ...event, source: 'engine' }, hash })),
      ),
  })),
  mutant('loses the sequence', (store) => ({
    insertEvents: (tenant, events) =>
      store.insertEvents(
        tenant,
        events.map(({ event, hash }) => ({ event: { ...event, sequence: null }, hash })),
      ),
  })),
  mutant('reads the last four events only', (store) => ({
    eventsOf: (tenant, ids) =>
      store.eventsOf(tenant, ids).map((found) => new Map([...found].map(([id, events]) => [id, events.slice(-4)]))),
  })),
  mutant('mixes tenants up', (store) => ({
    findInstances: (_tenant, ids) => store.findInstances('shared', ids),
    lockInstances: (_tenant, ids) => store.lockInstances('shared', ids),
    saveInstances: (states) => store.saveInstances(states.map((state) => ({ ...state, tenant: 'shared' }))),
  })),
  mutant('saves the first instance only', (store) => ({
    saveInstances: (states) => store.saveInstances(states.slice(0, 1)),
  })),
  mutant('never drops a task', (store) => ({
    saveInstances: (states) =>
      store
        .findInstances(
          states[0]?.tenant ?? '',
          states.map(({ id }) => id),
        )
        .andThen((found) =>
          store.saveInstances(
            states.map((state): InstanceState => {
              const kept = (found.get(state.id)?.tasks ?? []).filter(
                ({ id }) => !state.tasks.some((task) => task.id === id),
              );
              return { ...state, tasks: [...state.tasks, ...kept] };
            }),
          ),
        ),
  })),
  mutant('lets an instance take another one’s task', (store) => ({
    saveInstances: (states) => store.saveInstances(states).orElse(() => okAsync(undefined)),
  })),
  mutant('makes instances by locking them', (store) => ({
    lockInstances: (tenant, ids) =>
      store.lockInstances(tenant, ids).map((found) => {
        const made = new Map(found);
        const [some] = found.values();
        for (const id of ids) if (some !== undefined && !made.has(id)) made.set(id, { ...some, id });
        return made;
      }),
  })),
  mutant('sorts tasks by UTF-16 code units', (store) => ({
    pageTasks: (tenant, scope, after, limit) =>
      store.pageTasks(tenant, scope, null, 1000).map((found) =>
        [...found]
          .sort((a, b) => (a.task.id < b.task.id ? -1 : 1))
          .filter(({ task }) => after === null || task.id > after)
          .slice(0, limit),
      ),
  })),
  mutant('begins a page with the last task of the one before', (store) => ({
    pageTasks: (tenant, scope, after, limit) =>
      after === null
        ? store.pageTasks(tenant, scope, after, limit)
        : store
            .pageTasks(tenant, scope, null, 1000)
            .map((found) => found.slice(found.findIndex(({ task }) => task.id === after)).slice(0, limit)),
  })),
  mutant('shows tasks to whom they were withdrawn from', (store) => ({
    pageTasks: (tenant, scope, after, limit) =>
      store
        .pageTasks(tenant, { ...scope, assigneeId: null }, after, limit)
        .map((found) =>
          found.filter(
            ({ task }) =>
              scope.assigneeId === null || task.assignees.some(({ person }) => person.id === scope.assigneeId),
          ),
        ),
  })),
  mutant('does not look at when a task was saved', (store) => ({
    pageTasks: (tenant, scope, after, limit) => store.pageTasks(tenant, { ...scope, changedSince: null }, after, limit),
  })),
  mutant('lists the oldest change first', (store) => ({
    pageInstances: (tenant, filter, after, limit) =>
      store.pageInstances(tenant, filter, after, limit).map((found) => found.toReversed()),
  })),
  mutant('does not filter instances by status', (store) => ({
    pageInstances: (tenant, filter, after, limit) =>
      store.pageInstances(tenant, { ...filter, status: null }, after, limit),
  })),
  mutant('lists events as they arrived', (store) => ({
    listEvents: (tenant, id, limit) =>
      store
        .listEvents(tenant, id, 1000)
        .map((found) =>
          found.toSorted((a, b) => Number(a.event.eventId.slice(4)) - Number(b.event.eventId.slice(4))).slice(0, limit),
        ),
  })),
  mutant('believes that an event arrived when it occurred', (store) => ({
    listEvents: (tenant, id, limit) =>
      store
        .listEvents(tenant, id, limit)
        .map((found) => found.map(({ event }) => ({ event, receivedAt: event.occurredAt }))),
  })),
  mutant('prunes more than it is asked for', (store) => ({
    prune: (before) => store.prune(before, 1_000_000),
  })),
  mutant('prunes what has just arrived', (store) => ({
    prune: (_before, limit) => store.prune(Number.MAX_SAFE_INTEGER, limit),
  })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryWorkflowStore(createMemoryDatabase(database.now)),
  },
];
