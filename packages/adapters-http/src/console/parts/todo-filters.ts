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
  const rare = [query.assignee, query.process, query.category, query.instance, query.urgency].some(
    (value) => value !== '',
  );
  return html`<form class="filters" method="get" action="${pages.todos}" role="search" aria-label="${todos.filters}">
    <div class="grid">
      ${inputField({ name: 'q', label: todos.text, value: query.q, type: 'search', maxLength: 255, search: true })}
      ${selectField({ name: 'state', label: todos.state, value: query.state, options: choices(todoState) })}
      ${selectField({ name: 'platform', label: todos.platform, value: query.platform, options: [any, ...platforms] })}
      ${selectField({ name: 'sync', label: todos.sync, value: query.sync, options: choices(sync) })}
      <div class="actions">
        <button class="button primary" type="submit">${todos.apply}</button
        >${isFiltered(query) ? html`<a class="button plain" href="${pages.todos}">${todos.clear}</a>` : ''}
      </div>
    </div>
    <details class="more-filters" ${rare ? html` open` : ''}>
      <summary>${todos.moreFilters}</summary>
      <div class="grid">
        ${inputField({ name: 'assignee', label: todos.assignee, value: query.assignee, maxLength: 128 })}
        ${selectField({ name: 'urgency', label: todos.urgency, value: query.urgency, options: choices(urgency) })}
        ${inputField({ name: 'process', label: todos.process, value: query.process, maxLength: 128 })}
        ${inputField({ name: 'category', label: todos.category, value: query.category, maxLength: 255 })}
        ${inputField({ name: 'instance', label: todos.instance, value: query.instance, maxLength: 128 })}
      </div>
    </details>
    ${query.task === '' ? '' : html`<input type="hidden" name="task" value="${query.task}" />`}
  </form>`;
};
