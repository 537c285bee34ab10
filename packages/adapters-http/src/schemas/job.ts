import { standingOf, type Job, type JobLine, type ShownJob } from '@portico/core/jobs';
import { z } from 'zod';
import { instant } from './fields.ts';
import { iso, isoOrNull } from './show.ts';

export const jobStates = ['running', 'paused', 'finished', 'failed', 'cancelled'] as const;

export const shownJob = z
  .object({
    id: z.string(),
    kind: z.string().meta({ description: '`sweep`, `repush`, `poll` and others.' }),
    subject: z.string().nullable().meta({ description: 'What it works on, for example a platform; null: everything.' }),
    input: z.record(z.string(), z.unknown()).meta({ description: 'What it was asked to do.' }),
    reason: z.string(),
    by: z.string().nullable().meta({ description: 'Who began it by hand.' }),
    state: z.enum(jobStates),
    standing: z.enum([...jobStates, 'interrupted', 'queued', 'waiting', 'held']).meta({
      description:
        'The state, or of a job that runs: `interrupted` (no sign of life for 30 s), `queued`, `waiting` (until `resumesAt`), `held` (its lane is paused or closed).',
    }),
    resumesAt: instant.nullable(),
    done: z.int(),
    total: z.int().nullable().meta({ description: 'Of how many, as far as known.' }),
    counts: z.record(z.string(), z.number()),
    perSecond: z.number().nullable().meta({ description: 'Done a second, on average since it began.' }),
    remainingMs: z.int().nullable().meta({ description: 'Milliseconds that are left at that rate.' }),
    failure: z.string().nullable(),
    interruptions: z.int().meta({ description: 'How often it was taken over from a worker that was lost.' }),
    revision: z.int(),
    startedAt: instant,
    beatAt: instant.meta({ description: 'The latest sign of life.' }),
    finishedAt: instant.nullable(),
  })
  .meta({ ref: 'Job' });

export const shownLine = z
  .object({ number: z.int(), at: instant, level: z.enum(['info', 'warning', 'error']), text: z.string() })
  .meta({ ref: 'JobLine' });

export const showLine = ({ number, at, level, text }: JobLine): z.input<typeof shownLine> => ({
  number,
  at: iso(at),
  level,
  text,
});

export const showJob = ({ job, standing, resumesAt, perSecond, remainingMs }: ShownJob): z.input<typeof shownJob> => ({
  id: job.id,
  kind: job.kind,
  subject: job.subject,
  input: job.input,
  reason: job.reason,
  by: job.by,
  state: job.state,
  standing,
  resumesAt: isoOrNull(resumesAt),
  done: job.done,
  total: job.total,
  counts: job.counts,
  perSecond: perSecond === null ? null : Math.round(perSecond * 1_000) / 1_000,
  remainingMs,
  failure: job.failure,
  interruptions: job.interruptions,
  revision: job.revision,
  startedAt: iso(job.startedAt),
  beatAt: iso(job.beatAt),
  finishedAt: isoOrNull(job.finishedAt),
});

/** A job that was begun this moment. */
export const showBegunJob = (job: Job, now: number): z.input<typeof shownJob> =>
  showJob({ job, standing: standingOf(job, null, now), resumesAt: null, perSecond: null, remainingMs: null });
