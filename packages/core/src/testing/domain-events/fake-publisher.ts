import type { DomainEvent } from '../../domain-events/domain-event.ts';
import type { DomainEventPublisher, PublishOutcome } from '../../domain-events/ports.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Millis } from '../../ports/instant.ts';

/**
 * What befalls one event. `down`: it never arrives. `lost`: it arrives, and nobody says so. `hang`: it arrives, and nothing comes back
 * in time. `silent`: it arrives, and the answer ends before its turn.
 */
export type PublisherFault = 'none' | 'down' | 'lost' | 'hang' | 'silent';

export interface FakePublisher extends DomainEventPublisher {
  /** Every event that arrived, in order, as often as it did. */
  readonly heard: readonly DomainEvent[];
  /** How many events each call carried. */
  readonly calls: readonly number[];
  /** Decides what befalls the next event; `none` unless it says otherwise. */
  fault: (event: DomainEvent) => PublisherFault;
}

/** A publisher in memory that can be told to fail. */
export const createFakePublisher = (clock: Pick<Clock, 'timer'>, latencyMs: Millis = 5): FakePublisher => {
  const heard: DomainEvent[] = [];
  const calls: number[] = [];
  const wait = (ms: Millis): Promise<void> => new Promise((resolve) => void clock.timer(ms, resolve));
  const publisher: FakePublisher = {
    heard,
    calls,
    fault: () => 'none',
    publish: async (events, timeoutMs) => {
      calls.push(events.length);
      const faults = events.map((event) => publisher.fault(event));
      await wait(Math.min(latencyMs, timeoutMs));
      heard.push(...events.filter((_, index) => faults[index] !== 'down'));
      if (faults.includes('hang')) await wait(Math.max(0, timeoutMs - latencyMs));
      const end = faults.indexOf('silent');
      return faults
        .slice(0, end < 0 ? faults.length : end)
        .map((fault): PublishOutcome =>
          fault === 'none' ? { kind: 'confirmed' } : { kind: 'unconfirmed', reason: `the broker is ${fault}` },
        );
    },
  };
  return publisher;
};
