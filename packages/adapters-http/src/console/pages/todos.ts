import { todoId, type Page, type TodoWithMarks } from '@portico/core/task-center';
import { html } from 'hono/html';
import { apiPaths, pages } from '../addresses.ts';
import { curl } from '../curl.ts';
import { curlDetails } from '../parts/curl-block.ts';
import { empty } from '../parts/empty.ts';
import { live } from '../parts/live.ts';
import { mark } from '../parts/mark.ts';
import { ago } from '../parts/time.ts';
import { todoBadge, urgencyBadge } from '../parts/badge.ts';
import { todoFilters } from '../parts/todo-filters.ts';
import { isFiltered, todoListAddress, type TodoField, type TodoQuery } from '../todo-query.ts';
import { may, type Html, type View } from '../view.ts';

export interface TodosContent {
  readonly page: Page<TodoWithMarks>;
  readonly query: TodoQuery;
  readonly rejected: readonly TodoField[];
  readonly cursor: string | null;
  /** Names by code. */
  readonly platforms: ReadonlyMap<string, string>;
}

const row = (view: View, { todo, marks }: TodoWithMarks, platforms: ReadonlyMap<string, string>): Html => {
  const { todos } = view.texts;
  const id = todoId(todo.taskId, todo.assignee.id);
  return html`<tr id="todo-${id}">
    <td class="subject">
      <a href="${pages.todo(id)}">${todo.title}</a
      ><span class="quiet">${[todo.processName, todo.nodeName].filter((part) => part !== '').join(' · ')}</span>
    </td>
    <td class="who" data-label="${todos.who}">
      <span>${todo.assignee.name}</span> <span class="quiet">${todo.assignee.id}</span>
    </td>
    <td>
      ${todoBadge(view, todo.state)}${todo.urgency === 'urgent' || todo.urgency === 'critical' ? urgencyBadge(view, todo.urgency) : ''}
    </td>
    <td class="marks">
      ${marks.length === 0 ? html`<span class="quiet" title="${todos.notRoutedHelp}">${todos.notRouted}</span>` : marks.map((one) => mark(view, one, platforms.get(one.platform) ?? one.platform))}
    </td>
    <td class="nowrap quiet" data-label="${todos.since}">${ago(view, todo.stateSince)}</td>
  </tr>`;
};

const nothing = (view: View, query: TodoQuery): Html => {
  const { todos, overview } = view.texts;
  if (isFiltered(query))
    return empty(
      todos.emptyFiltered,
      todos.emptyFilteredHelp,
      html`<a class="button plain" href="${pages.todos}">${todos.clear}</a>`,
    );
  return empty(
    todos.empty,
    todos.emptyHelp,
    may(view, 'events:write')
      ? html`<a class="button primary" href="${pages.tryIt}">${overview.emptyAction}</a>`
      : undefined,
  );
};

export const todosPage = (view: View, { page, query, rejected, cursor, platforms }: TodosContent): Html => {
  const { todos, common } = view.texts;
  const list =
    page.items.length === 0
      ? nothing(view, query)
      : html`<div class="table-frame">
          <table class="stacks todo-table">
            <thead>
              <tr>
                <th scope="col">${todos.subject}</th>
                <th scope="col">${todos.who}</th>
                <th scope="col">${todos.state}</th>
                <th scope="col">${todos.marks}</th>
                <th scope="col">${todos.since}</th>
              </tr>
            </thead>
            <tbody>
              ${page.items.map((item) => row(view, item, platforms))}
            </tbody>
          </table>
        </div>`;
  const isWhole = cursor === null && page.nextCursor === null;
  const paging = isWhole
    ? html``
    : html`<div class="paging">
        ${cursor === null ? '' : html`<a class="button plain" href="${todoListAddress(pages.todos, query, null)}">${common.firstPage}</a>`}${
          page.nextCursor === null
            ? ''
            : html`<a class="button primary" rel="next" href="${todoListAddress(pages.todos, query, page.nextCursor)}"
                >${common.more}</a
              >`
        }
      </div>`;
  return html`<div class="page-head">
      <h1>${todos.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
    </div>
    ${todoFilters(view, query, platforms)}
    ${rejected.length === 0 ? '' : html`<p class="warning" role="status">${todos.badFilter(rejected.join(', '))}</p>`}
    ${live(view, 'todo-list', view.liveMs * 2, html`${list}${paging}`)}
    ${curlDetails(view, [{ id: 'curl-list', title: todos.curlList, command: curl(view, { method: 'GET', path: todoListAddress(apiPaths.todos, query, cursor) }) }])}`;
};
