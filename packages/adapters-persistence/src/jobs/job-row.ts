import type { Job } from '@portico/core/jobs';

/** A row of `job`; `kind` to `by_whom` never change. */
export interface JobRow {
  readonly tenant: string;
  readonly id: string;
  readonly kind: string;
  readonly subject: string | null;
  readonly input: Job['input'];
  readonly reason: string;
  readonly by_whom: string | null;
  readonly state: Job['state'];
  readonly checkpoint: Job['checkpoint'];
  readonly done: number;
  readonly total: number | null;
  readonly counts: Job['counts'];
  readonly failure: string | null;
  readonly interruptions: number;
  readonly revision: number;
  readonly started_at: number;
  readonly beat_at: number;
  readonly finished_at: number | null;
}

export const fromJobRow = (row: JobRow): Job => ({
  tenant: row.tenant,
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  input: row.input,
  reason: row.reason,
  by: row.by_whom,
  state: row.state,
  checkpoint: row.checkpoint,
  done: row.done,
  total: row.total,
  counts: row.counts,
  failure: row.failure,
  interruptions: row.interruptions,
  revision: row.revision,
  startedAt: row.started_at,
  beatAt: row.beat_at,
  finishedAt: row.finished_at,
});
