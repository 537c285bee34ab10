import type { Overview } from '@portico/core/task-center';
import { z } from 'zod';
import { attemptOutcome, instant } from './fields.ts';
import { showLane, shownLane } from './lane.ts';
import { iso } from './show.ts';

export const shownOverview = z
  .object({
    todos: z.object({ open: z.int(), done: z.int(), withdrawn: z.int() }),
    lanes: z.array(shownLane),
    mirrors: z.array(
      z.object({
        platform: z.string(),
        remote: z.enum(['absent', 'open', 'done', 'present']),
        upToDate: z.boolean(),
        count: z.int(),
      }),
    ),
    failures: z.array(
      z.object({ platform: z.string(), outcome: attemptOutcome, reason: z.string(), count: z.int(), lastAt: instant }),
    ),
  })
  .meta({ ref: 'Overview' });

export const showOverview = (overview: Overview, now: number): z.input<typeof shownOverview> => ({
  todos: { open: overview.todos.open, done: overview.todos.done, withdrawn: overview.todos.withdrawn },
  lanes: overview.lanes.map((lane) => showLane(lane, now)),
  mirrors: overview.mirrors.map(({ platform, remote, upToDate, count }) => ({ platform, remote, upToDate, count })),
  failures: overview.failures.map(({ platform, outcome, reason, count, lastAt }) => ({
    platform,
    outcome,
    reason,
    count,
    lastAt: iso(lastAt),
  })),
});
