import type { ShownWebhook, ShownWebhookMessage } from '@portico/core/webhooks';
import { html } from 'hono/html';
import { laneState } from '../lane-state.ts';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';
import { laneBadge, syncLooks } from './badge.ts';
import { inputField, textArea } from './field.ts';
import { icon } from './icon.ts';

/** Whether it is told of anything, and what keeps it from being told. */
export const webhookBadge = (view: View, { enabled, lane }: ShownWebhook): Html => {
  const { webhooks } = view.texts;
  const state = lane === null ? 'open' : laneState(lane, enabled, view.now);
  if (enabled && state !== 'open') return laneBadge(view, state);
  return html`<span class="badge tone-${enabled ? 'good' : 'calm'}"
    >${icon(enabled ? 'check' : 'stop')}${enabled ? webhooks.on : webhooks.off}</span
  >`;
};

export const messageBadge = (view: View, state: ShownWebhookMessage['state']): Html => {
  const look = state === 'delivered' ? syncLooks.agreed : syncLooks[state];
  const word = state === 'delivered' ? view.texts.webhooks.delivered : view.texts.sync[state];
  return html`<span class="badge tone-${look.tone}" data-state="${state}">${icon(look.icon)}${word}</span>`;
};

export interface WebhookFields {
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  readonly isNew: boolean;
}

export const webhookFields = (view: View, { values, errors, isNew }: WebhookFields): Html => {
  const { webhooks, platforms, common } = view.texts;
  const shared = (name: string, label: string) => ({ name, label, value: values.get(name) ?? '', error: errors[name] });
  const required = common.required;
  return html`<div class="fields">
    ${isNew ? inputField({ ...shared('code', platforms.code), help: platforms.codeHelp, required, maxLength: 63 }) : ''}
    ${inputField({ ...shared('name', platforms.name), required, maxLength: 255 })}
    ${inputField({ ...shared('url', webhooks.address), type: 'url', help: webhooks.addressHelp, required, maxLength: 2048 })}
    ${textArea({ ...shared('types', webhooks.types), help: webhooks.typesHelp, rows: 3 })}
  </div>`;
};
