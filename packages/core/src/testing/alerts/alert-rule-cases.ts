import type { AlertRule, AlertSilence } from '../../alerts/alert-rule.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import type { AlertStoreSubject } from './alert-store-contract.ts';
import { inTransaction, sampleRule, sampleSilence } from './sample-alerts.ts';

const save = (subject: AlertStoreSubject, rule: AlertRule): Promise<boolean> =>
  inTransaction(subject, (alerts) => alerts.saveRule(rule));

const rulesOf = (subject: AlertStoreSubject, tenant: string): Promise<readonly AlertRule[]> =>
  inTransaction(subject, (alerts) => alerts.rules(tenant));

/** What a store keeps of rules and silences. */
export const alertRuleCases: readonly ContractCase<AlertStoreSubject>[] = [
  {
    name: 'MUST answer rules as they were saved, by id, of one tenant',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const rules = [
        sampleRule({ tenant, id: 'b', enabled: false, remindEveryMs: 86_400_000 }),
        sampleRule({ tenant, id: 'a-1', condition: { kind: 'lane-failing', lanes: null }, clearMs: 5 }),
        sampleRule({ tenant, id: 'B', condition: { kind: 'oldest-due', lanes: null, aboveMs: 60_000 } }),
      ];
      for (const rule of rules) must(await save(subject, rule), 'it is saved');
      await save(subject, sampleRule({ tenant: subject.freshTenant() }));
      mustEqual(await rulesOf(subject, tenant), [rules[2], rules[1], rules[0]], 'all of them');
    },
  },
  {
    name: 'MUST save a change to the revision that is stored, and no other',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const first = sampleRule({ tenant });
      mustEqual(await save(subject, { ...first, revision: 2 }), false, 'a change of nothing');
      mustEqual(await save(subject, first), true, 'the first');
      mustEqual(await save(subject, { ...first, name: 'twice' }), false, 'the first again');
      const second = sampleRule({
        tenant,
        revision: 2,
        name: 'second',
        enabled: false,
        holdMs: 1,
        clearMs: 2,
        remindEveryMs: 3,
        condition: { kind: 'parked', lanes: null, above: 0 },
      });
      mustEqual(await save(subject, second), true, 'the second');
      mustEqual(await save(subject, { ...second, name: 'late' }), false, 'the second again');
      mustEqual(await rulesOf(subject, tenant), [second], 'what is kept');
    },
  },
  {
    name: 'MUST remove a rule once',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      await save(subject, sampleRule({ tenant }));
      await save(subject, sampleRule({ tenant, id: 'other' }));
      const remove = (): Promise<boolean> => inTransaction(subject, (alerts) => alerts.removeRule(tenant, 'parked'));
      mustEqual([await remove(), await remove()], [true, false], 'was it there');
      mustEqual(
        (await rulesOf(subject, tenant)).map(({ id }) => id),
        ['other'],
        'what is left',
      );
    },
  },
  {
    name: 'MUST list silences that have not ended, by their end, and remove them',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const { now } = await inTransaction(subject, (alerts) => alerts.enter(tenant));
      const silences = [
        sampleSilence({ tenant, id: 'late' }),
        sampleSilence({ tenant, id: 'soon-2', until: now + 3_600_000, rule: null, subject: 'push/jinzhi' }),
        sampleSilence({ tenant, id: 'soon-1', until: now + 3_600_000, rule: null }),
        sampleSilence({ tenant, id: 'over', until: now - 1 }),
      ];
      for (const silence of silences) await inTransaction(subject, (alerts) => alerts.addSilence(silence));
      await inTransaction(subject, (alerts) => alerts.addSilence(sampleSilence({ tenant: subject.freshTenant() })));
      const listed = (): Promise<readonly AlertSilence[]> =>
        inTransaction(subject, (alerts) => alerts.silences(tenant));
      mustEqual(await listed(), [silences[2], silences[1], silences[0]], 'those that last');
      const remove = (): Promise<boolean> => inTransaction(subject, (alerts) => alerts.removeSilence(tenant, 'soon-2'));
      mustEqual([await remove(), await remove()], [true, false], 'was it there');
      await subject.advance(3_600_001);
      mustEqual(await listed(), [silences[0]], 'later');
    },
  },
];
