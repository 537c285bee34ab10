import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AlertRule } from './alert-rule.ts';
import type { AlertEnd } from './alert-state.ts';
import type { AlertsContext, Stores } from './context.ts';
import { resolvedTelling } from './tell-alert.ts';

/** Ends whatever stands for a rule that looks no more, in the transaction that ends the rule. */
export const endAlerts = (
  stores: Stores,
  { tell }: AlertsContext,
  rule: AlertRule,
  now: Instant,
  endedBy: AlertEnd,
): ResultAsync<void, StoreFailure> =>
  safeTry(async function* () {
    const { tenant, id } = rule;
    const states = (yield* stores.alerts.states(tenant)).filter((state) => state.rule === id);
    const firing = states.flatMap((state) => (state.phase === 'firing' ? [state] : []));
    const alerts = yield* stores.alerts.findAlerts(
      tenant,
      firing.map(({ alert }) => alert),
    );
    yield* stores.alerts.saveAlerts(alerts.map((alert) => ({ ...alert, resolvedAt: now, endedBy })));
    yield* stores.alerts.dropStates(tenant, states);
    const told = firing.filter(({ toldAt }) => toldAt !== null);
    yield* tell === null
      ? okAsync(undefined)
      : tell(
          stores,
          tenant,
          told.map((state) => resolvedTelling(rule, state, now, endedBy)),
        );
    return ok(undefined);
  });
