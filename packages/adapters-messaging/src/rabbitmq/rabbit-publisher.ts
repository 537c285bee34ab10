import type { DomainEvent, DomainEventPublisher, PublishOutcome } from '@portico/core/domain-events';
import { createConfirmedSender, type Outgoing } from './confirmed-sender.ts';
import type { Rabbit } from './rabbit.ts';
import { declareDomain } from './topology.ts';

/** What was published since it was made. */
export interface PublisherStats {
  readonly confirmed: number;
  /** Confirmed, although nobody has subscribed to events of this type. */
  readonly unrouted: number;
  readonly unconfirmed: number;
}

export interface RabbitPublisher extends DomainEventPublisher {
  stats(): PublisherStats;
}

const toMessage = (exchange: string, { id, tenant, type, occurredAt, data, trace }: DomainEvent): Outgoing => ({
  exchange,
  routingKey: type,
  body: Buffer.from(JSON.stringify({ id, type, tenant, occurredAt: new Date(occurredAt).toISOString(), data })),
  properties: {
    persistent: true,
    contentType: 'application/json',
    messageId: id,
    type,
    timestamp: Math.floor(occurredAt / 1_000),
    headers: { tenant, ...(trace === null ? {} : { traceparent: trace }) },
  },
});

/** Publishes domain events to a durable topic exchange, with confirms; the routing key is the event's type. */
export const createRabbitPublisher = ({ names, publishing }: Rabbit): RabbitPublisher => {
  const sender = createConfirmedSender(publishing, 'domain events', (channel) => declareDomain(channel, names));
  const counts = { confirmed: 0, unrouted: 0, unconfirmed: 0 };
  return {
    publish: async (events, timeoutMs) => {
      const messages = events.map((event) => toMessage(names.domain, event));
      const outcomes = await sender.send(messages, timeoutMs);
      return outcomes.map((outcome): PublishOutcome => {
        counts[outcome.kind] += 1;
        if (outcome.kind === 'unconfirmed') return outcome;
        if (!outcome.routed) counts.unrouted += 1;
        return { kind: 'confirmed' };
      });
    },
    stats: () => ({ ...counts }),
  };
};
