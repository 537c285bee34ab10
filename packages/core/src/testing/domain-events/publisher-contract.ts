import * as fc from 'fast-check';
import type { DomainEvent, DomainEventType } from '../../domain-events/domain-event.ts';
import type { DomainEventPublisher, PublishOutcome } from '../../domain-events/ports.ts';
import type { Millis } from '../../ports/instant.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** A publisher that is to keep the promises of its port, with somebody who subscribed to everything. */
export interface PublisherSubject {
  readonly publisher: DomainEventPublisher;
  /** What the subscriber was given since the last call, in order, as often as it was. */
  heard(): Promise<readonly DomainEvent[]>;
  /** From now on nothing is confirmed, or everything is again. */
  silence(isSilent: boolean): Promise<void>;
  /** What a promise gives, or null when it has not come to its end after this much time. */
  within<T>(ms: Millis, promise: Promise<T>): Promise<T | null>;
  /** An id that no event has. */
  freshId(): string;
  /** How many lists of events the property tries. */
  readonly runs: number;
}

/** Enough for whatever is confirmed. */
const patience: Millis = 10_000;
/** For what is not. */
const timeout: Millis = 300;
const slack: Millis = 700;

const types: readonly DomainEventType[] = [
  'todo.acknowledged',
  'todo.refused',
  'todo.undecidable',
  'todo.exhausted',
  'todo.poisoned',
  'todo.decided',
];

const event = (id: string, fields: Partial<DomainEvent> = {}): DomainEvent => ({
  id,
  tenant: 'default',
  type: 'todo.acknowledged',
  occurredAt: 1_795_233_600_123,
  data: { platform: 'jinzhi', taskId: 'T-1', title: '张三的请假申请', version: 1_795_233_600_000 },
  trace: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  ...fields,
});

const someFields: fc.Arbitrary<Partial<DomainEvent>> = fc.record({
  tenant: fc.constantFrom('default', 'school-2'),
  type: fc.constantFrom(...types),
  occurredAt: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  data: fc.record({ value: fc.jsonValue() }),
  trace: fc.constantFrom(null, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'),
});

const published = async (
  { publisher, within }: PublisherSubject,
  events: readonly DomainEvent[],
): Promise<readonly PublishOutcome[]> => {
  const outcomes = await within(patience, publisher.publish(events, patience));
  if (outcomes === null) throw new Error(`No answer within ${patience} ms`);
  return outcomes;
};

const confirms = (count: number): readonly PublishOutcome[] =>
  Array.from({ length: count }, () => ({ kind: 'confirmed' }));

const mustBeUnconfirmed = (outcomes: readonly PublishOutcome[] | null, count: number): void => {
  if (outcomes === null) throw new Error(`No answer within ${timeout + slack} ms, of which ${timeout} were allowed`);
  mustEqual(outcomes.length, count, 'an answer for each');
  for (const outcome of outcomes)
    must(outcome.kind === 'unconfirmed' && outcome.reason !== '', 'unconfirmed, with a reason');
};

/** What every `DomainEventPublisher` promises. */
export const publisherContract: readonly ContractCase<PublisherSubject>[] = [
  {
    name: 'MUST confirm events and hand them over as they are, in order',
    run: async (subject) => {
      await fc.assert(
        fc.asyncProperty(fc.array(someFields, { maxLength: 6 }), async (list) => {
          const events = list.map((fields) => event(subject.freshId(), fields));
          mustEqual(await published(subject, events), confirms(events.length), 'confirmed');
          mustEqual(await subject.heard(), events, 'heard');
        }),
        { numRuns: subject.runs, endOnFailure: true },
      );
    },
  },
  {
    name: 'MUST answer for an event as often as it is given',
    run: async (subject) => {
      const twice = event(subject.freshId());
      mustEqual(await published(subject, [twice, twice, event(subject.freshId())]), confirms(3), 'an answer for each');
      must(
        (await subject.heard()).some(({ id }) => id === twice.id),
        'heard',
      );
    },
  },
  {
    name: 'MUST keep calls apart that run beside each other',
    run: async (subject) => {
      const lists = [3, 1, 0, 2].map((count) => Array.from({ length: count }, () => event(subject.freshId())));
      const answers = await Promise.all(lists.map((events) => published(subject, events)));
      mustEqual(
        answers,
        lists.map(({ length }) => confirms(length)),
        'each call has its own answers',
      );
      mustEqual((await subject.heard()).length, 6, 'heard');
    },
  },
  {
    name: 'MUST say in time that events are unconfirmed when no confirm comes, and go on when they come again',
    run: async (subject) => {
      const { publisher, within, freshId } = subject;
      await subject.silence(true);
      const lost = [event(freshId()), event(freshId()), event(freshId())];
      mustBeUnconfirmed(await within(timeout + slack, publisher.publish(lost, timeout)), 3);
      mustBeUnconfirmed(await within(timeout + slack, publisher.publish(lost.slice(0, 1), timeout)), 1);
      await subject.silence(false);
      const next = event(freshId());
      mustEqual(await published(subject, [next, ...lost]), confirms(4), 'confirmed again');
      const heard = new Set((await subject.heard()).map(({ id }) => id));
      must(
        [next, ...lost].every(({ id }) => heard.has(id)),
        'what is confirmed has been heard',
      );
    },
  },
  {
    name: 'MUST answer without any time, whatever it says',
    run: async (subject) => {
      const { publisher, within, freshId } = subject;
      await subject.silence(true);
      mustBeUnconfirmed(await within(slack, publisher.publish([event(freshId())], 0)), 1);
      await subject.silence(false);
    },
  },
];
