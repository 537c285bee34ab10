import type { Instant } from '../ports/instant.ts';
import type { JobData } from '../jobs/job.ts';

/** One reading of the engine's list. */
export interface Reading {
  /** From 0; a list is read again after somebody was asked, for much may have changed meanwhile. */
  readonly reading: number;
  /** When it began, less a margin for clocks that differ. */
  readonly at: Instant;
  /** So many closings were agreed to; 0: nobody was asked. */
  readonly agreed: number;
}

/** What a reading has seen is kept apart from what the one before it saw. */
export const seenUnder = (job: string, reading: number): string => (reading === 0 ? job : `${job}.${reading}`);

/** How far a sweep of an engine's list is. */
export type SweepPlace =
  /** Reads what is open there. */
  | (Reading & { readonly phase: 'read'; readonly after: string | null; readonly listed: number })
  /** Counts what is open here and not there, before anything is closed. */
  | (Reading & {
      readonly phase: 'count';
      readonly after: string | null;
      readonly process: number;
      readonly open: number;
      readonly missing: number;
    })
  /** Has asked whether so many may be closed; going on means yes, for about as many when the list is read again. */
  | (Reading & { readonly phase: 'asked'; readonly missing: number })
  | (Reading & { readonly phase: 'close'; readonly after: string | null; readonly process: number })
  | { readonly phase: 'clear'; readonly reading: number };

export const toSweepCheckpoint = (place: SweepPlace): JobData => ({ ...place });

/** The inverse; null before the first page. */
export const fromSweepCheckpoint = (checkpoint: JobData | null): SweepPlace | null =>
  checkpoint === null ? null : (checkpoint as unknown as SweepPlace);

/** Up to so many closings go without asking; beyond, up to this share of what is open here. */
const unquestioned = { count: 10, share: 0.1 };

/** Whether somebody has to agree first: an engine that suddenly lists much less, or nothing at all, may be ill. */
export const mustAsk = (open: number, missing: number, agreed: number): boolean => {
  if (missing <= agreed * 1.1) return false;
  return (missing > unquestioned.count && missing > open * unquestioned.share) || (missing === open && missing > 1);
};
