import { html } from 'hono/html';
import { pages } from '../addresses.ts';
import { span } from '../format.ts';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';
import { hidden } from './button.ts';
import { inputField, selectField } from './field.ts';

const hour = 3_600_000;

/** How long a silence may last, in hours. */
export const silenceHours: readonly number[] = [1, 4, 24, 72, 168, 720];

export interface SilenceForm {
  /** Sets the ids of this form apart from those of others on the page. */
  readonly id: string;
  readonly rule: string;
  /** Null: every subject of the rule. */
  readonly subject: string | null;
  readonly errors: FormErrors;
  readonly reason: string;
}

/** Has nobody told for a while, and says why. */
export const silenceForm = (view: View, { id, rule, subject, errors, reason }: SilenceForm): Html => {
  const { alerts, common } = view.texts;
  const label = subject === null ? alerts.silenceRule : alerts.silence;
  return html`<details class="numbers" id="silence-${id}" ${Object.keys(errors).length > 0 ? html` open` : ''}>
    <summary>${label}…</summary>
    <form class="toolbar" method="post" action="${pages.silences}">
      ${hidden({ rule, ...(subject === null ? {} : { subject }) })}
      ${selectField({ name: 'hours', form: id, label: alerts.howLong, value: '4', error: errors['hours'], options: silenceHours.map((hours) => [String(hours), span(view, hours * hour)] as const) })}
      ${inputField({ name: 'reason', form: id, label: alerts.reason, value: reason, error: errors['reason'], required: common.required, maxLength: 500 })}
      <button class="button plain" type="submit">${label}</button>
    </form>
  </details>`;
};
