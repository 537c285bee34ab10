import type { z } from 'zod';
import { secretSettings } from './settings.ts';

/** A setting as documents show it. */
export interface SettingDescription {
  readonly name: string;
  readonly text: string;
  /** Null when there is none. */
  readonly default: string | null;
  readonly secret: boolean;
}

const defaultOf = (setting: z.ZodType): string | null => {
  const parsed = setting.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return null;
  if (typeof parsed.data === 'boolean') return parsed.data ? 'on' : 'off';
  return Array.isArray(parsed.data) ? parsed.data.join(',') : String(parsed.data as string | number);
};

/** Settings in the order of the table. */
export const describeSettings = (settings: Readonly<Record<string, z.ZodType>>): readonly SettingDescription[] =>
  Object.entries(settings).map(([name, setting]) => ({
    name,
    text: setting.description ?? '',
    default: defaultOf(setting),
    secret: secretSettings.has(name),
  }));

/** Settings as a table in Markdown. */
export const settingsTable = (settings: Readonly<Record<string, z.ZodType>>): string =>
  [
    '| variable | default | meaning |',
    '| --- | --- | --- |',
    ...describeSettings(settings).map(
      (s) =>
        `| \`${s.name}\` | ${s.default === null ? '' : `\`${s.default}\``} | ${s.text}${s.secret ? ' Never printed.' : ''} |`,
    ),
  ].join('\n');

/** Settings as `--help` lists them, one line an entry. */
export const settingsHelp = (settings: Readonly<Record<string, z.ZodType>>): readonly string[] =>
  describeSettings(settings).flatMap((setting) => [
    `  ${setting.name}${setting.default === null ? '' : ` (default: ${setting.default})`}`,
    `      ${setting.text}`,
  ]);
