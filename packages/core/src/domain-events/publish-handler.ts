import type { Millis } from '../ports/instant.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { AttemptReport, Loaded, WorkHandler } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import type { WorkStores } from '../work/ports.ts';
import type { DomainEvent } from './domain-event.ts';
import type { DomainEventPublisher, DomainEventStores, PublishOutcome } from './ports.ts';

/** One batch of the outbox. */
export type OutboxBatch = readonly DomainEvent[];

/** A batch that was handed over. */
export interface HandedOver {
  readonly batch: string;
}

/** How long a batch rests that parks; nobody but time brings it back. */
const parkedPauseMs: Millis = 5 * 60_000;

const noTime: Outcome = { kind: 'deferred', scope: 'key', forMs: 0, reason: 'no time was left to hand it over' };

/** What the broker said of the events of one batch. */
const outcomeOf = (batch: OutboxBatch, said: readonly (PublishOutcome | undefined)[]): Outcome => {
  for (const [index, event] of batch.entries()) {
    const one = said[index];
    if (one?.kind === 'confirmed') continue;
    return {
      kind: 'failed',
      reason: `${event.id}: ${one?.reason ?? 'the broker said nothing of it'}`,
      retryAfterMs: null,
    };
  }
  return { kind: 'done', more: false };
};

const report = (outcome: Outcome, operation: string | null, batch: string): AttemptReport<HandedOver> => ({
  outcome,
  operation,
  version: null,
  exchanges: [],
  ack: outcome.kind === 'done' ? { batch } : null,
});

/** The batches of a group in the order of their names, which is about the order in which they were written. */
const inOrder = (group: readonly Loaded<OutboxBatch>[]): readonly Loaded<OutboxBatch>[] =>
  group.toSorted((a, b) => compareCodePoints(a.claim.key, b.claim.key));

/**
 * Hands events over: the handler of the lane family `domain`. At least once: a batch is forgotten when all of its events are
 * confirmed, and handed over again, whole and under the same ids, until then. Order is kept as far as nothing fails, and not promised.
 */
export const createPublishHandler = (
  publisher: DomainEventPublisher,
): WorkHandler<DomainEventStores & WorkStores, OutboxBatch, HandedOver> => ({
  load: ({ outbox }, _lane, claims) =>
    outbox.load(claims.map(({ key }) => key)).map(
      (batches) =>
        new Map(
          claims.flatMap(({ id, key }): readonly [number, OutboxBatch][] => {
            const batch = batches.get(key);
            return batch === undefined ? [] : [[id, batch]];
          }),
        ),
    ),
  attempt: async (group, context) => {
    if (context.signal.aborted || context.remainingMs() <= 0)
      return group.map(({ claim }) => report(noTime, null, claim.key));
    const ordered = inOrder(group);
    const said = await publisher.publish(
      ordered.flatMap(({ item }) => item),
      context.remainingMs(),
    );
    const reports = new Map<number, AttemptReport<HandedOver>>();
    let from = 0;
    for (const { claim, item } of ordered) {
      reports.set(claim.id, report(outcomeOf(item, said.slice(from, from + item.length)), 'publish', claim.key));
      from += item.length;
    }
    return group.map(({ claim }) => reports.get(claim.id) ?? report(noTime, null, claim.key));
  },
  acknowledge: ({ outbox }, _lane, acks) => outbox.remove(acks.map(({ ack }) => ack.batch)),
  // Only lost workers, or data that the store cannot read, come to this; an event is not given up for either.
  parked: ({ work }, lane, parks) =>
    work.schedule(
      parks.map(({ key }) => ({ lane: lane.id, key, class: 'bulk', delayMs: parkedPauseMs, uncertain: false })),
    ),
});
