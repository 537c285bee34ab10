import { todoId, type ShownTodo } from '@portico/core/task-center';
import { html } from 'hono/html';
import { apiPaths, pages, withQuery } from '../addresses.ts';
import { curl } from '../curl.ts';
import { todoBadge, urgencyBadge } from '../parts/badge.ts';
import { postButton } from '../parts/button.ts';
import { curlDetails } from '../parts/curl-block.ts';
import { linkOut } from '../parts/link-out.ts';
import { live } from '../parts/live.ts';
import { markCard } from '../parts/mark-card.ts';
import { exact } from '../parts/time.ts';
import { timeline } from '../parts/timeline.ts';
import { may, type Html, type View } from '../view.ts';

export interface TodoContent {
  readonly shown: ShownTodo;
  /** Names by code. */
  readonly platforms: ReadonlyMap<string, string>;
  /** The timeline of this platform only; null: all of it. */
  readonly only: string | null;
}

const facts = (view: View, { todo }: ShownTodo): Html => {
  const { todos } = view.texts;
  const rows: readonly (readonly [string, Html | string | null])[] = [
    [
      todos.who,
      html`${todo.assignee.name}
        <span class="quiet"
          >${todo.assignee.id}${todo.assignee.department === null ? '' : ` · ${todo.assignee.department}`}</span
        >`,
    ],
    [
      todos.sender,
      todo.sender === null
        ? null
        : html`${todo.sender.name}
            <span class="quiet"
              >${todo.sender.id}${todo.sender.department === null ? '' : ` · ${todo.sender.department}`}</span
            >`,
    ],
    [todos.processName, html`${todo.processName} <code class="quiet">${todo.processId}</code>`],
    [todos.node, html`${todo.nodeName} <code class="quiet">${todo.nodeId}</code>`],
    [todos.category, todo.category],
    [todos.sceneCode, todo.sceneCode],
    [todos.taskType, todo.taskType],
    [todos.created, exact(view, todo.createdAt)],
    [todos.stateSince, exact(view, todo.stateSince)],
    [
      todos.instance,
      html`<code>${todo.instanceId}</code>
        <a href="${withQuery(pages.todos, { instance: todo.instanceId })}">${todos.sameInstance}</a>`,
    ],
    [todos.taskId, html`<code>${todo.taskId}</code>`],
    [
      todos.links,
      html`<span class="links"
        >${linkOut(view, todo.links.pc, todos.pcLink)}${todo.links.mobile === null ? '' : linkOut(view, todo.links.mobile, todos.mobileLink)}</span
      >`,
    ],
  ];
  return html`<dl class="facts">
    ${rows
      .filter(([, value]) => value !== null)
      .map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
};

/** The timeline's choice of platform. */
const choices = (view: View, id: string, names: readonly (readonly [string, string])[], only: string | null): Html => {
  if (names.length < 2) return html``;
  const chip = (label: string, platform: string | null): Html =>
    html`<a
      class="chip"
      href="${withQuery(pages.todo(id), { platform })}#timeline"
      ${platform === only ? html` aria-current="true"` : ''}
      >${label}</a
    >`;
  return html`<p class="chips">
    <span class="quiet">${view.texts.todos.timelineOf}</span
    >${chip(view.texts.common.any, null)}${names.map(([code, name]) => chip(name, code))}
  </p>`;
};

export const todoPage = (view: View, { shown, platforms, only }: TodoContent): Html => {
  const { todo, marks } = shown;
  const { todos, common } = view.texts;
  const id = todoId(todo.taskId, todo.assignee.id);
  const nameOf = (code: string): string => platforms.get(code) ?? code;
  const underWay =
    marks.some(({ sync, dueAt }) => sync === 'pending' || sync === 'failing' || dueAt !== null) ||
    view.now - todo.stateSince < 20_000;
  const entries =
    only === null
      ? shown.timeline
      : shown.timeline.filter((entry) => !('platform' in entry) || entry.platform === null || entry.platform === only);
  const seen = [
    ...new Set(
      shown.timeline.flatMap((entry) => ('platform' in entry && entry.platform !== null ? [entry.platform] : [])),
    ),
  ];
  const push = { decision: 'push-now', platform: null } as const;
  return html`${live(
    view,
    'todo',
    underWay ? view.liveMs : view.liveMs * 5,
    html`<div class="page-head todo-head">
        <p class="crumbs"><a href="${pages.todos}">${todos.title}</a></p>
        <h1>${todo.title}</h1>
        <p class="badges">
          ${todoBadge(view, todo.state)}${urgencyBadge(view, todo.urgency)}<span class="live-hint"
            >${common.liveUpdates}</span
          >
        </p>
      </div>
      <section class="panel" aria-label="${todos.facts}">${facts(view, shown)}</section>
      <section aria-labelledby="marks">
        <div class="section-head">
          <h2 id="marks">${todos.onPlatforms}</h2>
          ${
            marks.length > 1 && may(view, 'todos:write')
              ? postButton({
                  label: todos.pushAll,
                  icon: 'send',
                  action: pages.decide(id),
                  fields: { decision: 'push-now', platform: '', next: view.here },
                })
              : ''
          }
        </div>
        ${marks.length === 0 ? html`<p class="quiet">${todos.noMarks}</p>` : html`<div class="cards">${marks.map((one) => markCard(view, id, one, nameOf(one.platform)))}</div>`}
      </section>
      <section aria-labelledby="timeline">
        <div class="section-head">
          <h2 id="timeline">${todos.timeline}</h2>
          ${choices(
            view,
            id,
            seen.map((code) => [code, nameOf(code)] as const),
            only,
          )}
        </div>
        ${timeline(view, entries, nameOf)}
      </section>`,
  )}
  ${curlDetails(view, [
    { id: 'curl-show', title: todos.curlShow, command: curl(view, { method: 'GET', path: apiPaths.todo(id) }) },
    {
      id: 'curl-push',
      title: todos.curlPush,
      command: curl(view, { method: 'POST', path: apiPaths.decisions(id), body: push }),
    },
  ])}`;
};
