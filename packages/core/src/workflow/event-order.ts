import type { EngineEvent, EventOrder } from './model.ts';
import { compareCodePoints } from '../work/code-point-order.ts';

const ranks: Readonly<Record<EngineEvent['action'], number>> = {
  start: 0,
  receive: 1,
  reassign: 2,
  urge: 3,
  complete: 4,
  revert: 5,
  end: 6,
  terminate: 7,
  assert: 8,
  delete: 9,
};

/** Which action comes first when the clock and the sequence say nothing. */
export const rankOf = (action: EngineEvent['action']): number => ranks[action];

export const orderOf = (event: EngineEvent): EventOrder => ({
  occurredAt: event.occurredAt,
  sequence: event.sequence,
  rank: rankOf(event.action),
  source: event.source,
  eventId: event.eventId,
});

/**
 * A total order. Field by field, so that it stays transitive when only some events carry a sequence: those without one come first
 * among events of the same instant.
 */
export const compareOrders = (a: EventOrder, b: EventOrder): number =>
  a.occurredAt - b.occurredAt ||
  (a.sequence === b.sequence
    ? 0
    : a.sequence === null
      ? -1
      : b.sequence === null
        ? 1
        : a.sequence < b.sequence
          ? -1
          : 1) ||
  a.rank - b.rank ||
  compareCodePoints(a.source, b.source) ||
  compareCodePoints(a.eventId, b.eventId);

/** The order of events in which they are folded. */
export const compareEvents = (a: EngineEvent, b: EngineEvent): number => compareOrders(orderOf(a), orderOf(b));
