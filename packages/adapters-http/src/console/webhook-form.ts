import type { ShownWebhook, WebhookDraft } from '@portico/core/webhooks';
import { field } from './form.ts';
import type { FormErrors } from './platform-form.ts';
import type { PageFailure } from './problem-pages.ts';

/** What the form shows at first, by field. */
export const webhookValues = (webhook: ShownWebhook | null): URLSearchParams =>
  new URLSearchParams({
    code: webhook?.code ?? '',
    name: webhook?.name ?? '',
    url: webhook?.url ?? '',
    types: (webhook?.types ?? []).join('\n'),
    revision: String(webhook?.revision ?? ''),
  });

/** What was submitted, as a draft. */
export const readWebhookForm = (form: URLSearchParams, isNew: boolean): WebhookDraft => {
  const types = field(form, 'types')
    .split(/[\s,，]+/)
    .filter((type) => type !== '');
  return {
    ...(isNew ? { code: field(form, 'code') } : {}),
    name: field(form, 'name'),
    url: field(form, 'url'),
    types: types.length === 0 ? null : types,
  };
};

/** What the core holds against a form, by field; null when it is nothing that a form can show. */
export const webhookErrors = (failure: PageFailure, conflict = ''): FormErrors | null => {
  if (failure.code === 'CONFLICT') return { '': conflict === '' ? failure.message : conflict };
  if (failure.code !== 'INVALID') return null;
  const [, first = '', place] = failure.pointer.split('/');
  const name = ['code', 'name', 'url', 'types'].includes(first) ? first : '';
  return { [name]: place === undefined ? failure.message : `${Number(place) + 1}: ${failure.message}` };
};
