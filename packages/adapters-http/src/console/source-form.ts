import type { PollSettings, ShownSource, SourceDraft, SourceKind, SourceSweepSettings } from '@portico/core/sources';
import { defaultPoll, defaultSourceSweep } from '@portico/core/sources';
import { err, ok, type Result } from 'neverthrow';
import {
  createReader,
  readSetting,
  secretName,
  secretRemovalName,
  settingName,
  type FormErrors,
  type Reader,
} from './platform-form.ts';
import type { PageFailure } from './problem-pages.ts';
import type { Texts } from './texts/texts.ts';

const second = 1_000;
const minute = 60 * second;

/** What the form shows at first, by field. */
export const sourceValues = (kind: SourceKind, source: ShownSource | null): URLSearchParams => {
  const values = new URLSearchParams();
  values.set('code', source?.code ?? '');
  values.set('name', source?.name ?? kind.name['zh-CN']);
  for (const { name, type, default: fallback } of kind.configFields) {
    const value = source === null ? fallback : source.settings[name];
    if (type === 'secret' || value === null || value === undefined) continue;
    values.set(
      settingName(name),
      typeof value === 'string' ? value : JSON.stringify(value, null, type === 'json' ? 2 : 0),
    );
  }
  const poll = source === null ? defaultPoll : source.poll;
  const sweep = source?.sweep ?? null;
  if (poll !== null) values.set('poll.on', 'on');
  values.set('poll.every', String((poll ?? defaultPoll).everyMs / second));
  values.set('poll.overlap', String((poll ?? defaultPoll).overlapMs / second));
  values.set('poll.batch', String((poll ?? defaultPoll).batch));
  if (sweep !== null) values.set('sweep.on', 'on');
  values.set('sweep.every', String((sweep ?? defaultSourceSweep).everyMs / minute));
  values.set('sweep.missing', (sweep ?? defaultSourceSweep).missing);
  values.set('sweep.batch', String((sweep ?? defaultSourceSweep).batch));
  values.set('processIds', (source?.processIds ?? []).join('\n'));
  if (source !== null) values.set('revision', String(source.revision));
  return values;
};

const readPoll = ({ text, numeric }: Reader): Partial<PollSettings> | null => {
  if (text('poll.on') !== 'on') return null;
  const every = numeric('poll.every', false);
  const overlap = numeric('poll.overlap', false);
  const batch = numeric('poll.batch', true);
  return {
    ...(every === null ? {} : { everyMs: Math.round(every * second) }),
    ...(overlap === null ? {} : { overlapMs: Math.round(overlap * second) }),
    ...(batch === null ? {} : { batch }),
  };
};

const readSweep = ({ text, numeric }: Reader): Partial<SourceSweepSettings> | null => {
  if (text('sweep.on') !== 'on') return null;
  const every = numeric('sweep.every', false);
  const batch = numeric('sweep.batch', true);
  return {
    ...(every === null ? {} : { everyMs: Math.round(every * minute) }),
    ...(batch === null ? {} : { batch }),
    missing: text('sweep.missing') === 'aborted' ? 'aborted' : 'completed',
  };
};

/** What was submitted, as a draft; or what is wrong before the core even looks. */
export const readSourceForm = (
  form: URLSearchParams,
  kind: SourceKind,
  isNew: boolean,
  texts: Texts,
): Result<SourceDraft, FormErrors> => {
  const reader = createReader(form, texts);
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string | null> = {};
  for (const configField of kind.configFields) {
    const { name, type } = configField;
    if (type === 'secret') {
      const given = form.get(secretName(name)) ?? '';
      if (given !== '') secrets[name] = given;
      else if (reader.text(secretRemovalName(name)) === 'on') secrets[name] = null;
      continue;
    }
    const value = readSetting(reader, configField);
    // Forms end their lines as mail does.
    if (value !== undefined) settings[name] = typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value;
  }
  const poll = readPoll(reader);
  const sweep = readSweep(reader);
  const processIds = reader
    .text('processIds')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (poll === null && sweep === null) reader.errors['poll.every'] = texts.sources.notChosen;
  if (Object.keys(reader.errors).length > 0) return err(reader.errors);
  return ok({
    ...(isNew ? { code: reader.text('code'), kind: kind.kind } : {}),
    name: reader.text('name'),
    settings,
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
    poll,
    sweep,
    processIds: processIds.length === 0 ? null : processIds,
  });
};

const named: Readonly<Record<string, string>> = {
  '/code': 'code',
  '/name': 'name',
  '/processIds': 'processIds',
  '/poll': 'poll.every',
  '/poll/everyMs': 'poll.every',
  '/poll/overlapMs': 'poll.overlap',
  '/poll/batch': 'poll.batch',
  '/sweep': 'sweep.every',
  '/sweep/everyMs': 'sweep.every',
  '/sweep/batch': 'sweep.batch',
};

/** The field that a JSON pointer into the draft means; the form's own when it shows none for it. */
const fieldOf = (pointer: string, kind: SourceKind): string => {
  const [, first, second] = pointer.split('/');
  const setting = kind.configFields.find(({ name }) => name === second);
  if ((first === 'settings' || first === 'secrets') && setting !== undefined)
    return setting.type === 'secret' ? secretName(setting.name) : settingName(setting.name);
  return named[pointer] ?? '';
};

/** What the core holds against a form, by field; null when it is nothing that a form can show. */
export const sourceErrors = (failure: PageFailure, kind: SourceKind): FormErrors | null => {
  if (failure.code === 'CONFLICT') return { '': failure.message };
  const issues = failure.code === 'INVALID' ? [failure] : failure.code === 'SETTINGS_INVALID' ? failure.issues : null;
  if (issues === null) return null;
  const errors: Record<string, string> = {};
  for (const { pointer, message } of issues) {
    const name = fieldOf(pointer, kind);
    const said = name === '' ? `${pointer}: ${message}` : message;
    errors[name] = errors[name] === undefined ? said : `${errors[name]}; ${said}`;
  }
  return errors;
};
