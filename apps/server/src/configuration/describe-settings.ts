import { secretSettings, settings, type SettingName } from './settings.ts';

/** A setting as documents show it. */
export interface SettingDescription {
  readonly name: SettingName;
  readonly text: string;
  /** Null when there is none. */
  readonly default: string | null;
  readonly secret: boolean;
}

const defaultOf = (name: SettingName): string | null => {
  const parsed = settings[name].safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return null;
  return typeof parsed.data === 'boolean' ? (parsed.data ? 'on' : 'off') : String(parsed.data);
};

/** All settings, in the order of the schema. */
export const describeSettings = (): readonly SettingDescription[] =>
  (Object.keys(settings) as SettingName[]).map((name) => ({
    name,
    text: settings[name].description ?? '',
    default: defaultOf(name),
    secret: secretSettings.has(name),
  }));

/** The reference page of all settings, in Markdown. */
export const settingsPage = (): string =>
  [
    '# Settings',
    '',
    'Portico reads these environment variables. This page is generated from `apps/server/src/configuration/settings.ts`.',
    '',
    '| variable | default | meaning |',
    '| --- | --- | --- |',
    ...describeSettings().map(
      (s) =>
        `| \`${s.name}\` | ${s.default === null ? '' : `\`${s.default}\``} | ${s.text}${s.secret ? ' Never printed.' : ''} |`,
    ),
    '',
  ].join('\n');
