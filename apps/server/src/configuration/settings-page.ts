import { settingsTable } from '@portico/composition';
import { settings } from './settings.ts';

/** The reference page of the server's settings, in Markdown. */
export const settingsPage = (): string =>
  [
    '# Settings',
    '',
    'The server reads these environment variables; the worker has [its own](worker-settings.md). This page is generated from',
    '`apps/server/src/configuration/settings.ts`.',
    '',
    settingsTable(settings),
    '',
  ].join('\n');
