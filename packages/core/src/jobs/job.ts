import type { Instant } from '../ports/instant.ts';

/** `paused` and `running` may become each other; the others are ends. */
export type JobState = 'running' | 'paused' | 'finished' | 'failed' | 'cancelled';

/** Plain JSON, at most 64 KiB as text. */
export type JobData = Readonly<Record<string, unknown>>;

/**
 * Long work that goes on page by page and survives whoever does it: a sweep, a re-push, a look at an engine's database. It is work like any
 * other: the claim of its key is its lease, this row its progress.
 */
export interface Job {
  readonly tenant: string;
  readonly id: string;
  /** Its family, 1 to 40 characters of `[a-z-]`: `sweep`, `repush`, `poll`. */
  readonly kind: string;
  /** What it works on, for lists: a platform's code, a source's name; null when that is everything. */
  readonly subject: string | null;
  /** What it was asked to do; never changes. */
  readonly input: JobData;
  /** Why it began: `schedule`, `hand`, or the kind's own word. */
  readonly reason: string;
  /** Who began it by hand; null otherwise. */
  readonly by: string | null;
  readonly state: JobState;
  /** Where to go on; the kind's own. Null before the first page. */
  readonly checkpoint: JobData | null;
  readonly done: number;
  /** Of how many, as far as known. */
  readonly total: number | null;
  /** What came of it, by the kind's own names. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why it failed; null otherwise. */
  readonly failure: string | null;
  /** How often it was taken over from a worker that was lost. */
  readonly interruptions: number;
  /** Grows with each write; what was read is the fencing token of the next write. */
  readonly revision: number;
  readonly startedAt: Instant;
  /** Its latest sign of life. */
  readonly beatAt: Instant;
  readonly finishedAt: Instant | null;
}

/** One line of a job's log. */
export interface JobLine {
  /** From 1, ascending without gaps within a job; a stream resumes after one of these. */
  readonly number: number;
  readonly at: Instant;
  readonly level: 'info' | 'warning' | 'error';
  /** For people, in English, at most 1,000 characters. */
  readonly text: string;
}

/** How a page has moved a job on. */
export interface JobProgress {
  readonly checkpoint: JobData | null;
  /** Added to `done`. */
  readonly done: number;
  /** Replaces `total`; left out: stays. */
  readonly total?: number | null;
  /** Added to `counts`, name by name. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly lines?: readonly Pick<JobLine, 'level' | 'text'>[];
}
