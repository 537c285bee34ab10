import { defineCommand } from '../../cli/command.ts';
import { text } from '../../cli/parsing/option.ts';
import { withConfiguration } from '../server/with-configuration.ts';

export const copy = defineCommand({
  summary: 'Copy the embedded database into an empty PostgreSQL',
  description: [
    'All of it or nothing; both sides are read again and compared. Stop Portico first. How to go on is said at the end, and in docs/how-to/move-to-postgresql.md.',
  ],
  reach: 'here',
  options: {
    to: text('Address of the PostgreSQL, postgres://… Default: PORTICO_DATABASE_URL.', 'address'),
    from: text('Data directory. Default: PORTICO_DATA_DIR, else .portico.', 'directory', 'files'),
  },
  examples: ['PORTICO_DATABASE_URL=postgres://portico@db.example.edu/portico portico data copy'],
  run: ({ options }) =>
    withConfiguration(async (configuration) => (await import('./copy-data.ts')).copyData(configuration, options)),
});
