import { readFileSync } from 'node:fs';
import { settingsHelp } from '@portico/composition';
import { settings } from '../configuration/settings.ts';

/** The version of this package. */
export const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** What `portico help` prints: the commands and every setting. */
export const helpText = (): string =>
  [
    'portico: keeps every outside system in step with yours',
    '',
    'Commands',
    '  portico start      run the server (API, console and, unless configured otherwise, worker and sandboxes)',
    '  portico sign-in    print a link that signs you in to the console of a running server',
    '  portico data copy  copy the embedded database into an empty PostgreSQL (--to postgres://…, --from <data directory>)',
    '  portico version    print the version',
    '  portico help       print this page',
    '',
    'Settings (environment variables)',
    ...settingsHelp(settings),
    '',
  ].join('\n');
