import { defineCommand } from '../../cli/command.ts';
import { withConfiguration } from './with-configuration.ts';

export const start = defineCommand({
  summary: 'Run the server: API, console and, unless configured otherwise, worker and sandboxes',
  description: ['Its settings are environment variables: portico help settings. Ctrl-C or SIGTERM stops it in order.'],
  reach: 'here',
  examples: ['portico start', 'PORTICO_PORT=8080 PORTICO_DATA_DIR=/var/lib/portico portico start'],
  run: () => withConfiguration(async (configuration) => (await import('./run-server.ts')).runServer(configuration)),
});
