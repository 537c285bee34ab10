import * as fc from 'fast-check';
import { errAsync } from 'neverthrow';
import type { AlertState } from '../../alerts/alert-state.ts';
import { compareCodePoints } from '../../work/code-point-order.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import type { AlertStoreSubject } from './alert-store-contract.ts';
import { inTransaction, sampleFiring } from './sample-alerts.ts';

const statesOf = (subject: AlertStoreSubject, tenant: string): Promise<readonly AlertState[]> =>
  inTransaction(subject, (alerts) => alerts.states(tenant));

const step = fc.oneof(
  fc.record({
    kind: fc.constant('save' as const),
    places: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
    value: fc.integer({ min: 0, max: 99 }),
  }),
  fc.record({
    kind: fc.constant('drop' as const),
    places: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
  }),
);

/** What a store keeps of how subjects stand. */
export const alertStateCases: readonly ContractCase<AlertStoreSubject>[] = [
  {
    name: 'MUST answer states as they were saved, pending and firing',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const states: readonly AlertState[] = [
        sampleFiring({ tenant, subject: 'push/a', value: null, toldAt: null, clearSince: 1_763_683_299_000 }),
        {
          phase: 'pending',
          tenant,
          rule: 'parked',
          subject: 'push/张三 "quoted"',
          since: 1_763_683_200_001,
          value: 0.5,
          words: 'it is so',
        },
      ];
      await inTransaction(subject, (alerts) => alerts.saveStates(states));
      await inTransaction(subject, (alerts) => alerts.saveStates([sampleFiring({ tenant: subject.freshTenant() })]));
      mustEqual(await statesOf(subject, tenant), states, 'all of them');
    },
  },
  {
    name: 'MUST leave nothing of a transaction that fails',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const kept = sampleFiring({ tenant });
      await inTransaction(subject, (alerts) => alerts.saveStates([kept]));
      const failed = await subject.transactor.run(({ alerts }) =>
        alerts
          .saveStates([sampleFiring({ tenant, value: 99 }), sampleFiring({ tenant, subject: 'other' })])
          .andThen(() => alerts.dropStates(tenant, [kept]))
          .andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      mustEqual(await statesOf(subject, tenant), [kept], 'what there is');
    },
  },
  {
    name: 'MUST hold exactly what was saved last and not dropped, by rule and subject',
    run: (subject) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
          const tenant = subject.freshTenant();
          const model = new Map<number, AlertState>();
          // Two rules share subjects, so that neither alone names a place.
          const at = (place: number) => ({ rule: place % 2 === 0 ? 'a' : 'b', subject: `push/${place % 3}` });
          for (const one of steps) {
            if (one.kind === 'drop') {
              await inTransaction(subject, (alerts) => alerts.dropStates(tenant, one.places.map(at)));
              for (const place of one.places) model.delete(place);
            } else {
              const states = one.places.map((place) => sampleFiring({ tenant, ...at(place), value: one.value }));
              await inTransaction(subject, (alerts) => alerts.saveStates(states));
              for (const [index, place] of one.places.entries()) {
                const state = states[index];
                if (state !== undefined) model.set(place, state);
              }
            }
            const expected = [...model.values()].toSorted(
              (a, b) => compareCodePoints(a.rule, b.rule) || compareCodePoints(a.subject, b.subject),
            );
            mustEqual(await statesOf(subject, tenant), expected, 'what is held');
          }
        }),
        { numRuns: subject.runs },
      ),
  },
];
