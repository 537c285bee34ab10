import type { Instant } from '../ports/instant.ts';
import type { Attempt } from '../work/attempt.ts';
import type { EngineEvent } from '../workflow/model.ts';
import type { ReceivedEvent } from '../workflow/ports.ts';
import type { ChangeLogEntry, DeletionLogEntry } from './ports.ts';
import type { TimelineEntry } from './task-center.ts';

/** How many entries a timeline holds; the oldest give way. */
export const timelineLimit = 500;

const summaryOf = ({ action, task, actor, result }: EngineEvent): string => {
  const who = action === 'complete' && actor !== null ? ` by ${actor.name}` : '';
  const what = task === null ? '' : `: ${task.nodeName}`;
  const to = task?.assignees == null ? '' : ` for ${task.assignees.map(({ name }) => name).join(', ')}`;
  return `${action}${what}${to}${who}${result === null ? '' : ` (${result})`}`;
};

const planReasons: Readonly<Record<string, string>> = {
  create: 'it is not known to be there',
  update: 'what it shows may differ from what it should show',
  complete: 'it is finished',
  withdraw: 'it should no longer be there, or has to be made anew',
  verify: 'an earlier request may have had an effect',
};

const planOf = (platform: string, attempt: Attempt): readonly TimelineEntry[] =>
  attempt.operation === null
    ? []
    : [
        {
          type: 'plan',
          at: attempt.claimedAt,
          platform,
          plan: attempt.operation,
          reason: planReasons[attempt.operation] ?? attempt.operation,
        },
      ];

const order: Readonly<Record<TimelineEntry['type'], number>> = {
  event: 0,
  change: 1,
  plan: 2,
  attempt: 3,
  deletion: 4,
};

interface TimelineSources {
  readonly taskId: string;
  readonly events: readonly ReceivedEvent[];
  readonly changes: readonly ChangeLogEntry[];
  readonly attempts: readonly { readonly platform: string; readonly attempt: Attempt }[];
  readonly deletions: readonly DeletionLogEntry[];
}

/** Everything that happened around a to-do, oldest first. */
export const mergeTimeline = ({
  taskId,
  events,
  changes,
  attempts,
  deletions,
}: TimelineSources): readonly TimelineEntry[] => {
  const entries: TimelineEntry[] = [
    ...events
      .filter(({ event }) => event.task === null || event.task.id === taskId)
      .map(({ event, receivedAt }): TimelineEntry => ({
        type: 'event',
        at: receivedAt,
        action: event.action,
        eventId: event.eventId,
        occurredAt: event.occurredAt,
        summary: summaryOf(event),
      })),
    ...changes.map(({ at, from, to, cause, by, platform }): TimelineEntry => ({
      type: 'change',
      at,
      from,
      to,
      cause,
      by,
      platform,
    })),
    ...attempts.flatMap(({ platform, attempt }): readonly TimelineEntry[] => [
      ...planOf(platform, attempt),
      { type: 'attempt', at: endOf(attempt), platform, attempt },
    ]),
    ...deletions.map(({ at, platform, remoteId }): TimelineEntry => ({ type: 'deletion', at, platform, remoteId })),
  ];
  return entries.toSorted((a, b) => a.at - b.at || order[a.type] - order[b.type]).slice(-timelineLimit);
};

const endOf = ({ claimedAt, durationMs }: Attempt): Instant => claimedAt + Math.max(0, Math.round(durationMs));
