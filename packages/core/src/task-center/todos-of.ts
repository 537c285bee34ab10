import type { AssigneeState, InstanceState, TaskState } from '../workflow/model.ts';
import type { Todo, TodoState } from './todo.ts';

/** Deletion of the instance withdraws what is open and what is done alike. */
const stateOf = (instance: InstanceState, assignee: AssigneeState): TodoState =>
  instance.deleted ? 'withdrawn' : assignee.state;

const todoOf = (instance: InstanceState, task: TaskState, assignee: AssigneeState): Todo => {
  const state = stateOf(instance, assignee);
  return {
    tenant: instance.tenant,
    taskId: task.id,
    assignee: assignee.person,
    instanceId: instance.id,
    state,
    title: task.subject,
    links: task.links,
    urgency: task.urgency,
    sceneCode: task.sceneCode,
    taskType: task.taskType,
    nodeId: task.nodeId,
    nodeName: task.nodeName,
    sender: instance.initiator,
    processId: instance.processId,
    processName: instance.processName,
    category: instance.category,
    createdAt: task.createdAt,
    stateSince: state === assignee.state ? assignee.since : (instance.lastEvent?.occurredAt ?? assignee.since),
    version: instance.version,
  };
};

/** What every assignee of an instance should see: one to-do for each (task, assignee), withdrawn ones included. */
export const todosOf = (instance: InstanceState): readonly Todo[] =>
  instance.tasks.flatMap((task) => task.assignees.map((assignee) => todoOf(instance, task, assignee)));

const samePerson = (a: Todo['sender'], b: Todo['sender']): boolean =>
  a === b || (a !== null && b !== null && a.id === b.id && a.name === b.name && a.department === b.department);

const plainFields = [
  'instanceId',
  'state',
  'title',
  'urgency',
  'sceneCode',
  'taskType',
  'nodeId',
  'nodeName',
  'processId',
  'processName',
  'category',
  'createdAt',
  'stateSince',
] as const satisfies readonly (keyof Todo)[];

/** Whether two to-dos say the same; their versions do not count. */
export const sameTodo = (a: Todo, b: Todo): boolean =>
  plainFields.every((field) => a[field] === b[field]) &&
  a.links.pc === b.links.pc &&
  a.links.mobile === b.links.mobile &&
  samePerson(a.assignee, b.assignee) &&
  samePerson(a.sender, b.sender);
