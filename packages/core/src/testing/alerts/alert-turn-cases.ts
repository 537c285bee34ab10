import { errAsync } from 'neverthrow';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import type { AlertStoreSubject } from './alert-store-contract.ts';
import { inTransaction } from './sample-alerts.ts';

const hour = 3_600_000;

/** Makes the next turn free, whoever had the one before. */
const free = (subject: AlertStoreSubject): Promise<void> => subject.advance(hour + 1_000);

/** Who looks, and one at a time. */
export const alertTurnCases: readonly ContractCase<AlertStoreSubject>[] = [
  {
    name: 'MUST give a turn to exactly one of N who ask at the same time',
    run: async (subject) => {
      await free(subject);
      const turns = await Promise.all(
        Array.from({ length: 8 }, () => inTransaction(subject, (alerts) => alerts.takeTurn(hour))),
      );
      mustEqual(turns.filter((turn) => turn !== null).length, 1, 'turns');
    },
  },
  {
    name: 'MUST give the next turn when it is time, and say when the last one was',
    run: async (subject) => {
      await free(subject);
      const first = await inTransaction(subject, (alerts) => alerts.takeTurn(hour));
      must(first !== null && first.now > 0, 'the first turn');
      await subject.advance(hour / 2);
      mustEqual(await inTransaction(subject, (alerts) => alerts.takeTurn(hour)), null, 'too soon');
      await subject.advance(hour / 2);
      const second = await inTransaction(subject, (alerts) => alerts.takeTurn(hour));
      mustEqual(second?.lastAt, first?.now, 'the time of the one before');
      must((second?.now ?? 0) >= (first?.now ?? 0) + hour, 'the time of this one');
    },
  },
  {
    name: 'MUST give the next turn when the clock has stepped back, once',
    run: async (subject) => {
      await free(subject);
      const first = await inTransaction(subject, (alerts) => alerts.takeTurn(hour));
      await subject.advance(-10 * hour);
      try {
        const second = await inTransaction(subject, (alerts) => alerts.takeTurn(hour));
        must(second !== null && second.now < (first?.now ?? 0), 'a turn at the earlier time');
        mustEqual(second?.lastAt, first?.now, 'the time of the one before');
        mustEqual(await inTransaction(subject, (alerts) => alerts.takeTurn(hour)), null, 'too soon');
      } finally {
        await subject.advance(10 * hour);
      }
    },
  },
  {
    name: 'MUST leave the turn to others when its transaction fails',
    run: async (subject) => {
      await free(subject);
      const failed = await subject.transactor.run(({ alerts }) =>
        alerts.takeTurn(hour).andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      must((await inTransaction(subject, (alerts) => alerts.takeTurn(hour))) !== null, 'it is free again');
    },
  },
  {
    name: 'MUST tell the first who enters a tenant, and nobody else',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const failed = await subject.transactor.run(({ alerts }) =>
        alerts.enter(tenant).andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      const entered = await Promise.all(
        Array.from({ length: 5 }, () => inTransaction(subject, (alerts) => alerts.enter(tenant))),
      );
      mustEqual(entered.filter(({ fresh }) => fresh).length, 1, 'the first');
      must(
        entered.every(({ now }) => now > 0),
        'the time of the store',
      );
      const other = await inTransaction(subject, (alerts) => alerts.enter(subject.freshTenant()));
      mustEqual(other.fresh, true, 'another tenant');
    },
  },
  {
    name: 'MUST let one transaction at a time into a tenant',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      let inside = 0;
      const enter = (): Promise<void> =>
        inTransaction(subject, (alerts) =>
          alerts
            .enter(tenant)
            .andThen(() => {
              inside += 1;
              must(inside === 1, 'nobody else is inside');
              return alerts.states(tenant);
            })
            .andThen(() => alerts.rules(tenant))
            .map(() => {
              inside -= 1;
            }),
        );
      await Promise.all(Array.from({ length: 8 }, enter));
    },
  },
];
