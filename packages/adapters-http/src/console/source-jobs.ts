import type { StoreFailure } from '@portico/core';
import type { Jobs, JobLine, ShownJob } from '@portico/core/jobs';
import { pollKindName, sourceSweepKindName } from '@portico/core/sources';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';

/** A job with what it said last. */
export interface LatestJob {
  readonly shown: ShownJob;
  readonly line: JobLine | null;
  /** What it last complained of, of its latest lines; null when of nothing, or when that is `line`. */
  readonly complaint: JobLine | null;
}

/** The latest jobs of a source; null before there was one. */
export interface SourceJobs {
  readonly poll: LatestJob | null;
  readonly sweep: LatestJob | null;
}

const linesRead = 50;

type Failure = StoreFailure | { readonly code: 'INVALID'; readonly pointer: string; readonly message: string };

const latest = (
  jobs: Pick<Jobs, 'list' | 'lines'>,
  tenant: string,
  code: string,
  kind: string,
): ResultAsync<LatestJob | null, Failure> =>
  jobs.list(tenant, { kinds: [kind], subject: code, states: null }, null, 1).andThen(({ items: [shown] }) => {
    if (shown === undefined) return okAsync<LatestJob | null, Failure>(null);
    return jobs
      .lines(tenant, shown.job.id, null, linesRead)
      .map(({ lines }): LatestJob | null => {
        const line = lines.at(-1) ?? null;
        const complaint = lines.findLast(({ level }) => level !== 'info') ?? null;
        return { shown, line, complaint: complaint === line ? null : complaint };
      })
      .orElse((failure) =>
        // It may be gone between the two questions.
        failure.code === 'NOT_FOUND'
          ? okAsync<LatestJob | null, Failure>({ shown, line: null, complaint: null })
          : errAsync<LatestJob | null, Failure>(failure),
      );
  });

/** How the asking of a source goes. */
export const readSourceJobs = (
  jobs: Pick<Jobs, 'list' | 'lines'>,
  tenant: string,
  code: string,
): ResultAsync<SourceJobs, Failure> =>
  ResultAsync.combine([latest(jobs, tenant, code, pollKindName), latest(jobs, tenant, code, sourceSweepKindName)]).map(
    ([poll, sweep]) => ({ poll, sweep }),
  );
