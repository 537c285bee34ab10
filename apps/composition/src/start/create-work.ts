import type { Application, StoreFailure } from '@portico/core';
import type { LaneSelection, Worker, WorkLog } from '@portico/core/work';
import type { ResultAsync } from 'neverthrow';
import { every } from './every.ts';

const sweepEveryMs = 60_000;
const tickEveryMs = 10 * 60_000;
/** Rules are looked at every 30 seconds over all processes; asking more often costs a statement. */
const watchEveryMs = 10_000;
const maintainEveryMs = 6 * 3_600_000;
/** What is kept of a bound for cutting short, writing down and closing. */
const reserveMs = 2_500;

export interface WorkOptions {
  readonly lanes: LaneSelection;
  /** The store is this process's alone. */
  readonly exclusive: boolean;
}

/** The work of this process: its worker, and what is done by the clock. */
export interface Work {
  readonly worker: Worker;
  /** Fails when the store cannot be reached now; try again then. */
  begin(): ResultAsync<void, StoreFailure>;
  /** Lets what is under way end, then cuts it short in time to be done within `boundMs`, if the store answers. */
  stop(boundMs: number): Promise<void>;
}

export const createWork = (application: Application, log: WorkLog, options: WorkOptions): Work => {
  const worker = application.createWorker(options);
  let jobs: readonly (() => void)[] = [];
  const failed = (error: unknown): void =>
    log('error', 'A scheduled job failed.', { error: error instanceof Error ? error.message : JSON.stringify(error) });
  return {
    worker,
    begin: () =>
      worker.start().map(() => {
        jobs = [
          every(sweepEveryMs, () => application.scheduleSweeps(), failed),
          every(tickEveryMs, () => application.tick(), failed),
          every(watchEveryMs, () => application.watchAlerts(), failed),
          every(maintainEveryMs, () => application.maintain(), failed),
        ];
      }),
    stop: async (boundMs) => {
      for (const stop of jobs) stop();
      await worker.stop(Math.max(boundMs - reserveMs, boundMs / 2));
      await application.closeSources();
    },
  };
};
