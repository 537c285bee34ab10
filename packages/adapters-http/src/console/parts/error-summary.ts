import { html } from 'hono/html';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';
import { fieldId } from './field.ts';
import { icon } from './icon.ts';

/** What is wrong with a form, on top of it, each a way to its field. */
export const errorSummary = (view: View, errors: FormErrors): Html => {
  const all = Object.entries(errors);
  if (all.length === 0) return html``;
  return html`<div class="problem" role="alert">
    ${icon('alert')}
    <div>
      <strong>${view.texts.platforms.formInvalid}</strong>
      <ul>
        ${all.map(([name, message]) =>
          name === ''
            ? html`<li>${message}</li>`
            : html`<li>
                <a href="#${fieldId(name)}"><code>${name}</code></a
                >: ${message}
              </li>`,
        )}
      </ul>
    </div>
  </div>`;
};
