import type { ConfigField, PlatformKind } from '@portico/core/task-center';
import { html } from 'hono/html';
import { secretName, secretRemovalName, settingName, type FormErrors } from '../platform-form.ts';
import type { Html, View } from '../view.ts';
import { checkBox, inputField, selectField, textArea } from './field.ts';

export interface PlatformFields {
  readonly kind: PlatformKind;
  readonly values: URLSearchParams;
  readonly errors: FormErrors;
  /** Names of the secrets that are stored. */
  readonly secretNames: readonly string[];
  readonly isNew: boolean;
}

type SettingValues = Pick<PlatformFields, 'values' | 'errors' | 'secretNames'>;

const secretField = (view: View, given: ConfigField, { errors, secretNames }: SettingValues): Html => {
  const { platforms } = view.texts;
  const isSet = secretNames.includes(given.name);
  const help = [given.help?.[view.language], isSet ? platforms.secretSet : platforms.secretUnset]
    .filter((part) => part !== undefined)
    .join(' ');
  return html`${inputField({
    name: secretName(given.name),
    label: given.label[view.language],
    value: '',
    type: 'password',
    help,
    error: errors[secretName(given.name)],
    autoComplete: 'new-password',
    ...(given.required && !isSet ? { required: view.texts.common.required } : {}),
    ...(isSet ? { placeholder: '••••••••' } : {}),
  })}${isSet && !given.required ? checkBox({ name: secretRemovalName(given.name), label: platforms.secretRemove, checked: false }) : ''}`;
};

/** One field that a kind asks for. */
export const settingField = (view: View, given: ConfigField, all: SettingValues): Html => {
  if (given.type === 'secret') return secretField(view, given, all);
  const name = settingName(given.name);
  const shared = {
    name,
    label: given.label[view.language],
    value: all.values.get(name) ?? '',
    help: given.help?.[view.language] ?? null,
    error: all.errors[name],
    ...(given.required ? { required: view.texts.common.required } : {}),
  };
  switch (given.type) {
    case 'boolean':
      return checkBox({ ...shared, checked: ['on', 'true'].includes(shared.value) });
    case 'choice':
      return selectField({
        ...shared,
        options: [
          ...(given.required ? [] : [['', view.texts.platforms.nothingChosen] as const]),
          ...(given.choices ?? []).map((choice) => [choice, choice] as const),
        ],
      });
    case 'json':
      return textArea({ ...shared, rows: 6 });
    case 'integer':
      return inputField({ ...shared, type: 'number', min: given.min, max: given.max, step: '1' });
    case 'url':
      return inputField({ ...shared, type: 'url' });
    case 'string':
      // Whatever may be that long has lines: a query of a database.
      return given.max !== null && given.max > 4_096
        ? textArea({ ...shared, rows: 6 })
        : inputField({ ...shared, ...(given.max === null ? {} : { maxLength: given.max }) });
  }
};

/** Every field of a platform's form, in groups. */
export const platformFields = (view: View, all: PlatformFields): Html => {
  const { platforms, common } = view.texts;
  const { kind, values, errors, isNew } = all;
  const plain = (name: string, label: string, more: Partial<Parameters<typeof inputField>[0]> = {}): Html =>
    inputField({ name, label, value: values.get(name) ?? '', error: errors[name], ...more });
  return html`<fieldset>
      <legend>${platforms.connection}</legend>
      <div class="fields">
        ${isNew ? plain('code', platforms.code, { help: platforms.codeHelp, required: common.required, maxLength: 63 }) : ''}
        ${plain('name', platforms.name, { required: common.required, maxLength: 255 })}
        ${plain('baseUrl', platforms.address, { type: 'url', help: platforms.addressHelp, required: common.required, maxLength: 2048 })}
      </div>
    </fieldset>
    <fieldset>
      <legend>${platforms.kindSettings}</legend>
      ${
        kind.configFields.length === 0 && kind.contract !== 'custom'
          ? html`<p class="quiet">${platforms.noKindSettings}</p>`
          : html`<div class="fields">${kind.configFields.map((one) => settingField(view, one, all))}</div>`
      }
      ${kind.contract === 'custom' || values.has('profile') ? textArea({ name: 'profile', label: platforms.profile, value: values.get('profile') ?? '', help: platforms.profileHelp, error: errors['profile'], rows: 14 }) : ''}
    </fieldset>
    <fieldset>
      <legend>${platforms.retry}</legend>
      <div class="fields">
        ${plain('retry.count', platforms.retryCount, { type: 'number', min: 1, max: 1000, help: platforms.retryCountHelp })}
        ${plain('retry.interval', platforms.retryInterval, { help: platforms.retryIntervalHelp, maxLength: 1000 })}
        ${plain('retry.age', platforms.retryAge, { type: 'number', min: 60, max: 2_592_000, help: platforms.retryAgeHelp })}
      </div>
    </fieldset>
    <fieldset>
      <legend>${platforms.limits}</legend>
      <div class="fields">
        ${plain('concurrency', platforms.concurrency, { type: 'number', min: 1, max: 1000 })}
        ${plain('batchSize', platforms.batchSize, { type: 'number', min: 1, max: 100 })}
        ${plain('timeoutMs', platforms.timeoutMs, { type: 'number', min: 100, max: 600_000 })}
        ${plain('rate.perSecond', platforms.perSecond, { type: 'number', min: 0, step: 'any', help: platforms.perSecondHelp })}
        ${plain('rate.burst', platforms.burst, { type: 'number', min: 1 })}
      </div>
    </fieldset>
    <fieldset>
      <legend>${platforms.behaviour}</legend>
      ${checkBox({ name: 'showFinished', label: platforms.showFinished, checked: values.get('showFinished') === 'on' })}
      ${checkBox({ name: 'resendUndecidable', label: platforms.resendUndecidable, checked: values.get('resendUndecidable') === 'on' })}
    </fieldset>`;
};
