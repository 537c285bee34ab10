import { listenForStop, stopInTime } from '@portico/composition';
import type { ServerConfiguration } from '../../configuration/configuration.ts';
import { banner } from '../../start/banner.ts';
import { startServer } from '../../start/start-server.ts';

/** Runs the server until it is asked to stop; answers the exit code: 0 when everything was brought to its end within the bound. */
export const runServer = async (configuration: ServerConfiguration): Promise<number> => {
  const stopping = listenForStop();
  const server = await startServer(configuration);
  process.stdout.write(banner(server.situation, process.cwd(), new Date()));
  await stopping.told;
  return (await stopInTime((boundMs) => server.stop(boundMs), configuration.stopWithinMs, stopping.toldAgain)) ? 0 : 1;
};
