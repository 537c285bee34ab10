import { readFileSync } from 'node:fs';
import { settingsHelp } from '@portico/composition';
import { settings } from '../configuration/settings.ts';

/** The version of this package. */
export const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** What `portico-worker --help` prints: how to call it, and every setting. */
export const helpText = (): string =>
  [
    "portico-worker: does the work of Portico's servers; run as many as you like",
    '',
    'Usage',
    '  portico-worker              work until told to stop (SIGTERM, SIGINT); a second signal ends it at once',
    '  portico-worker --version    print the version',
    '  portico-worker --help       print this page',
    '',
    'Settings (environment variables)',
    ...settingsHelp(settings),
    '',
  ].join('\n');
