import type { SourceKind } from '@portico/core/sources';
import { html } from 'hono/html';
import type { FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';
import { checkBox, inputField, selectField, textArea } from './field.ts';
import { settingField } from './platform-fields.ts';

export interface SourceFields {
  readonly kind: SourceKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  /** Names of the secrets that are stored. */
  readonly secretNames: readonly string[];
  readonly isNew: boolean;
}

/** Every field of a source's form, in groups. */
export const sourceFields = (view: View, all: SourceFields): Html => {
  const { sources, platforms, common } = view.texts;
  const { kind, values, errors, isNew } = all;
  const plain = (name: string, label: string, more: Partial<Parameters<typeof inputField>[0]> = {}): Html =>
    inputField({ name, label, value: values.get(name) ?? '', error: errors[name], ...more });
  const box = (name: string, label: string): Html => checkBox({ name, label, checked: values.get(name) === 'on' });
  const batch = { type: 'number', min: 10, max: 1_000, step: '1', help: sources.batchHelp } as const;
  return html`<fieldset>
      <legend>${platforms.connection}</legend>
      <div class="fields">
        ${isNew ? plain('code', platforms.code, { help: platforms.codeHelp, required: common.required, maxLength: 63 }) : ''}
        ${plain('name', platforms.name, { required: common.required, maxLength: 100 })}
        ${kind.configFields.map((one) => settingField(view, one, all))}
      </div>
    </fieldset>
    <fieldset>
      <legend>${sources.poll}</legend>
      ${box('poll.on', sources.pollOn)}
      <div class="fields">
        ${plain('poll.every', sources.pollEvery, { type: 'number', min: 1, max: 86_400, step: 'any' })}
        ${plain('poll.overlap', sources.overlap, { type: 'number', min: 0, max: 86_400, step: 'any', help: sources.overlapHelp })}
        ${plain('poll.batch', sources.batch, batch)}
      </div>
    </fieldset>
    <fieldset>
      <legend>${sources.sweep}</legend>
      ${box('sweep.on', sources.sweepOn)}
      <div class="fields">
        ${plain('sweep.every', sources.sweepEvery, { type: 'number', min: 1, max: 43_200, step: 'any', help: sources.sweepEveryHelp })}
        ${selectField({
          name: 'sweep.missing',
          label: sources.missing,
          value: values.get('sweep.missing') ?? '',
          options: [
            ['completed', sources.completed],
            ['aborted', sources.aborted],
          ],
        })}
        ${plain('sweep.batch', sources.batch, batch)}
        ${textArea({ name: 'processIds', label: sources.processes, value: values.get('processIds') ?? '', help: sources.processesHelp, error: errors['processIds'], rows: 3 })}
      </div>
    </fieldset>`;
};
