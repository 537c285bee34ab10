import { html } from 'hono/html';
import type { Html } from '../view.ts';

export interface Field {
  readonly name: string;
  /** Where a page shows several forms of one kind: what sets this one's ids apart. */
  readonly form?: string;
  readonly label: string;
  readonly value: string;
  readonly help?: string | null;
  readonly error?: string | undefined;
  readonly required?: string | false;
  readonly type?: 'text' | 'url' | 'number' | 'password' | 'search' | 'datetime-local';
  readonly min?: number | null;
  readonly max?: number | null;
  readonly step?: string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly autoComplete?: string;
  readonly search?: boolean;
}

export const fieldId = (name: string, form?: string): string =>
  `field-${form === undefined ? '' : `${form}-`}${name}`.replaceAll(/[^\w-]/g, '-');

const attribute = (name: string, value: string | number | null | undefined): Html =>
  value == null || value === '' ? html`` : html` ${name}="${value}"`;

const described = ({ name, form, help, error }: Field): Html => {
  const id = fieldId(name, form);
  const ids = [help == null ? null : `${id}-help`, error === undefined ? null : `${id}-error`].filter(
    (id) => id !== null,
  );
  return html`${attribute('aria-describedby', ids.join(' '))}${error === undefined ? '' : html` aria-invalid="true"`}`;
};

const frame = (given: Field, control: Html): Html => {
  const { name, form, label, help, error, required } = given;
  const id = fieldId(name, form);
  return html`<div class="field${error === undefined ? '' : ' has-error'}">
    <label for="${id}"
      >${label}${typeof required === 'string' ? html`<span class="required"> ${required}</span>` : ''}</label
    >${control}${
      help == null ? '' : html`<p class="help" id="${id}-help">${help}</p>`
    }${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}
  </div>`;
};

export const inputField = (given: Field): Html =>
  frame(
    given,
    html`<input
      id="${fieldId(given.name, given.form)}"
      name="${given.name}"
      type="${given.type ?? 'text'}"
      value="${given.value}"
      ${attribute('min', given.min)}${attribute('max', given.max)}${attribute('step', given.step)}${attribute('maxlength', given.maxLength)}${attribute('placeholder', given.placeholder)}${attribute('autocomplete', given.autoComplete ?? 'off')}${given.readOnly === true ? html` readonly` : ''}${given.search === true ? html` data-search` : ''}${typeof given.required === 'string' ? html` required` : ''}${described(given)}
    />`,
  );

export const textArea = (given: Field & { readonly rows: number }): Html =>
  // The line break after the opening tag is not part of the value; without it a first one of the value would be dropped.
  frame(
    given,
    html`<textarea
      id="${fieldId(given.name, given.form)}"
      name="${given.name}"
      rows="${given.rows}"
      spellcheck="false"
      ${typeof given.required === 'string' ? html` required` : ''}${described(given)}
    >
${given.value}</textarea>`,
  );

export const selectField = (
  given: Field & { readonly options: readonly (readonly [value: string, label: string])[] },
): Html =>
  frame(
    given,
    html`<select id="${fieldId(given.name, given.form)}" name="${given.name}" ${described(given)}>
      ${given.options.map(([value, label]) => html`<option value="${value}" ${value === given.value ? html` selected` : ''}>${label}</option>`)}
    </select>`,
  );

export const checkBox = ({
  name,
  label,
  checked,
  help,
  error,
}: {
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  readonly help?: string | null;
  readonly error?: string | undefined;
}): Html =>
  html`<div class="field check">
    <label
      ><input type="checkbox" name="${name}" value="on" ${checked ? html` checked` : ''} /><span>${label}</span></label
    >${help == null ? '' : html`<p class="help">${help}</p>`}${error === undefined ? '' : html`<p class="error">${error}</p>`}
  </div>`;
