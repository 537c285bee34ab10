import { errAsync, ok, safeTry } from 'neverthrow';
import { covers } from './alert-rule.ts';
import type { Alerts } from './alerts.ts';
import { enterTenant, type AlertsContext } from './context.ts';
import { invalid } from './problems.ts';

/** What fires and what may soon. */
export const createListAlerts =
  ({ transactor }: AlertsContext): Alerts['list'] =>
  (tenant) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        const states = yield* stores.alerts.states(tenant);
        // By when they end: the last one that covers a state lasts longest.
        const silences = yield* stores.alerts.silences(tenant);
        return ok(
          states.map((state) => ({
            state,
            rule: rules.find(({ id }) => id === state.rule) ?? null,
            silence: silences.findLast((silence) => covers(silence, state, now)) ?? null,
          })),
        );
      }),
    );

/** What fired. */
export const createListHistory =
  ({ transactor }: AlertsContext): Alerts['history'] =>
  (tenant, filter, cursor, limit) => {
    if (cursor !== null && !/^[0-9A-Za-z-]{1,64}$/u.test(cursor))
      return errAsync(invalid('/cursor', 'This is no cursor of this list.'));
    const wanted = Math.min(200, Math.max(1, Math.trunc(limit) || 1));
    return transactor
      .run(({ alerts }) => alerts.listAlerts(tenant, filter, cursor, wanted))
      .map((items) => ({ items, nextCursor: items.length < wanted ? null : (items.at(-1)?.id ?? null) }));
  };
