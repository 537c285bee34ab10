import type { ChangeLogEntry, DeletionLogEntry, PushLogEntry, Sweep } from '@portico/core/task-center';
import { z } from 'zod';
import { showAttempt, shownAttempt } from './attempt.ts';
import { jobStates } from './job.ts';
import { instant, person, todoState } from './fields.ts';
import { iso, isoOrNull, showPerson } from './show.ts';

export const shownPush = shownAttempt.extend({ platform: z.string() }).meta({ ref: 'PushLogEntry' });

export const shownChange = z
  .object({
    id: z.int(),
    at: instant,
    taskId: z.string(),
    assignee: person,
    instanceId: z.string(),
    from: todoState.nullable(),
    to: todoState,
    platform: z.string().nullable(),
    cause: z.string(),
    eventId: z.string().nullable(),
    by: z.string().nullable(),
  })
  .meta({ ref: 'ChangeLogEntry' });

export const shownDeletion = z
  .object({
    id: z.int(),
    at: instant,
    platform: z.string(),
    key: z.string(),
    unit: z.enum(['assignee', 'task', 'instance']),
    instanceId: z.string(),
    taskId: z.string().nullable(),
    assigneeId: z.string().nullable(),
    remoteId: z.string().nullable(),
    version: z.int(),
  })
  .meta({ ref: 'DeletionLogEntry' });

export const shownSweep = z
  .object({
    id: z.string(),
    platform: z.string(),
    level: z.union([z.literal(1), z.literal(2)]),
    reason: z.enum(['schedule', 'hand', 'routing', 'platform']),
    by: z.string().nullable(),
    state: z.enum(jobStates),
    since: instant.nullable(),
    checked: z.int(),
    scheduled: z.int(),
    corrected: z.int(),
    failure: z.string().nullable(),
    startedAt: instant,
    updatedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ ref: 'Sweep' });

export const showPush = ({ platform, attempt }: PushLogEntry): z.input<typeof shownPush> => ({
  ...showAttempt(attempt),
  platform,
});

export const showChange = (entry: ChangeLogEntry & { readonly id: number }): z.input<typeof shownChange> => ({
  id: entry.id,
  at: iso(entry.at),
  taskId: entry.taskId,
  assignee: showPerson(entry.assignee),
  instanceId: entry.instanceId,
  from: entry.from,
  to: entry.to,
  platform: entry.platform,
  cause: entry.cause,
  eventId: entry.eventId,
  by: entry.by,
});

export const showDeletion = (entry: DeletionLogEntry & { readonly id: number }): z.input<typeof shownDeletion> => ({
  id: entry.id,
  at: iso(entry.at),
  platform: entry.platform,
  key: entry.key,
  unit: entry.ref.unit,
  instanceId: entry.ref.instanceId,
  taskId: entry.ref.taskId,
  assigneeId: entry.ref.assigneeId,
  remoteId: entry.remoteId,
  version: entry.version,
});

export const showSweep = (sweep: Sweep): z.input<typeof shownSweep> => ({
  id: sweep.id,
  platform: sweep.platform,
  level: sweep.level,
  reason: sweep.reason,
  by: sweep.by,
  state: sweep.state,
  since: isoOrNull(sweep.since),
  checked: sweep.checked,
  scheduled: sweep.scheduled,
  corrected: sweep.corrected,
  failure: sweep.failure,
  startedAt: iso(sweep.startedAt),
  updatedAt: iso(sweep.updatedAt),
  finishedAt: isoOrNull(sweep.finishedAt),
});
