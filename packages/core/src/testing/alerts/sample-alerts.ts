import type { ResultAsync } from 'neverthrow';
import type { AlertRule, AlertSilence } from '../../alerts/alert-rule.ts';
import type { Alert, FiringAlert } from '../../alerts/alert-state.ts';
import type { AlertStore } from '../../alerts/ports.ts';
import type { AlertStoreSubject } from './alert-store-contract.ts';

const at = 1_763_683_200_000;

/** A rule that is like any other. */
export const sampleRule = (fields: Partial<AlertRule> = {}): AlertRule => ({
  tenant: 'default',
  id: 'parked',
  name: '搁置数量过多',
  enabled: true,
  condition: { kind: 'parked', lanes: ['push/*', '!push/test'], above: 20 },
  holdMs: 60_000,
  clearMs: 0,
  remindEveryMs: null,
  revision: 1,
  createdAt: at,
  updatedAt: at,
  ...fields,
});

/** A subject that fires. */
export const sampleFiring = (fields: Partial<FiringAlert> = {}): FiringAlert => ({
  phase: 'firing',
  tenant: 'default',
  rule: 'parked',
  subject: 'push/jinzhi',
  since: at,
  value: 21,
  words: '21 are parked',
  alert: 'a-0001',
  firedAt: at + 60_000,
  toldAt: at + 60_000,
  clearSince: null,
  ...fields,
});

/** A line of the history. */
export const sampleAlert = (fields: Partial<Alert> = {}): Alert => ({
  tenant: 'default',
  id: 'a-0001',
  rule: 'parked',
  name: '搁置数量过多',
  kind: 'parked',
  subject: 'push/jinzhi',
  since: at,
  firedAt: at + 60_000,
  resolvedAt: null,
  endedBy: null,
  value: 21,
  words: '21 are parked',
  ...fields,
});

/** A silence that ends in a century. */
export const sampleSilence = (fields: Partial<AlertSilence> = {}): AlertSilence => ({
  tenant: 'default',
  id: 's-0001',
  rule: 'parked',
  subject: null,
  until: at + 100 * 365 * 86_400_000,
  reason: '金智维护窗口',
  by: '李老师',
  createdAt: at,
  ...fields,
});

export const inTransaction = async <T, E>(
  { transactor }: AlertStoreSubject,
  work: (alerts: AlertStore) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(({ alerts }) => work(alerts));
  if (result.isErr()) throw new Error(`the transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};
