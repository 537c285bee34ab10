import type { InstanceState, TaskInInstance, TaskState } from '@portico/core/workflow';

/** An instance as it is stored; its tasks have rows of their own. */
export interface InstanceRow {
  readonly tenant: string;
  readonly id: string;
  readonly process_id: string;
  readonly status: InstanceState['status'];
  readonly version: number;
  readonly body: Omit<InstanceState, 'tasks'>;
}

export interface TaskRow {
  readonly tenant: string;
  readonly id: string;
  readonly instance_id: string;
  readonly status: TaskState['status'];
  readonly assignee_ids: readonly string[];
  readonly body: TaskState;
}

export function toInstanceRow({
  tasks,
  ...instance
}: InstanceState): InstanceRow & { readonly task_ids: readonly string[] } {
  return {
    tenant: instance.tenant,
    id: instance.id,
    process_id: instance.processId,
    status: instance.status,
    version: instance.version,
    body: instance,
    task_ids: tasks.map(({ id }) => id),
  };
}

export function toTaskRow(tenant: string, instanceId: string, task: TaskState): TaskRow {
  return {
    tenant,
    id: task.id,
    instance_id: instanceId,
    status: task.status,
    assignee_ids: task.assignees.filter(({ state }) => state !== 'withdrawn').map(({ person }) => person.id),
    body: task,
  };
}

export function fromInstanceRow(
  row: Pick<InstanceRow, 'body'> & { readonly tasks: readonly TaskState[] },
): InstanceState {
  return { ...row.body, tasks: row.tasks };
}

export function fromTaskRow(row: { readonly task: TaskState; readonly instance: InstanceRow['body'] }): TaskInInstance {
  return { task: row.task, instance: row.instance };
}
