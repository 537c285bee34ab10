import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { isFiltered, type TodoQuery } from '../todo-query.ts';
import type { Html, View } from '../view.ts';
import { inputField, selectField } from './field.ts';

/** The list's filters: an ordinary form, so that the address says it all. */
export const todoFilters = (view: View, query: TodoQuery, platforms: ReadonlyMap<string, string>): Html => {
  const { todos, common, todoState, sync, urgency } = view.texts;
  const any = ['', common.any] as const;
  const choices = (words: Readonly<Record<string, string>>) => [any, ...Object.entries(words)] as const;
  return html`<details class="filters" open><summary>${todos.filters}</summary><form method="get" action="${pages.todos}" role="search">
  ${inputField({ name: 'q', label: todos.text, value: query.q, type: 'search', maxLength: 255, search: true })}
  ${selectField({ name: 'state', label: todos.state, value: query.state, options: choices(todoState) })}
  ${selectField({ name: 'platform', label: todos.platform, value: query.platform, options: [any, ...platforms] })}
  ${selectField({ name: 'sync', label: todos.sync, value: query.sync, options: choices(sync) })}
  ${selectField({ name: 'urgency', label: todos.urgency, value: query.urgency, options: choices(urgency) })}
  ${inputField({ name: 'assignee', label: todos.assignee, value: query.assignee, maxLength: 128 })}
  ${inputField({ name: 'process', label: todos.process, value: query.process, maxLength: 128 })}
  ${inputField({ name: 'category', label: todos.category, value: query.category, maxLength: 255 })}
  ${inputField({ name: 'instance', label: todos.instance, value: query.instance, maxLength: 128 })}
  <div class="field actions"><button class="button primary" type="submit">${todos.apply}</button>${isFiltered(query) ? html`<a class="button plain" href="${pages.todos}">${todos.clear}</a>` : ''}</div>
</form></details>`;
};
