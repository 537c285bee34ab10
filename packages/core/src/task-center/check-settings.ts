import type { ConfigField, SettingsIssue } from './platform.ts';

const longestText = 4_096;
const longestJson = 65_536;

const lengthIssue = (value: string, { min, max }: ConfigField, limit: number): string | null => {
  const least = min ?? 0;
  const most = Math.min(max ?? limit, limit);
  return value.length < least || value.length > most
    ? `must have ${least} to ${most} characters, has ${value.length}`
    : null;
};

const integerIssue = (value: unknown, { min, max }: ConfigField): string | null => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a whole number';
  const least = min ?? Number.MIN_SAFE_INTEGER;
  const most = max ?? Number.MAX_SAFE_INTEGER;
  return value < least || value > most ? `must be ${least} to ${most}, is ${value}` : null;
};

const textIssue = (value: unknown, field: ConfigField): string | null =>
  typeof value === 'string' ? lengthIssue(value, field, longestText) : 'must be a text';

const jsonIssue = (value: unknown): string | null => {
  const length = JSON.stringify(value)?.length ?? 0;
  return length > longestJson ? `must have at most ${longestJson} characters as JSON, has ${length}` : null;
};

/** An address that can be called: http or https, a host, no credentials, no fragment. */
export const urlIssue = (value: unknown): string | null => {
  if (typeof value !== 'string') return 'must be a text';
  if (value.length > 2_048) return `must have at most 2048 characters, has ${value.length}`;
  if (!/^https?:\/\//i.test(value)) return 'must begin with http:// or https://';
  if (/^https?:\/\/[^/?#]*@/i.test(value)) return 'must not hold a user name or password';
  return /^https?:\/\/(?:[\w.~%-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?][^\s#\\]*)?$/i.test(value)
    ? null
    : 'is no address';
};

/** What is wrong with one value of a setting; null when nothing is. */
export const fieldIssue = (field: ConfigField, value: unknown): string | null => {
  switch (field.type) {
    case 'string':
    case 'secret':
      return textIssue(value, field);
    case 'url':
      return urlIssue(value) ?? textIssue(value, field);
    case 'integer':
      return integerIssue(value, field);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return (field.choices ?? []).some((choice) => choice === value)
        ? null
        : `must be one of ${(field.choices ?? []).join(', ')}`;
    case 'json':
      return jsonIssue(value);
  }
};

/** Settings with the kind's defaults in place of what is not given. Secrets have none. */
export const withDefaults = (
  fields: readonly ConfigField[],
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    fields
      .filter(({ type, default: preset }) => type !== 'secret' && preset !== null && preset !== undefined)
      .map(({ name, default: preset }) => [name, preset]),
  ),
  ...settings,
});

/** Everything about settings and secrets (in the clear, or sealed: only their names are looked at) that a kind does not allow. */
export const settingsIssues = (
  fields: readonly ConfigField[],
  settings: Readonly<Record<string, unknown>>,
  secretNames: readonly string[],
): readonly SettingsIssue[] => {
  const issues: SettingsIssue[] = [];
  const open = new Map(fields.filter(({ type }) => type !== 'secret').map((field) => [field.name, field]));
  const sealed = new Map(fields.filter(({ type }) => type === 'secret').map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(settings)) {
    const field = open.get(name);
    const message =
      field === undefined
        ? sealed.has(name)
          ? 'belongs into secrets'
          : 'is no setting of this kind'
        : fieldIssue(field, value);
    if (message !== null) issues.push({ pointer: `/settings/${name}`, message });
  }
  for (const name of secretNames)
    if (!sealed.has(name)) issues.push({ pointer: `/secrets/${name}`, message: 'is no secret of this kind' });
  for (const { name, required } of open.values()) {
    if (required && settings[name] === undefined) issues.push({ pointer: `/settings/${name}`, message: 'is missing' });
  }
  for (const { name, required } of sealed.values()) {
    if (required && !secretNames.includes(name)) issues.push({ pointer: `/secrets/${name}`, message: 'is missing' });
  }
  return issues;
};
