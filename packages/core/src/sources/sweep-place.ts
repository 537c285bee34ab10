import type { Instant } from '../ports/instant.ts';
import type { JobData } from '../jobs/job.ts';

/** How far a sweep of an engine's list is. */
export type SweepPlace =
  /** Reads what is open there. `at`: when reading began, less a margin for clocks that differ. */
  | { readonly phase: 'read'; readonly at: Instant; readonly after: string | null; readonly listed: number }
  /** Counts what is open here and not there, before anything is closed. */
  | {
      readonly phase: 'count';
      readonly at: Instant;
      readonly after: string | null;
      readonly process: number;
      readonly open: number;
      readonly missing: number;
    }
  /** Has asked whether so many may be closed; going on means yes. */
  | { readonly phase: 'asked'; readonly at: Instant; readonly missing: number }
  | { readonly phase: 'close'; readonly at: Instant; readonly after: string | null; readonly process: number }
  | { readonly phase: 'clear' };

export const toSweepCheckpoint = (place: SweepPlace): JobData => ({ ...place });

/** The inverse; null before the first page. */
export const fromSweepCheckpoint = (checkpoint: JobData | null): SweepPlace | null =>
  checkpoint === null ? null : (checkpoint as unknown as SweepPlace);

/** Up to so many closings go without asking; beyond, up to this share of what is open here. */
const unquestioned = { count: 10, share: 0.1 };

/** Whether somebody has to agree first: an engine that suddenly lists much less may be ill. */
export const mustAsk = (open: number, missing: number): boolean =>
  missing > unquestioned.count && missing > open * unquestioned.share;
