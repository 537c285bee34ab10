import { listenForStop, stopInTime } from '@portico/composition';
import type { WorkerConfiguration } from '../configuration/configuration.ts';
import { readyLine } from '../start/ready-line.ts';
import { startWorker } from '../start/start-worker.ts';
import { version } from './help.ts';

/** Works until told to stop; answers the exit code: 0 when everything was brought to its end within the bound. */
export const start = async (configuration: WorkerConfiguration): Promise<number> => {
  const stopping = listenForStop();
  const worker = startWorker(configuration, version());
  const ready = worker.ready.then((situation) => {
    if (situation !== null) process.stdout.write(readyLine(situation));
  });
  await Promise.race([stopping.told, ready.then(() => stopping.told)]);
  return (await stopInTime((boundMs) => worker.stop(boundMs), configuration.stopWithinMs, stopping.toldAgain)) ? 0 : 1;
};
