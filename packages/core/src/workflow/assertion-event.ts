import type { Instant } from '../ports/instant.ts';
import { compareOrders, rankOf } from './event-order.ts';
import type { EngineEvent, InstanceState } from './model.ts';
import type { ToldTask } from './workflow.ts';

/** Desired state as an event of the set, so that it orders with what engines report. */
export const assertionEvent = (told: ToldTask, occurredAt: Instant, source: string, id: string): EngineEvent => ({
  source,
  eventId: `assert-${id}`,
  action: 'assert',
  occurredAt,
  sequence: null,
  instance: told.instance,
  task: told.task,
  actor: null,
  result: null,
  assertion: { status: told.status, done: told.done },
});

/** The first time from `now` on at which an assertion stands after everything that is known of the instance. */
export const timeToTell = (instance: InstanceState | null, now: Instant): Instant => {
  const last = instance?.lastEvent ?? null;
  if (last === null || last.occurredAt < now) return now;
  // Ids differ from event to event, so among equals only a later instant is sure to come after.
  const sure = { occurredAt: last.occurredAt, sequence: null, rank: rankOf('assert'), source: '', eventId: '' };
  return compareOrders(sure, last) > 0 ? last.occurredAt : last.occurredAt + 1;
};
