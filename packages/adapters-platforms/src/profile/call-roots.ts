import type { MirrorContent, People, PushCall } from '@portico/core/task-center';
import type { Person } from '@portico/core/workflow';
import type { Shape } from './expression.ts';

const shape = (...names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, null]));

const person = shape('id', 'name', 'department', 'remoteId');

/** What expressions about a call may name, beside settings, secrets and tables. */
export const callShape: Shape = {
  call: shape('operation', 'key', 'unit', 'version', 'remoteId', 'parentRemoteId', 'first'),
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
  now: null,
  variant: null,
  page: null,
};

/** The same content with the platform's own ids beside the engine's; whoever is not mapped has none. */
const withRemoteIds = (content: MirrorContent, people: People): MirrorContent => {
  const mapped = (person: Person): Person & { readonly remoteId: string | null } => ({
    ...person,
    remoteId: people.get(person.id) ?? null,
  });
  const { initiator } = content.instance;
  return {
    ...content,
    instance: { ...content.instance, initiator: initiator === null ? null : mapped(initiator) },
    tasks: content.tasks.map((task) => ({
      ...task,
      handlers: task.handlers.map((handler) => ({ ...handler, person: mapped(handler.person) })),
    })),
  };
};

/** What a call looks like to expressions; `now` is 0 where it is only shown or compared. `task` is null for an instance, `handler` for all but one person's to-do. */
export const rootsOf = (call: PushCall, now = 0): Record<string, unknown> => {
  const { ref } = call;
  const content = call.people.size === 0 ? call.content : withRemoteIds(call.content, call.people);
  const task = ref.unit === 'instance' ? null : (content.tasks[0] ?? null);
  return {
    call: {
      operation: call.operation,
      key: call.key,
      unit: ref.unit,
      version: call.version,
      remoteId: call.remoteId,
      parentRemoteId: call.parentRemoteId,
      first: call.first,
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
    now,
    variant: null,
    page: 1,
  };
};
