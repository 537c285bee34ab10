import type { Clock, StoreFailure } from '@portico/core';
import type { LaneId, WorkerStats } from '@portico/core/work';
import type { ResultAsync } from 'neverthrow';
import type { Check } from './check.ts';

const lookEveryMs = 5_000;
const defaultBoundMs = 60_000;

/** Whether due keys get anywhere. */
export interface ProgressWatch {
  check(): Check;
  stop(): void;
}

export interface ProgressWatchDependencies {
  readonly lanes: () => WorkerStats['lanes'];
  /** See `WorkQueue.nextDueInMs`. */
  readonly nextDueInMs: (lane: LaneId) => ResultAsync<number | null, StoreFailure>;
  /** Changes whenever the worker claims or settles something in this lane. */
  readonly progressOf: (lane: LaneId) => number;
  readonly clock: Pick<Clock, 'monotonic' | 'timer'>;
  /** How long due keys may lie although this worker could start them; 60 s unless told otherwise. */
  readonly boundMs?: number;
}

/** When a lane was last seen to be as it should. */
interface Seen {
  readonly progress: number;
  readonly at: number;
}

/**
 * Finds out whether a worker has got stuck: keys of a lane that it serves could be claimed all the time, it has room for them (or its
 * calls should have ended long ago), and for a minute it has neither claimed nor settled any. Lanes that are paused, closed, or
 * out of tokens are as they should be; so is one whose concurrency others use up; a store that is away is another check's.
 */
export const watchProgress = (dependencies: ProgressWatchDependencies): ProgressWatch => {
  const { lanes, nextDueInMs, progressOf, clock, boundMs = defaultBoundMs } = dependencies;
  const seen = new Map<LaneId, Seen>();
  let stuck: readonly string[] = [];
  let stopped = false;
  let cancel = (): void => {};

  const isStuck = async ({
    lane,
    timeoutMs,
    callsFree,
    callsUnderWay,
  }: WorkerStats['lanes'][number]): Promise<boolean> => {
    const now = { progress: progressOf(lane), at: clock.monotonic() };
    const last = seen.get(lane);
    const moves = last === undefined || last.progress !== now.progress;
    if (moves || (callsFree === 0 && callsUnderWay === 0)) {
      seen.set(lane, now);
      return false;
    }
    const due = await nextDueInMs(lane);
    if (due.isErr() || due.value !== 0) {
      seen.set(lane, now);
      return false;
    }
    return now.at - last.at >= (callsFree > 0 ? boundMs : boundMs + timeoutMs);
  };

  const look = async (): Promise<void> => {
    const found: string[] = [];
    for (const lane of lanes()) if (await isStuck(lane)) found.push(lane.name);
    stuck = found;
  };
  const lookLater = (): void => {
    if (stopped) return;
    cancel = clock.timer(
      lookEveryMs,
      () =>
        void look()
          .catch(() => undefined)
          .then(lookLater),
    );
  };

  lookLater();
  return {
    check: () =>
      stuck.length === 0
        ? { name: 'progress', ok: true }
        : { name: 'progress', ok: false, detail: `keys are due and not taken up: ${stuck.join(', ')}` },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
};
