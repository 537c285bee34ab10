import type { ShownWebhook, ShownWebhookMessage, WebhookMessagePage, WebhookReplay } from '@portico/core/webhooks';
import type { Attempt } from '@portico/core/work';
import { html } from 'hono/html';
import { pages, withQuery } from '../addresses.ts';
import { number } from '../format.ts';
import { outcomeBadge } from '../parts/badge.ts';
import { askingButton, postButton } from '../parts/button.ts';
import { empty } from '../parts/empty.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { exchange } from '../parts/exchange.ts';
import { inputField } from '../parts/field.ts';
import { live } from '../parts/live.ts';
import { ago, exact } from '../parts/time.ts';
import { messageBadge, webhookBadge, webhookFields } from '../parts/webhook-parts.ts';
import type { FormErrors } from '../platform-form.ts';
import { may, type Html, type View } from '../view.ts';

export interface WebhookContent {
  readonly webhook: ShownWebhook;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  readonly page: WebhookMessagePage;
  /** Only what was not delivered. */
  readonly undelivered: boolean;
  /** In the clear, right after it was made; null at any other time. */
  readonly secret: string | null;
  /** What was just sent again; null: nobody asked for that. */
  readonly replayed: WebhookReplay | null;
}

const actions = (view: View, { code, enabled }: ShownWebhook): Html => {
  const { webhooks } = view.texts;
  if (!may(view, 'webhooks:write')) return html``;
  const action = (name: Parameters<typeof pages.webhookAction>[1]): string => pages.webhookAction(code, name);
  const fields = {};
  return html`<div class="row-actions">
    ${enabled ? postButton({ label: webhooks.test, icon: 'send', action: action('test'), fields }) : ''}
    ${askingButton({ id: 'rotate', label: webhooks.rotate, icon: 'key', action: action('rotate'), fields, question: webhooks.rotateConfirm, yes: webhooks.confirmRotate })}
    ${
      enabled
        ? askingButton({
            id: 'disable',
            label: webhooks.disable,
            icon: 'stop',
            action: action('disable'),
            fields,
            question: webhooks.disableConfirm,
            yes: webhooks.confirmDisable,
            kind: 'danger',
          })
        : postButton({ label: webhooks.enable, icon: 'play', action: action('enable'), fields, kind: 'primary' })
    }
    ${askingButton({ id: 'remove', label: webhooks.remove, icon: 'trash', action: action('remove'), fields, question: webhooks.removeConfirm, yes: webhooks.confirmRemove, kind: 'danger' })}
  </div>`;
};

const row = (view: View, { message, state, attempts, dueAt }: ShownWebhookMessage): Html => {
  const { webhooks } = view.texts;
  return html`<tr>
    <td class="subject">
      <a href="${pages.webhookMessage(message.endpoint, message.id)}">${message.type}</a
      ><span class="quiet"><code>${message.id}</code></span>
    </td>
    <td>${messageBadge(view, state)}</td>
    <td class="number" data-label="${webhooks.attempts}">${number(view, attempts)}</td>
    <td class="nowrap quiet" data-label="${webhooks.happened}">${ago(view, message.occurredAt)}</td>
    <td class="nowrap quiet" data-label="${webhooks.due}">${dueAt === null ? '–' : ago(view, dueAt)}</td>
    ${may(view, 'webhooks:write') ? html`<td>${postButton({ label: webhooks.replay, action: pages.replayMessage(message.endpoint, message.id), fields: {} })}</td>` : ''}
  </tr>`;
};

const messageList = (view: View, { webhook, page, undelivered }: WebhookContent): Html => {
  const { webhooks } = view.texts;
  if (page.items.length === 0) return empty(webhooks.noMessages, webhooks.noMessagesHelp);
  return html`<div class="table-frame">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">${webhooks.type}</th>
            <th scope="col">${webhooks.state}</th>
            <th scope="col" class="number">${webhooks.attempts}</th>
            <th scope="col">${webhooks.happened}</th>
            <th scope="col">${webhooks.due}</th>
            ${may(view, 'webhooks:write') ? html`<th scope="col"><span class="visually-hidden">${webhooks.replay}</span></th>` : ''}
          </tr>
        </thead>
        <tbody>
          ${page.items.map((message) => row(view, message))}
        </tbody>
      </table>
    </div>
    ${
      page.nextCursor === null
        ? ''
        : html`<p class="paging">
            <a
              class="button plain"
              rel="next"
              href="${withQuery(pages.webhook(webhook.code), { only: undelivered ? 'undelivered' : null, cursor: page.nextCursor })}"
              >${webhooks.older}</a
            >
          </p>`
    }`;
};

