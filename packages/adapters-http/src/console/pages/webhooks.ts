import type { ShownWebhook } from '@portico/core/webhooks';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { number } from '../format.ts';
import { empty } from '../parts/empty.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { live } from '../parts/live.ts';
import { webhookBadge, webhookFields } from '../parts/webhook-parts.ts';
import type { FormErrors } from '../platform-form.ts';
import { may, type Html, type View } from '../view.ts';

const card = (view: View, webhook: ShownWebhook): Html => {
  const { webhooks } = view.texts;
  const { code, name, url, types, depth, disabledBecause } = webhook;
  return html`<li class="card" data-webhook="${code}">
    <header>
      <div>
        <h2><a href="${pages.webhook(code)}">${name}</a></h2>
        <p class="quiet"><code>${code}</code> · ${types === null ? webhooks.everyType : types.join(', ')}</p>
      </div>
      ${webhookBadge(view, webhook)}
    </header>
    <p class="said">${url}</p>
    ${disabledBecause === 'gone' ? html`<p class="quiet">${webhooks.gone}</p>` : ''}
    <p class="quiet">
      ${webhooks.waiting} ${number(view, (depth?.due ?? 0) + (depth?.scheduled ?? 0))} · ${webhooks.parked}
      ${number(view, depth?.parked ?? 0)}
    </p>
  </li>`;
};

/** Who is told over HTTP. */
export const webhooksPage = (view: View, found: readonly ShownWebhook[]): Html => {
  const { webhooks, common } = view.texts;
  const create = may(view, 'webhooks:write')
    ? html`<a class="button primary" href="${pages.newWebhook}">${webhooks.create}</a>`
    : html``;
  return html`<div class="page-head">
      <h1>${webhooks.title}</h1>
      <span class="live-hint">${common.liveUpdates}</span>
      ${found.length === 0 ? '' : create}
      <p class="quiet">${webhooks.intro}</p>
    </div>
    ${live(
      view,
      'webhook-list',
      view.liveMs * 2,
      found.length === 0
        ? empty(webhooks.empty, webhooks.emptyHelp, create)
        : html`<ul class="failure-list">
            ${found.map((webhook) => card(view, webhook))}
          </ul>`,
    )}`;
};

export const newWebhookPage = (view: View, values: URLSearchParams, errors: FormErrors): Html => {
  const { webhooks } = view.texts;
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.webhooks}">${webhooks.title}</a></p>
      <h1>${webhooks.create}</h1>
    </div>
    ${errorSummary(view, errors)}
    <form class="panel form" method="post" action="${pages.newWebhook}">
      ${webhookFields(view, { values, errors, isNew: true })}
      <p class="form-actions"><button class="button primary" type="submit">${webhooks.create}</button></p>
    </form>`;
};
