import { settingsTable } from '@portico/composition';
import { settings } from './settings.ts';

/** The reference page of the worker's settings, in Markdown. */
export const settingsPage = (): string =>
  [
    '# Settings of the worker',
    '',
    'The worker reads these environment variables; the server has [its own](settings.md). This page is generated from',
    '`apps/worker/src/configuration/settings.ts`.',
    '',
    settingsTable(settings),
    '',
  ].join('\n');
