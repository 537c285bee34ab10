import type { AlertRule } from '@portico/core/alerts';
import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { listOf } from '../alert-rule-form.ts';
import { errorSummary } from '../parts/error-summary.ts';
import { inputField, textArea } from '../parts/field.ts';
import { silenceForm } from '../parts/silence-form.ts';
import type { FormErrors } from '../platform-form.ts';
import { may, type Html, type View } from '../view.ts';

export interface AlertRuleContent {
  readonly rule: AlertRule;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
}

/** One rule: its thresholds, and how long it waits. */
export const alertRulePage = (view: View, { rule, values, errors }: AlertRuleContent): Html => {
  const { alerts, alertKind, common, platforms } = view.texts;
  const { condition } = rule;
  const { name: list } = listOf(condition);
  const write = may(view, 'alerts:write');
  const shared = (name: string, label: string) => ({ name, label, value: values.get(name) ?? '', error: errors[name] });
  const minutes = { type: 'number', min: 0, max: 43_200, step: 'any' } as const;
  const required = common.required;
  const threshold =
    condition.kind === 'oldest-due'
      ? inputField({ ...shared('above', alerts.aboveMinutes), ...minutes, required })
      : 'above' in condition
        ? inputField({ ...shared('above', alerts.above), type: 'number', min: 0, step: '1', required })
        : '';
  return html`<div class="page-head">
      <p class="crumbs"><a href="${pages.alerts}">${alerts.title}</a></p>
      <h1>${rule.name}</h1>
      <p class="quiet">
        <code>${rule.id}</code> · ${alertKind[condition.kind]} · ${rule.enabled ? alerts.on : alerts.off}
      </p>
    </div>
    ${errorSummary(view, errors)}
    <form class="panel form" method="post" action="${pages.alertRule(rule.id)}" aria-label="${alerts.edit}">
      <input type="hidden" name="revision" value="${values.get('revision') ?? ''}" />
      <fieldset class="group" ${write ? '' : html` disabled`}>
        <div class="fields">
          ${inputField({ ...shared('name', alerts.name), required, maxLength: 255 })}${threshold}
          ${textArea({ ...shared('among', alerts[list]), help: list === 'lanes' ? alerts.lanesHelp : alerts.allHelp, rows: 3 })}
          ${inputField({ ...shared('hold', alerts.hold), ...minutes })}${inputField({ ...shared('clear', alerts.clear), ...minutes })}
          ${inputField({ ...shared('remind', alerts.remind), ...minutes, help: alerts.remindHelp })}
        </div>
      </fieldset>
      <p class="form-actions">
        ${write ? html`<button class="button primary" type="submit">${common.save}</button>` : html`<span class="quiet">${platforms.readOnly}</span>`}
      </p>
    </form>
    ${write ? silenceForm(view, { id: 'rule', rule: rule.id, subject: null, errors: {}, reason: '' }) : ''}`;
};
