import type { RecordReport } from '@portico/core/workflow';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { curlBlock } from '../parts/curl-block.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { inputField, selectField, textArea } from '../parts/field.ts';
import { icon } from '../parts/icon.ts';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';

export interface TryItContent {
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  /** The same event for a terminal; null while the form does not hold one. */
  readonly command: string | null;
}

/** Plays the engine: a task is received. */
export const tryItPage = (view: View, { values, errors, command }: TryItContent): Html => {
  const { tryIt, urgency, common } = view.texts;
  const plain = (name: keyof typeof tryIt & string, more: { readonly type?: 'url' } = {}): Html =>
    inputField({
      name,
      label: String(tryIt[name]),
      value: values.get(name) ?? '',
      error: errors[name],
      required: common.required,
      ...more,
    });
  return html`<div class="page-head">
      <h1>${tryIt.title}</h1>
      <p class="quiet">${tryIt.intro}</p>
    </div>
    ${errorSummary(view, errors)}
    <div class="beside">
      <form class="panel form" method="post" action="${pages.tryIt}">
        <div class="fields">
          ${plain('subject')}${selectField({ name: 'urgency', label: tryIt.urgency, value: values.get('urgency') ?? 'normal', error: errors['urgency'], options: Object.entries(urgency) })}
          ${textArea({ name: 'assignees', label: tryIt.assignees, value: values.get('assignees') ?? '', error: errors['assignees'], rows: 3, required: common.required })}
          ${selectField({
            name: 'completion',
            label: tryIt.completion,
            value: values.get('completion') ?? 'any',
            error: errors['completion'],
            options: [
              ['any', tryIt.completionAny],
              ['all', tryIt.completionAll],
            ],
          })}
          ${plain('processId')}${plain('processName')}${plain('nodeName')}${plain('category')}${plain('initiator')}${plain('pcLink', { type: 'url' })}${plain('eventId')}${plain('instanceId')}${plain('taskId')}
        </div>
        <p class="form-actions"><button class="button primary" type="submit">${icon('send')}${tryIt.send}</button></p>
      </form>
      ${
        command === null
          ? ''
          : html`<div>
              <p class="quiet">${tryIt.curlNote}</p>
              ${curlBlock(view, 'curl-event', common.curlTitle, command)}
            </div>`
      }
    </div>`;
};

export interface SentContent {
  readonly taskId: string;
  readonly ignored: RecordReport['ignored'];
  readonly todos: readonly {
    readonly id: string;
    readonly who: string;
    readonly title: string;
    readonly badge: Html;
  }[];
  readonly command: string | null;
}

/** What became of an event, and what may happen next. */
export const sentPage = (view: View, { taskId, ignored, todos, command }: SentContent): Html => {
  const { tryIt, common } = view.texts;
  const actions = [
    ['complete', tryIt.followComplete, tryIt.helpComplete],
    ['urge', tryIt.followUrge, tryIt.helpUrge],
    ['reassign', tryIt.followReassign, tryIt.helpReassign],
    ['revert', tryIt.followRevert, tryIt.helpRevert],
    ['terminate', tryIt.followTerminate, tryIt.helpTerminate],
  ] as const;
  return html`<div class="page-head"><h1>${tryIt.title}</h1></div>
    ${
      ignored.length === 0
        ? ''
        : html`<div class="problem" role="alert">
            ${icon('alert')}
            <div>
              <strong>${tryIt.ignored}</strong>
              <ul>
                ${ignored.map(({ code, pointer, message }) => html`<li><code>${code}</code> <code>${pointer}</code> ${message}</li>`)}
              </ul>
            </div>
          </div>`
    }
    <section class="panel" aria-labelledby="task-todos">
      <h2 id="task-todos">${tryIt.todosOfTask} <code class="quiet">${taskId}</code></h2>
      ${
        todos.length === 0
          ? html`<p class="quiet">${tryIt.gone}</p>`
          : html`<ul class="plain-list">
              ${todos.map(({ id, who, title, badge }) => html`<li><a href="${pages.todo(id)}">${title}</a> <span class="quiet">${who}</span> ${badge}</li>`)}
            </ul>`
      }
      ${view.hasSandboxes ? html`<p><a href="${pages.sandboxes}">${tryIt.seeSandboxes}</a></p>` : ''}
    </section>
    ${
      todos.length === 0
        ? ''
        : html`<section class="panel" aria-labelledby="follow-up">
            <h2 id="follow-up">${tryIt.followUp}</h2>
            <p class="quiet">${tryIt.followUpHelp}</p>
            <form method="post" action="${pages.followUp}">
              <input type="hidden" name="taskId" value="${taskId}" />
              <ul class="follow-ups">
                ${actions.map(([action, label, help]) => html`<li><button class="button ${action === 'terminate' ? 'danger' : 'plain'}" type="submit" name="action" value="${action}">${label}</button><span class="quiet">${help}</span></li>`)}
              </ul>
            </form>
          </section>`
    }
    <p><a class="button plain" href="${pages.tryIt}">${tryIt.another}</a></p>
    ${command === null ? '' : curlBlock(view, 'curl-event', common.curlTitle, command)}`;
};
