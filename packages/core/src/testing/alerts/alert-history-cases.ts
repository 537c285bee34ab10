import type { Alert } from '../../alerts/alert-state.ts';
import type { AlertFilter } from '../../alerts/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import type { AlertStoreSubject } from './alert-store-contract.ts';
import { inTransaction, sampleAlert, sampleSilence } from './sample-alerts.ts';

const every: AlertFilter = { rule: null, subject: null, firing: null };

const list = (
  subject: AlertStoreSubject,
  tenant: string,
  filter: Partial<AlertFilter> = {},
  before: string | null = null,
  limit = 200,
): Promise<readonly Alert[]> =>
  inTransaction(subject, (alerts) => alerts.listAlerts(tenant, { ...every, ...filter }, before, limit));

const idsOf = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ id }) => id);

const withHistory = async (subject: AlertStoreSubject): Promise<string> => {
  const tenant = subject.freshTenant();
  await inTransaction(subject, (alerts) =>
    alerts.saveAlerts([
      sampleAlert({ tenant, id: 'a-0002', resolvedAt: 1_763_683_300_000, endedBy: 'recovered' }),
      sampleAlert({ tenant, id: 'a-0001', resolvedAt: 1_763_683_200_000, endedBy: 'rule-disabled' }),
      sampleAlert({ tenant, id: 'a-0004', rule: 'lane-failing', value: null }),
      sampleAlert({ tenant, id: 'a-0003', subject: 'push/weaver' }),
    ]),
  );
  return tenant;
};

/** What a store keeps of what fired. */
export const alertHistoryCases: readonly ContractCase<AlertStoreSubject>[] = [
  {
    name: 'MUST list what fired, newest first, by every filter and page by page',
    run: async (subject) => {
      const tenant = await withHistory(subject);
      await inTransaction(subject, (alerts) => alerts.saveAlerts([sampleAlert({ tenant: subject.freshTenant() })]));
      mustEqual(idsOf(await list(subject, tenant)), ['a-0004', 'a-0003', 'a-0002', 'a-0001'], 'all');
      mustEqual(idsOf(await list(subject, tenant, { rule: 'parked' })), ['a-0003', 'a-0002', 'a-0001'], 'by rule');
      mustEqual(idsOf(await list(subject, tenant, { subject: 'push/weaver' })), ['a-0003'], 'by subject');
      mustEqual(idsOf(await list(subject, tenant, { firing: true })), ['a-0004', 'a-0003'], 'those that fire');
      mustEqual(idsOf(await list(subject, tenant, { firing: false })), ['a-0002', 'a-0001'], 'those that are over');
      mustEqual(idsOf(await list(subject, tenant, {}, null, 2)), ['a-0004', 'a-0003'], 'the first page');
      mustEqual(idsOf(await list(subject, tenant, {}, 'a-0003', 2)), ['a-0002', 'a-0001'], 'the second page');
    },
  },
  {
    name: 'MUST find alerts as they were saved last',
    run: async (subject) => {
      const tenant = await withHistory(subject);
      const ended = sampleAlert({ tenant, id: 'a-0003', resolvedAt: 1_763_683_400_000, endedBy: 'rule-removed' });
      await inTransaction(subject, (alerts) => alerts.saveAlerts([ended]));
      const found = await inTransaction(subject, (alerts) => alerts.findAlerts(tenant, ['a-0003', 'a-0009']));
      mustEqual(found, [ended], 'the one that there is');
      mustEqual(idsOf(await list(subject, tenant, { firing: true })), ['a-0004'], 'those that still fire');
      const others = await inTransaction(subject, (alerts) => alerts.findAlerts(subject.freshTenant(), ['a-0003']));
      mustEqual(others, [], "another tenant's");
    },
  },
  {
    name: 'MUST forget what was resolved before, a bounded number at a time, and nothing else',
    run: async (subject) => {
      const tenant = await withHistory(subject);
      const silences = [
        sampleSilence({ tenant, id: 's-1' }),
        sampleSilence({ tenant, id: 's-2', until: 1_763_683_250_000 }),
        sampleSilence({ tenant, id: 's-3', until: 1_763_683_250_000 }),
      ];
      for (const silence of silences) await inTransaction(subject, (alerts) => alerts.addSilence(silence));
      const prune = (limit: number): Promise<number> =>
        inTransaction(subject, (alerts) => alerts.prune(1_763_683_300_000, limit));
      let forgotten = 0;
      // Other tenants may have something to forget as well.
      for (let rounds = 0; rounds < 1_000; rounds += 1) {
        const count = await prune(1);
        must(count <= 2, 'one of each at most');
        forgotten += count;
        if (count === 0) break;
      }
      must(forgotten >= 3, 'an alert and two silences');
      mustEqual(idsOf(await list(subject, tenant)), ['a-0004', 'a-0003', 'a-0002'], 'what is left');
      const removed = await inTransaction(subject, (alerts) => alerts.removeSilence(tenant, 's-2'));
      mustEqual(removed, false, 'the silence that ended');
      mustEqual(await inTransaction(subject, (alerts) => alerts.removeSilence(tenant, 's-1')), true, 'the other one');
    },
  },
];