/** One webhook: how it stands, what it was told, its settings. */
export const webhookPage = (view: View, content: WebhookContent): Html => {
  const { webhooks, platforms, common, repush } = view.texts;
  const { webhook, values, errors, undelivered, secret, replayed } = content;
  const { code } = webhook;
  const write = may(view, 'webhooks:write');
  const chip = (only: boolean, label: string): Html =>
    html`<a
      class="chip"
      href="${withQuery(pages.webhook(code), { only: only ? 'undelivered' : null })}"
      ${only === undelivered ? html` aria-current="true"` : ''}
      >${label}</a
    >`;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.webhooks}">${webhooks.title}</a></p>
      <h1>${webhook.name}</h1>
      <p class="quiet"><code>${code}</code> · ${platforms.updated} ${exact(view, webhook.updatedAt)}</p>
    </div>
    ${
      secret === null
        ? ''
        : html`<section class="panel tone-warn" id="secret" role="status">
            <h2>${webhooks.secret}</h2>
            <p>${webhooks.secretOnce}</p>
            <p class="secret-once"><code id="secret-text">${secret}</code></p>
            <p>
              <button class="button plain" type="button" data-copy="secret-text" data-copied="${common.copied}" hidden>
                ${common.copy}
              </button>
            </p>
          </section>`
    }
    ${replayed === null ? '' : html`<p class="notice" role="status">${webhooks.replayed(number(view, replayed.messages))}${replayed.more ? html` ${webhooks.replayMore}` : ''}</p>`}
    <section class="panel">
      <div class="section-head">${webhookBadge(view, webhook)}${actions(view, webhook)}</div>
      ${webhook.disabledBecause === 'gone' ? html`<p>${webhooks.gone}</p>` : ''}
      <p class="said">${webhook.url}</p>
    </section>
    ${errorSummary(view, errors)}
    <h2 id="messages">${webhooks.messages}</h2>
    <nav class="chips" aria-label="${webhooks.messages}">
      ${chip(false, webhooks.all)}${chip(true, webhooks.undelivered)}
    </nav>
    ${live(view, 'message-list', view.liveMs, messageList(view, content))}
    ${
      write
        ? html`<form
            class="toolbar"
            method="post"
            action="${pages.webhookAction(code, 'replay')}"
            aria-label="${webhooks.replayAll}"
          >
            ${inputField({ name: 'since', label: webhooks.since, value: values.get('since') ?? '', type: 'datetime-local', help: repush.zone(view.timezone), error: errors['since'], required: common.required })}
            ${replayed?.nextCursor == null ? '' : html`<input type="hidden" name="cursor" value="${replayed.nextCursor}" />`}
            <button class="button plain" type="submit">
              ${replayed?.more === true ? webhooks.replayRest : webhooks.replayAll}
            </button>
          </form>`
        : ''
    }
    <h2 id="settings">${webhooks.settings}</h2>
    <form aria-labelledby="settings" class="panel form" method="post" action="${pages.webhook(code)}">
      <input type="hidden" name="revision" value="${values.get('revision') ?? ''}" />
      <fieldset class="group" ${write ? '' : html` disabled`}>
        ${webhookFields(view, { values, errors, isNew: false })}
      </fieldset>
      <p class="form-actions">
        ${write ? html`<button class="button primary" type="submit">${common.save}</button>` : html`<span class="quiet">${platforms.readOnly}</span>`}
      </p>
    </form>`;
};

const attemptOf = (view: View, attempt: Attempt): Html =>
  html`<li>
    <details id="attempt-${attempt.claim}">
      <summary>
        ${outcomeBadge(view, attempt.outcome)} ${exact(view, attempt.claimedAt)}
        ${attempt.reason === null ? '' : html`<span class="said">${attempt.reason}</span>`}
      </summary>
      ${attempt.exchanges.length === 0 ? html`<p class="quiet">${view.texts.todos.noExchanges}</p>` : attempt.exchanges.map((one) => exchange(view, one))}
    </details>
  </li>`;

export interface WebhookMessageContent {
  readonly shown: ShownWebhookMessage;
  readonly attempts: readonly Attempt[];
}

/** One message, and every time it was sent. */
export const webhookMessagePage = (view: View, { shown, attempts }: WebhookMessageContent): Html => {
  const { webhooks } = view.texts;
  const { message, state, dueAt } = shown;
  return html`<div class="page-head">
      <p class="crumbs">
        <a href="${pages.webhooks}">${webhooks.title}</a>
        <a href="${pages.webhook(message.endpoint)}">${message.endpoint}</a>
      </p>
      <h1>${message.type}</h1>
      <p class="quiet"><code>${message.id}</code></p>
    </div>
    ${live(
      view,
      'message',
      view.liveMs,
      html`<section class="panel">
          <div class="section-head">
            ${messageBadge(view, state)}
            ${may(view, 'webhooks:write') ? postButton({ label: webhooks.replay, icon: 'retry', action: pages.replayMessage(message.endpoint, message.id), fields: {} }) : ''}
          </div>
          <dl class="facts">
            <div>
              <dt>${webhooks.happened}</dt>
              <dd>${exact(view, message.occurredAt)}</dd>
            </div>
            ${
              message.deliveredAt === null
                ? ''
                : html`<div>
                    <dt>${webhooks.delivered}</dt>
                    <dd>${exact(view, message.deliveredAt)}</dd>
                  </div>`
            }
            ${
              dueAt === null
                ? ''
                : html`<div>
                    <dt>${webhooks.due}</dt>
                    <dd>${ago(view, dueAt)}</dd>
                  </div>`
            }
          </dl>
        </section>
        <section class="panel" aria-labelledby="tries">
          <h2 id="tries">${webhooks.tries}</h2>
          ${
            attempts.length === 0
              ? html`<p class="quiet">${webhooks.noTries}</p>`
              : html`<ol class="attempts">
                  ${attempts.map((attempt) => attemptOf(view, attempt))}
                </ol>`
          }
        </section>`,
    )}
    <section class="panel" aria-labelledby="content">
      <h2 id="content">${webhooks.content}</h2>
      <pre
        class="job-input"
        tabindex="0"
        aria-labelledby="content"
      ><code>${JSON.stringify(message.data, null, 2)}</code></pre>
    </section>`;
};
