import type { ConfigField, PlatformDraft, PlatformKind, RetrySettings, ShownPlatform } from '@portico/core/task-center';
import { err, ok, type Result } from 'neverthrow';
import type { Texts } from './texts/texts.ts';

/** A message per field of the form, by the field's name; the empty name is the form's own. */
export type FormErrors = Readonly<Record<string, string>>;

export const settingName = (name: string): string => `settings.${name}`;
export const secretName = (name: string): string => `secrets.${name}`;
export const secretRemovalName = (name: string): string => `remove-secret.${name}`;

const defaultAgeSeconds = 3 * 24 * 3600;

/** What the form shows at first, by field. */
export const formValues = (kind: PlatformKind, platform: ShownPlatform | null): URLSearchParams => {
  const values = new URLSearchParams();
  const set = (name: string, value: unknown): void => {
    if (value !== null && value !== undefined)
      values.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  };
  set('code', platform?.code ?? '');
  set('name', platform?.name ?? kind.name['zh-CN']);
  set('baseUrl', platform?.baseUrl ?? '');
  for (const { name, type, default: fallback } of kind.configFields) {
    if (type === 'secret') continue;
    const value = platform === null ? fallback : platform.settings[name];
    set(
      settingName(name),
      type === 'json' && value !== undefined && value !== null ? JSON.stringify(value, null, 2) : value,
    );
  }
  const profile = platform?.profile;
  if (profile !== null && profile !== undefined) set('profile', JSON.stringify(profile, null, 2));
  if (platform === null) {
    set('retry.age', defaultAgeSeconds);
    return values;
  }
  const { retry, rate } = platform;
  set('retry.count', retry.count);
  set('retry.interval', retry.intervalSeconds === null ? null : [retry.intervalSeconds].flat().join(', '));
  set('retry.age', retry.maxAgeSeconds);
  set('concurrency', platform.concurrency);
  set('batchSize', platform.batchSize);
  set('timeoutMs', platform.timeoutMs);
  set('rate.perSecond', rate?.perSecond);
  set('rate.burst', rate?.burst);
  if (platform.showFinished) set('showFinished', 'on');
  if (platform.resendUndecidable) set('resendUndecidable', 'on');
  set('revision', platform.revision);
  return values;
};

/** Reads one field after another and keeps what is wrong with each. */
export const createReader = (form: URLSearchParams, { platforms }: Texts) => {
  const errors: Record<string, string> = {};
  const text = (name: string): string => form.get(name)?.trim() ?? '';
  const numeric = (name: string, whole: boolean): number | null => {
    const given = text(name);
    if (given === '') return null;
    const value = Number(given);
    if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      errors[name] = whole ? platforms.notInteger : platforms.notNumber;
      return null;
    }
    return value;
  };
  const json = (name: string): unknown => {
    const given = text(name);
    if (given === '') return undefined;
    try {
      return JSON.parse(given) as unknown;
    } catch {
      errors[name] = platforms.notJson;
      return undefined;
    }
  };
  return { errors, text, numeric, json };
};

export type Reader = ReturnType<typeof createReader>;

export const readSetting = (reader: Reader, { name, type }: ConfigField): unknown => {
  const given = settingName(name);
  if (type === 'boolean') return reader.text(given) === 'on';
  if (type === 'integer') return reader.numeric(given, true) ?? undefined;
  if (type === 'json') return reader.json(given);
  return reader.text(given) === '' ? undefined : reader.text(given);
};

const readRetry = (reader: Reader, texts: Texts): RetrySettings => {
  const count = reader.numeric('retry.count', true);
  const maxAgeSeconds = reader.numeric('retry.age', true);
  const intervals = reader
    .text('retry.interval')
    .split(/[\s,，;；]+/)
    .filter((part) => part !== '')
    .slice(0, 100)
    .map(Number);
  if (intervals.some((value) => !Number.isSafeInteger(value)))
    reader.errors['retry.interval'] = texts.platforms.notInteger;
  const [only, ...others] = intervals;
  return {
    count,
    intervalSeconds: only === undefined ? null : others.length === 0 ? only : intervals,
    maxAgeSeconds: maxAgeSeconds ?? defaultAgeSeconds,
  };
};

const readRate = (reader: Reader, texts: Texts): PlatformDraft['rate'] => {
  const perSecond = reader.numeric('rate.perSecond', false);
  const burst = reader.numeric('rate.burst', true);
  if (perSecond === null && burst === null) return null;
  if (perSecond === null) reader.errors['rate.perSecond'] ??= texts.platforms.burstNeeded;
  return { perSecond: perSecond ?? 1, burst: burst ?? Math.max(1, Math.ceil(perSecond ?? 1)) };
};

/** What was submitted, as a draft; or what is wrong before the core even looks. */
export const readPlatformForm = (
  form: URLSearchParams,
  kind: PlatformKind,
  isNew: boolean,
  texts: Texts,
): Result<PlatformDraft, FormErrors> => {
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
    if (value !== undefined) settings[name] = value;
  }
  const profile = form.has('profile') ? reader.json('profile') : undefined;
  const retry = readRetry(reader, texts);
  const rate =
    isNew && reader.text('rate.perSecond') === '' && reader.text('rate.burst') === ''
      ? undefined
      : readRate(reader, texts);
  const numbers = Object.fromEntries(
    (['concurrency', 'batchSize', 'timeoutMs'] as const).flatMap((name) => {
      const value = reader.numeric(name, true);
      return value === null ? [] : [[name, value]];
    }),
  );
  if (Object.keys(reader.errors).length > 0) return err(reader.errors);
  return ok({
    ...(isNew ? { code: reader.text('code'), kind: kind.kind } : {}),
    name: reader.text('name'),
    baseUrl: reader.text('baseUrl'),
    settings,
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
    ...(profile === undefined ? {} : { profile }),
    retry,
    ...numbers,
    ...(rate === undefined ? {} : { rate }),
    showFinished: reader.text('showFinished') === 'on',
    resendUndecidable: reader.text('resendUndecidable') === 'on',
  });
};

const named: Readonly<Record<string, string>> = {
  '/retry/count': 'retry.count',
  '/retry/intervalSeconds': 'retry.interval',
  '/retry/maxAgeSeconds': 'retry.age',
  '/rate/perSecond': 'rate.perSecond',
  '/rate/burst': 'rate.burst',
};

/** The field that a JSON pointer into the draft means; the form's own when it shows none for it. */
export const fieldOfPointer = (pointer: string, kind: PlatformKind): string => {
  const [first = '', second] = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const setting = kind.configFields.find(({ name }) => name === second);
  if ((first === 'settings' || first === 'secrets') && setting !== undefined) {
    return setting.type === 'secret' ? secretName(setting.name) : settingName(setting.name);
  }
  if (first === 'retry') return named[`/retry/${second ?? ''}`] ?? 'retry.age';
  if (first === 'rate') return named[`/rate/${second ?? ''}`] ?? 'rate.perSecond';
  return ['code', 'name', 'baseUrl', 'profile', 'concurrency', 'batchSize', 'timeoutMs'].includes(first) ? first : '';
};
