import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptOutcome } from '../work/outcome.ts';
import type { Growth } from './project-growth.ts';

/** A value does not fit; `pointer` is a JSON pointer into what was given. */
export interface StatisticsInvalid {
  readonly code: 'INVALID';
  readonly pointer: string;
  readonly message: string;
}

export interface StatisticsQuery {
  /** Null: every platform. */
  readonly platform: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** `day`: of the zone. At most 31 days by the hour, 400 by the day. */
  readonly step: 'hour' | 'day';
  /** IANA name. */
  readonly timezone: string;
}

/** What a platform's attempts came to in some time. */
export interface Figures {
  readonly attempts: number;
  readonly outcomes: Readonly<Partial<Record<AttemptOutcome, number>>>;
  /** Done among those that say something: what was deferred or never sent says nothing. Null when none does. */
  readonly successShare: number | null;
  /** How long attempts took that sent something or failed; null when there were none. Told within a fifth. */
  readonly medianMs: Millis | null;
  readonly p95Ms: Millis | null;
  /** From a change to its confirmation, re-pushes of old changes among them. */
  readonly latencyMedianMs: Millis | null;
  readonly latencyP95Ms: Millis | null;
}

export interface PeriodFigures extends Figures {
  /** Where the period begins. */
  readonly at: Instant;
}

export interface PlatformFigures {
  readonly platform: string;
  /** Every period that was asked for, empty ones too. */
  readonly periods: readonly PeriodFigures[];
  readonly total: Figures;
}

export interface StatisticsView {
  readonly from: Instant;
  readonly to: Instant;
  readonly step: 'hour' | 'day';
  /** By code. */
  readonly platforms: readonly PlatformFigures[];
}

/** Why attempts at a platform failed lately. */
export interface ToldCause {
  readonly outcome: AttemptOutcome;
  readonly cause: string;
  readonly count: number;
  readonly lastAt: Instant;
  readonly words: string;
}

/** What the statistics can do. */
export interface Statistics {
  /** Volume, success and durations by platform and hour or day. */
  show(tenant: string, query: StatisticsQuery): ResultAsync<StatisticsView, StoreFailure | StatisticsInvalid>;
  /** Why attempts at a platform failed in the last `days` (1 to 90), the most frequent first, at most 50. */
  causes(tenant: string, platform: string, days: number): ResultAsync<readonly ToldCause[], StoreFailure>;
  /** How the tables of the whole installation grow, over the last `days` (1 to 400), and where that leads. */
  growth(days: number): ResultAsync<Growth, StoreFailure>;
  /** Sums up what is over and looks at the sizes; to be called every few minutes, from any number of processes. */
  tick(): ResultAsync<void, StoreFailure>;
  /** Drops sums and sizes older than that many days. */
  maintain(keepDays: number): ResultAsync<void, StoreFailure>;
}
