import type { Millis } from '../ports/instant.ts';
import type { Job } from './job.ts';
import type { JobsContext, JobWorkStores } from './jobs-context.ts';

export const beatEveryMs: Millis = 5_000;

/** Shows that a job is being worked on, as long as nothing else is written of it. */
export interface Heartbeat {
  /** The job was written just now, which shows life too. */
  wrote(): void;
  stop(): void;
}

/** `ended` is called once when the job is found to run no more. A beat that fails is left out: the next one will do. */
export const startHeartbeat = <Stores extends JobWorkStores>(
  { transactor, clock }: Pick<JobsContext<Stores>, 'transactor' | 'clock'>,
  { tenant, id }: Job,
  ended: () => void,
): Heartbeat => {
  let stopped = false;
  let wroteAt = clock.monotonic();
  let cancel = (): void => {};
  const next = (afterMs: Millis): void => {
    if (!stopped) cancel = clock.timer(afterMs, () => void beat());
  };
  const beat = async (): Promise<void> => {
    const quietMs = clock.monotonic() - wroteAt;
    if (quietMs < beatEveryMs) return next(beatEveryMs - quietMs);
    try {
      const state = await transactor.run(({ jobs }) => jobs.beat(tenant, id));
      if (state.isOk() && state.value !== 'running' && !stopped) return ended();
    } catch {
      // A defect of the store shows where something is written; a beat is none of that.
    }
    wroteAt = clock.monotonic();
    next(beatEveryMs);
  };
  next(beatEveryMs);
  return {
    wrote: () => void (wroteAt = clock.monotonic()),
    stop: () => {
      stopped = true;
      cancel();
    },
  };
};
