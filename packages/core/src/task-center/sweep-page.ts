import type { ResultAsync } from 'neverthrow';
import type { JobStep, StepEnd } from '../jobs/job-kind.ts';
import type { Job } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Lane } from '../work/lane.ts';
import type { Ring } from '../work/ports.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { joinKey, splitKey } from './mirror-key.ts';
import type { TaskCenterPlatform } from './platform.ts';
import type { Platform, Sweep } from './ports.ts';
import type { Route } from './route.ts';

/** The platform that a sweep goes over, opened. */
export interface SweptPlatform {
  readonly platform: Platform;
  readonly target: TaskCenterPlatform;
  readonly lane: Lane;
  readonly route: Route;
}

/** What one page of a sweep came to. */
export interface SweptPage {
  readonly checked: number;
  readonly scheduled: number;
  readonly corrected: number;
  /** Where the next page begins; null when this was the last. */
  readonly next: string | null;
  readonly rings: readonly Ring[];
}

/** Does one page of a sweep. */
export type SweepOnce = (
  context: Pick<TaskCenterContext, 'transactor' | 'clock'>,
  swept: SweptPlatform,
  job: Job,
  sweep: Sweep,
  step: JobStep<Stores>,
) => Promise<StepEnd>;

/** Goes over one page in the transaction of its progress. */
export type SweepPage = (stores: Stores, swept: SweptPlatform, sweep: Sweep) => ResultAsync<SweptPage, StoreFailure>;

/** A sweep's place: the phase that it is in, and the last id that is done. */
export const sweepPlace = (
  cursor: string | null,
  firstPhase: string,
): { readonly phase: string; readonly after: string | null } => {
  if (cursor === null) return { phase: firstPhase, after: null };
  const [phase = firstPhase, after] = splitKey(cursor);
  return { phase, after: after ?? null };
};

export const placeCursor = (phase: string, after: string | null): string =>
  after === null ? joinKey(phase) : joinKey(phase, after);
