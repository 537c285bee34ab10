import * as fc from 'fast-check';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { DomainEvent } from '../../domain-events/domain-event.ts';
import type { DomainEventStores, Outbox } from '../../domain-events/ports.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** An outbox that is to keep the promises of its port. */
export interface OutboxSubject {
  readonly transactor: Transactor<DomainEventStores>;
  /** A name that no batch and no event has. */
  freshId(): string;
  /** How many histories the property tries. */
  readonly runs: number;
}

const inTransaction = async <T, E>(
  { transactor }: OutboxSubject,
  work: (outbox: Outbox) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(({ outbox }) => work(outbox));
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const someEvent = (subject: OutboxSubject, fields: Partial<DomainEvent> = {}): DomainEvent => ({
  id: subject.freshId(),
  tenant: 'default',
  type: 'todo.acknowledged',
  occurredAt: 1_763_683_200_123,
  data: { platform: 'jinzhi', taskId: 'T-1', assigneeId: null, state: 'open', version: 1_763_683_200_000 },
  trace: null,
  ...fields,
});

const someEvents = (subject: OutboxSubject, count: number): readonly DomainEvent[] =>
  Array.from({ length: count }, (_, index) => someEvent(subject, { data: { index } }));

const written = async (subject: OutboxSubject, events: readonly DomainEvent[]): Promise<string> => {
  const batch = subject.freshId();
  await inTransaction(subject, (outbox) => outbox.append(batch, events));
  return batch;
};

/** What there is of these batches. */
const loaded = async (subject: OutboxSubject, ...batches: readonly string[]): Promise<Record<string, unknown>> =>
  Object.fromEntries(await inTransaction(subject, (outbox) => outbox.load(batches)));

type Step =
  | { readonly kind: 'append'; readonly batch: number; readonly events: number }
  | { readonly kind: 'remove'; readonly batches: readonly number[] };

const place = fc.integer({ min: 0, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('append'), batch: place, events: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('remove'), batches: fc.array(place, { maxLength: 3 }) }),
);

/** What every `Outbox` promises. */
export const outboxContract: readonly ContractCase<OutboxSubject>[] = [
  {
    name: 'MUST give back events as they were written, in their order, each time',
    run: async (subject) => {
      const events = [
        someEvent(subject, { trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tenant: '示范大学' }),
        someEvent(subject, {
          type: 'todo.refused',
          data: { reason: '标题“太长”\\"\n😀', nested: [1, { two: null }, false] },
        }),
        someEvent(subject, { data: {} }),
        ...someEvents(subject, 64),
      ];
      const batch = await written(subject, events);
      mustEqual(await loaded(subject, batch), { [batch]: events }, 'the first time');
      mustEqual(await loaded(subject, batch), { [batch]: events }, 'the second time');
    },
  },
  {
    name: 'MUST show the batches that are asked for and no others',
    run: async (subject) => {
      const [first, second, third] = [someEvents(subject, 2), someEvents(subject, 1), someEvents(subject, 3)];
      const [a, b] = [await written(subject, first), await written(subject, second)];
      const c = await written(subject, third);
      mustEqual(await loaded(subject, c, subject.freshId(), a), { [a]: first, [c]: third }, 'two of three');
      mustEqual(await loaded(subject, b), { [b]: second }, 'one');
      mustEqual(await loaded(subject), {}, 'none');
    },
  },
  {
    name: 'MUST forget the batches that were handed over and no others',
    run: async (subject) => {
      const kept = someEvents(subject, 2);
      const gone = [await written(subject, someEvents(subject, 2)), await written(subject, someEvents(subject, 1))];
      const stays = await written(subject, kept);
      await inTransaction(subject, (outbox) => outbox.remove([...gone, subject.freshId()]));
      mustEqual(await loaded(subject, ...gone, stays), { [stays]: kept }, 'what is left');
      await inTransaction(subject, (outbox) => outbox.remove(gone));
      await inTransaction(subject, (outbox) => outbox.remove([]));
      mustEqual(await loaded(subject, ...gone, stays), { [stays]: kept }, 'still');
    },
  },
  {
    name: 'MUST write a batch once',
    run: async (subject) => {
      const events = someEvents(subject, 2);
      const batch = await written(subject, events);
      const again = await subject.transactor.run(({ outbox }) => outbox.append(batch, someEvents(subject, 1)));
      mustEqual(again.isErr() && again.error.code, 'STORE_DATA', 'the second time');
      mustEqual(await loaded(subject, batch), { [batch]: events }, 'what is kept');
    },
  },
  {
    name: 'MUST make no batch of no events',
    run: async (subject) => {
      const batch = await written(subject, []);
      mustEqual(await loaded(subject, batch), {}, 'an empty one');
    },
  },
  {
    name: 'MUST take any text that comes from outside',
    run: async (subject) => {
      const batch = await written(subject, [someEvent(subject, { data: { reason: 'a\u0000b', 'k\ud800': '\udc00' } })]);
      must(batch in (await loaded(subject, batch)), 'it is there');
    },
  },
  {
    name: 'MUST leave nothing of a transaction that fails, and lose nothing by it',
    run: async (subject) => {
      const events = someEvents(subject, 1);
      const [before, during] = [await written(subject, events), subject.freshId()];
      const failed = await subject.transactor.run(({ outbox }) =>
        outbox
          .append(during, someEvents(subject, 2))
          .andThen(() => outbox.remove([before]))
          .andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      mustEqual(await loaded(subject, before, during), { [before]: events }, 'what there is');
    },
  },
  {
    name: 'MUST hold exactly what was written and not removed, whatever came in between',
    run: (subject) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const names = Array.from({ length: 5 }, () => subject.freshId());
          const nameOf = (index: number): string => names[index] ?? '';
          const model = new Map<string, readonly DomainEvent[]>();
          for (const one of steps) {
            if (one.kind === 'remove') {
              const batches = one.batches.map(nameOf);
              await inTransaction(subject, (outbox) => outbox.remove(batches));
              for (const batch of batches) model.delete(batch);
            } else if (!model.has(nameOf(one.batch))) {
              const events = someEvents(subject, one.events);
              await inTransaction(subject, (outbox) => outbox.append(nameOf(one.batch), events));
              if (events.length > 0) model.set(nameOf(one.batch), events);
            }
            mustEqual(await loaded(subject, ...names), Object.fromEntries(model), 'what is held');
          }
        }),
        { numRuns: subject.runs },
      ),
  },
];
