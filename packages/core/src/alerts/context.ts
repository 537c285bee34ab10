import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Tell } from '../domain-events/tell.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { AlertRule } from './alert-rule.ts';
import { defaultRules } from './default-rules.ts';
import type { AlertStores } from './ports.ts';
import type { AlertSignals } from './signals.ts';

/** What alerts work on, with what telling needs, in one transaction. */
export type Stores = AlertStores & Parameters<Tell>[0];

/** What the use cases share. */
export interface AlertsContext {
  readonly transactor: Transactor<Stores>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  /** Null: there is nobody to tell. */
  readonly tell: Tell | null;
  /** The ids of all tenants. */
  readonly tenants: () => ResultAsync<readonly string[], StoreFailure>;
  /** What there is to judge of a tenant; attempts count from `since`. In a transaction of its own. */
  readonly signals: (tenant: string, since: Instant) => ResultAsync<AlertSignals, StoreFailure>;
  /** How often rules are looked at, over all processes: 30 seconds unless given. */
  readonly everyMs?: Millis;
}

/** Enters a tenant, and gives it its first rules when nobody has before. */
export const enterTenant = (
  { alerts }: AlertStores,
  tenant: string,
): ResultAsync<{ readonly now: Instant; readonly rules: readonly AlertRule[] }, StoreFailure> =>
  safeTry(async function* () {
    const { now, fresh } = yield* alerts.enter(tenant);
    if (fresh) for (const rule of defaultRules(tenant, now)) yield* alerts.saveRule(rule);
    return ok({ now, rules: yield* alerts.rules(tenant) });
  });
