import type { PushCall } from '@portico/core/task-center';
import type { Shape } from './expression.ts';

const shape = (...names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, null]));

const person = shape('id', 'name', 'department');

/** What expressions about a call may name, beside settings, secrets and tables. */
export const callShape: Shape = {
  call: shape('operation', 'key', 'unit', 'version', 'remoteId', 'parentRemoteId'),
  state: null,
  instance: {
    ...shape(
      'id',
      'subject',
      'processId',
      'processName',
      'processVersion',
      'category',
      'status',
      'startedAt',
      'endedAt',
    ),
    initiator: person,
  },
  task: {
    ...shape(
      'id',
      'nodeId',
      'nodeName',
      'subject',
      'sceneCode',
      'taskType',
      'urgency',
      'completion',
      'createdAt',
      'dueAt',
      'status',
      'finishedAt',
    ),
    ...shape('result', 'handlers'),
    links: shape('pc', 'mobile'),
  },
  handler: { person, ...shape('state', 'since') },
  tasks: null,
  todos: null,
  items: null,
  token: null,
};

/** What a call looks like to expressions. `task` is null for an instance, `handler` for all but one person's to-do. */
export const rootsOf = (call: PushCall): Record<string, unknown> => {
  const { content, ref } = call;
  const task = ref.unit === 'instance' ? null : (content.tasks[0] ?? null);
  return {
    call: {
      operation: call.operation,
      key: call.key,
      unit: ref.unit,
      version: call.version,
      remoteId: call.remoteId,
      parentRemoteId: call.parentRemoteId,
    },
    state: content.state,
    instance: content.instance,
    task,
    handler: ref.unit === 'assignee' ? (task?.handlers[0] ?? null) : null,
    tasks: content.tasks,
    todos:
      ref.unit === 'instance'
        ? content.tasks.flatMap((of) => of.handlers.map((handler) => ({ task: of, handler })))
        : [],
    items: [],
    token: null,
  };
};
