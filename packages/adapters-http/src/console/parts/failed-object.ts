import { todoId, type FailedObject } from '@portico/core/task-center';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { number } from '../format.ts';
import type { Html, View } from '../view.ts';

/** An object by its first to-do, as a way to it. */
export const failedObject = (view: View, { key, todos, todoCount }: FailedObject): Html => {
  const { failures } = view.texts;
  const [first] = todos;
  if (first === undefined) return html`<code>${key}</code> <span class="quiet">${failures.unknownObject}</span>`;
  return html`<a href="${pages.todo(todoId(first.taskId, first.assignee.id))}">${first.title}</a>
    <span class="quiet"
      >${first.assignee.name}${todoCount > 1 ? html` · ${failures.andMore(number(view, todoCount))}` : ''}</span
    >`;
};
