import type { Configuration } from '../configuration/configuration.ts';
import { banner } from '../start/banner.ts';
import { startServer } from '../start/start-server.ts';

const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

/** How long a stop may take before what is under way is cut short. */
const stopWithinMs = 10_000;

/** Runs the server until it is asked to stop. */
export const start = async (configuration: Configuration): Promise<number> => {
  const stop = askedToStop();
  const server = await startServer(configuration);
  process.stdout.write(banner(server.situation, process.cwd(), new Date()));
  await stop;
  await server.stop(stopWithinMs);
  return 0;
};
