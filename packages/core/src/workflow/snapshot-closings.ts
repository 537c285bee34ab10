import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import { fingerprint } from '../work/fingerprint.ts';
import { findTask } from './fold-events.ts';
import type { InstanceReport, InstanceState, TaskReport, TaskState } from './model.ts';
import type { TaskInInstance, WorkflowStore } from './ports.ts';
import type { Snapshot, SnapshotNeedsConfirmation, ToldTask } from './workflow.ts';

const pageSize = 1000;
/** Up to so many closings go without asking; beyond, up to this share of the open tasks. */
const unquestioned = { count: 10, share: 0.1 };

/** A task as it stands in its locked instance. */
export interface OpenTask {
  readonly instanceId: string;
  readonly task: TaskState;
}

/** The open tasks of a snapshot's scope, and those of them that its list lacks. */
export interface ScopeTasks {
  readonly open: number;
  readonly missing: readonly OpenTask[];
}

/** All open tasks of the scope, as far as can be seen without a lock. */
export const pageOpenTasks = (
  store: WorkflowStore,
  tenant: string,
  scope: Snapshot['scope'],
): ResultAsync<readonly TaskInInstance[], StoreFailure> =>
  safeTry(async function* () {
    const all: TaskInInstance[] = [];
    const filter = { ...scope, status: 'initialized', changedSince: null } as const;
    for (let after: string | null = null, more = true; more;) {
      const page: readonly TaskInInstance[] = yield* store.pageTasks(tenant, filter, after, pageSize);
      all.push(...page);
      after = page.at(-1)?.task.id ?? null;
      more = page.length === pageSize;
    }
    return ok(all);
  });

const isOpenInScope = (state: InstanceState, task: TaskState, scope: Snapshot['scope']): boolean =>
  task.status === 'initialized' &&
  (scope.processId === null || state.processId === scope.processId) &&
  (scope.assigneeId === null ||
    task.assignees.some(({ person, state: held }) => person.id === scope.assigneeId && held === 'open'));

/** Which tasks have an event at or after the snapshot's time: the list may not know of it. */
const touchedSince = (
  store: WorkflowStore,
  tenant: string,
  snapshot: Snapshot,
  locked: ReadonlyMap<string, InstanceState>,
): ResultAsync<ReadonlySet<string>, StoreFailure> => {
  const newer = [...locked.values()].filter((state) => (state.lastEvent?.occurredAt ?? 0) >= snapshot.occurredAt);
  if (newer.length === 0) return okAsync(new Set());
  return store
    .eventsOf(
      tenant,
      newer.map(({ id }) => id),
    )
    .map(
      (logs) =>
        new Set(
          [...logs.values()]
            .flat()
            .flatMap(({ occurredAt, task }) => (task !== null && occurredAt >= snapshot.occurredAt ? [task.id] : [])),
        ),
    );
};

/** Looks again at what was seen without a lock: which tasks are open in the scope, old enough, untouched since, and not listed. */
export const findMissing = (
  store: WorkflowStore,
  tenant: string,
  snapshot: Snapshot,
  locked: ReadonlyMap<string, InstanceState>,
  seen: readonly TaskInInstance[],
): ResultAsync<ScopeTasks, StoreFailure> => {
  const open = seen.flatMap(({ instance, task }): OpenTask[] => {
    const state = locked.get(instance.id);
    const now = state === undefined ? null : findTask(state, task.id);
    return state !== undefined && now !== null && isOpenInScope(state, now, snapshot.scope)
      ? [{ instanceId: instance.id, task: now }]
      : [];
  });
  const listed = new Set(snapshot.tasks.map(({ task }) => task.id));
  const unlisted = open.filter(({ task }) => !listed.has(task.id) && task.createdAt < snapshot.occurredAt);
  if (unlisted.length === 0) return okAsync({ open: open.length, missing: [] });
  return touchedSince(store, tenant, snapshot, locked).map((touched) => ({
    open: open.length,
    missing: unlisted.filter(({ task }) => !touched.has(task.id)),
  }));
};

/** The question to ask first; null when the closing is small or confirmed. The token stands for exactly this set of tasks. */
export const confirmationNeeded = (
  tenant: string,
  snapshot: Snapshot,
  { open, missing }: ScopeTasks,
): SnapshotNeedsConfirmation | null => {
  if (missing.length <= unquestioned.count || missing.length <= open * unquestioned.share) return null;
  const closing = missing.map(({ task }) => task.id).sort(compareCodePoints);
  const confirm = fingerprint({ tenant, scope: snapshot.scope, missing: snapshot.missing, closing });
  if (snapshot.confirm === confirm) return null;
  return {
    code: 'SNAPSHOT_NEEDS_CONFIRMATION',
    message: `This would close ${missing.length} of ${open} open tasks. Send it again with this confirmation to go ahead.`,
    open,
    closing: missing.length,
    confirm,
  };
};

const silent = (id: string): InstanceReport => ({
  id,
  processId: null,
  processName: null,
  processVersion: null,
  category: null,
  subject: null,
  status: null,
  initiator: null,
  startedAt: null,
  endedAt: null,
});

const reportOf = (task: TaskState, assignees: TaskReport['assignees']): TaskReport => ({
  id: task.id,
  nodeId: task.nodeId,
  nodeName: task.nodeName,
  subject: task.subject,
  sceneCode: task.sceneCode,
  taskType: task.taskType,
  urgency: task.urgency,
  completion: task.completion,
  assignees,
  links: task.links,
  createdAt: task.createdAt,
  dueAt: task.dueAt,
});

/**
 * What closing a missing task means. A list of one person's tasks says nothing about the others who still have it: where all
 * have to decide, or the task merely left this person, only their part is closed.
 */
export const closingOf = ({ instanceId, task }: OpenTask, { scope, missing }: Snapshot): ToldTask => {
  const instance = silent(instanceId);
  const current = task.assignees.filter(({ state }) => state !== 'withdrawn');
  const done = current.filter(({ state }) => state === 'done').map(({ person }) => person.id);
  const others = current.filter(({ person, state }) => state === 'open' && person.id !== scope.assigneeId);
  const whole =
    scope.assigneeId === null || others.length === 0 || (missing === 'completed' && task.completion === 'any');
  if (whole) {
    return { instance, task: reportOf(task, null), status: missing, done: missing === 'completed' ? [] : done };
  }
  const people = current.map(({ person }) => person);
  return missing === 'completed'
    ? { instance, task: reportOf(task, people), status: 'initialized', done: [...done, scope.assigneeId] }
    : {
        instance,
        task: reportOf(
          task,
          people.filter(({ id }) => id !== scope.assigneeId),
        ),
        status: 'initialized',
        done,
      };
};
