import type { Todo } from '@portico/core/task-center';
import { instantParameter } from '../database/values.ts';

/** A to-do as it is stored: `body` is all of it, the other columns are what lists filter and order by. */
export interface TodoRow {
  readonly tenant: string;
  readonly task_id: string;
  readonly assignee_id: string;
  readonly instance_id: string;
  readonly process_id: string;
  readonly category: string | null;
  readonly urgency: Todo['urgency'];
  readonly title: string;
  readonly state: Todo['state'];
  readonly created_at: string;
  readonly version: number;
  readonly body: Todo;
}

export function toTodoRow(todo: Todo): TodoRow {
  return {
    tenant: todo.tenant,
    task_id: todo.taskId,
    assignee_id: todo.assignee.id,
    instance_id: todo.instanceId,
    process_id: todo.processId,
    category: todo.category,
    urgency: todo.urgency,
    title: todo.title,
    state: todo.state,
    created_at: instantParameter(todo.createdAt),
    version: todo.version,
    body: todo,
  };
}

export function fromTodoRow(row: Pick<TodoRow, 'body'>): Todo {
  return row.body;
}
