import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Attempt } from '../work/attempt.ts';
import type { TroubledStanding } from '../work/trouble.ts';
import type { MirrorRef } from './mirror.ts';
import type { Decision, Invalid, NotFound, Page } from './task-center.ts';
import type { Todo } from './todo.ts';

/** Objects of a platform that stand alike for the same cause. */
export interface FailureRef {
  readonly platform: string;
  readonly standing: TroubledStanding;
  /** As `causeOf` tells it; empty when nothing is known. */
  readonly cause: string;
}

/** An object in trouble, as people know it. */
export interface FailedObject {
  readonly key: string;
  readonly ref: MirrorRef | null;
  /** The to-dos that it shows, at most 5 of them; none when the workflow no longer knows it. */
  readonly todos: readonly Todo[];
  /** Of how many. */
  readonly todoCount: number;
  /** Its latest attempts, newest first. */
  readonly attempts: readonly Attempt[];
}

export interface FailureGroup extends FailureRef {
  readonly count: number;
  /** How many of them may have had an effect that is not known. */
  readonly uncertain: number;
  /** When the first and the last of them failed last; null when that is not known. */
  readonly oldest: Instant | null;
  readonly newest: Instant | null;
  /** What was said of one of them, unmasked; null when it is no longer known. */
  readonly words: string | null;
  readonly sample: FailedObject;
}

/** What may be decided about a whole group. */
export type GroupDecision = Exclude<Decision, 'restore'>;

/** What deciding about a group came to, or would. */
export interface FailureReport {
  /** How many objects there were in the group before. */
  readonly matched: number;
  /** How many were decided on now; 0 at a trial. */
  readonly decided: number;
  /** How many were passed over: they are being attempted at this moment, or the workflow no longer knows them. */
  readonly skipped: number;
  /** Where to go on; null when the group is through. */
  readonly nextCursor: string | null;
}

/** Failures by their causes. */
export interface FailureCases {
  /** At most 200 groups, the largest first. */
  listFailures(tenant: string): ResultAsync<readonly FailureGroup[], StoreFailure>;
  /** The objects of one group, by key. `limit` at most 50. */
  listFailed(
    tenant: string,
    group: FailureRef,
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<FailedObject>, StoreFailure | NotFound | Invalid>;
  /**
   * Decides about a bounded number of the objects of a group: at most 5,000 when they are only pushed, else 200; go on with the cursor.
   * `trial` changes nothing and counts.
   */
  decideFailures(
    tenant: string,
    group: FailureRef,
    decision: GroupDecision,
    options: { readonly trial: boolean; readonly cursor: string | null },
    by: string,
  ): ResultAsync<FailureReport, StoreFailure | NotFound | Invalid>;
}
