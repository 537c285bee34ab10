import type { DomainEvent } from '../../domain-events/domain-event.ts';
import type { DomainEventPublisher, PublishOutcome } from '../../domain-events/ports.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FakePublisher } from './fake-publisher.ts';

/** A publisher that breaks one promise; the contract suite has to notice. */
export interface PublisherMutant {
  /** Completes "a publisher that …". */
  readonly name: string;
  readonly around: (publisher: FakePublisher, clock: Pick<Clock, 'timer'>) => DomainEventPublisher;
}

type Events = readonly DomainEvent[];
type Outcomes = readonly PublishOutcome[];

/** Publishes other events than it was given. */
const sends = (name: string, edit: (events: Events) => Events): PublisherMutant => ({
  name,
  around: (publisher) => ({ publish: (events, timeoutMs) => publisher.publish(edit(events), timeoutMs) }),
});

/** Says something else than it was told. */
const says = (name: string, edit: (outcomes: Outcomes, events: Events) => Outcomes): PublisherMutant => ({
  name,
  around: (publisher) => ({
    publish: async (events, timeoutMs) => edit(await publisher.publish(events, timeoutMs), events),
  }),
});

const confirmed: PublishOutcome = { kind: 'confirmed' };

export const publisherMutants: readonly PublisherMutant[] = [
  sends('forgets what led to an event', (events) => events.map((event) => ({ ...event, trace: null }))),
  sends('rounds times to seconds', (events) =>
    events.map((event) => ({ ...event, occurredAt: Math.floor(event.occurredAt / 1_000) * 1_000 })),
  ),
  sends('knows one tenant only', (events) => events.map((event) => ({ ...event, tenant: 'default' }))),
  sends('knows one type only', (events) => events.map((event) => ({ ...event, type: 'todo.acknowledged' }))),
  sends('sends backwards', (events) => events.toReversed()),
  {
    name: 'confirms what it does not send',
    around: (publisher) => ({
      publish: async (events, timeoutMs) => [
        ...(await publisher.publish(events.slice(0, 2), timeoutMs)),
        ...events.slice(2).map(() => confirmed),
      ],
    }),
  },
  says('answers for the first event only', (outcomes) => outcomes.slice(0, 1)),
  says('answers once for a doubled event', (outcomes, events) => {
    const ids = events.map(({ id }) => id);
    return outcomes.filter((_, index) => ids.indexOf(ids[index] ?? '') === index);
  }),
  says('takes sent for confirmed', (outcomes) => outcomes.map(() => confirmed)),
  says('gives no reasons', (outcomes) =>
    outcomes.map((outcome) => (outcome.kind === 'confirmed' ? outcome : { kind: 'unconfirmed', reason: '' })),
  ),
  {
    name: 'rejects when nothing is confirmed',
    around: (publisher) => ({
      publish: async (events, timeoutMs) => {
        const outcomes = await publisher.publish(events, timeoutMs);
        if (outcomes.some(({ kind }) => kind === 'unconfirmed')) throw new Error('not confirmed');
        return outcomes;
      },
    }),
  },
  {
    name: 'waits for confirms for ever',
    around: (publisher) => ({
      publish: async (events, timeoutMs) => {
        const outcomes = await publisher.publish(events, timeoutMs);
        return outcomes.some(({ kind }) => kind === 'unconfirmed') ? new Promise<Outcomes>(() => {}) : outcomes;
      },
    }),
  },
  {
    name: 'takes the time-out for each event',
    around: (publisher) => ({
      publish: async (events, timeoutMs) => {
        const outcomes: PublishOutcome[] = [];
        for (const event of events) outcomes.push(...(await publisher.publish([event], timeoutMs * 2)));
        return outcomes;
      },
    }),
  },
  {
    name: 'does not come back after a silence',
    around: (publisher) => {
      let broken = false;
      return {
        publish: async (events, timeoutMs) => {
          const outcomes = await publisher.publish(events, timeoutMs);
          broken ||= outcomes.some(({ kind }) => kind === 'unconfirmed');
          return broken ? outcomes.map(() => ({ kind: 'unconfirmed', reason: 'the channel is closed' })) : outcomes;
        },
      };
    },
  },
  {
    name: 'mixes up calls that run beside each other',
    around: (publisher) => {
      let last: Outcomes = [];
      return {
        publish: async (events, timeoutMs) => {
          const outcomes = await publisher.publish(events, timeoutMs);
          const before = last.length > 0 ? last : outcomes;
          last = outcomes;
          await Promise.resolve();
          return before;
        },
      };
    },
  },
];
