import type { Metric } from '@portico/adapters-http/metrics';
import type { RabbitInbox } from '@portico/adapters-messaging/rabbitmq';
import type { Broker } from '../messaging/open-broker.ts';

const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ value }],
});

/** What goes through RabbitMQ. */
export const brokerMetrics = (broker: Broker, inbox: RabbitInbox | null): readonly Metric[] => {
  const state = broker.state();
  const doorbell = broker.doorbell.stats();
  const published = broker.publisher.stats();
  const taken = inbox?.stats();
  return [
    one('portico_broker_up', 'gauge', '1 while connected to RabbitMQ.', state.status === 'connected' ? 1 : 0),
    one('portico_broker_blocked', 'gauge', '1 while RabbitMQ takes nothing.', state.blocked === null ? 0 : 1),
    one(
      'portico_broker_troubles',
      'gauge',
      'Channels that do not work although RabbitMQ is there.',
      state.troubles.length,
    ),
    one('portico_doorbell_sent_total', 'counter', 'Messages that rang for others.', doorbell.sent),
    one('portico_doorbell_dropped_total', 'counter', 'Messages that could not be sent.', doorbell.dropped),
    one('portico_doorbell_heard_total', 'counter', 'Messages that woke this process.', doorbell.heard),
    one('portico_doorbell_malformed_total', 'counter', 'Messages that were none.', doorbell.malformed),
    one('portico_published_confirmed_total', 'counter', 'Domain events that the broker has.', published.confirmed),
    one('portico_published_unrouted_total', 'counter', 'Of these, those that nobody wanted.', published.unrouted),
    one('portico_published_unconfirmed_total', 'counter', 'Domain events to be sent again.', published.unconfirmed),
    ...(taken === undefined
      ? []
      : [
          one('portico_inbox_in_hand', 'gauge', 'Messages of engines in hand.', taken.inHand),
          one('portico_inbox_taken_total', 'counter', 'Messages that were taken in.', taken.taken),
          one('portico_inbox_rejected_total', 'counter', 'Messages that were not.', taken.rejected),
          one('portico_inbox_dead_total', 'counter', 'Copies put among the dead letters.', taken.dead),
          one('portico_inbox_delays_total', 'counter', 'Batches of which something had to wait.', taken.delays),
        ]),
  ];
};
