import { err, errAsync, ok, safeTry } from 'neverthrow';
import type { AlertRule } from './alert-rule.ts';
import type { Alerts } from './alerts.ts';
import { ruleIssue } from './check-rule.ts';
import { enterTenant, type AlertsContext } from './context.ts';
import { endAlerts } from './end-alerts.ts';
import { conflict, invalid, notFound } from './problems.ts';

const mostRules = 200;
const usualClearMs = 60_000;

export const createListRules =
  ({ transactor }: AlertsContext): Alerts['listRules'] =>
  (tenant) =>
    transactor.run((stores) => enterTenant(stores, tenant).map(({ rules }) => rules));

export const createCreateRule =
  ({ transactor, ids }: AlertsContext): Alerts['createRule'] =>
  (tenant, draft) => {
    const { name, condition } = draft;
    if (name === undefined) return errAsync(invalid('/name', 'is missing'));
    if (condition === undefined) return errAsync(invalid('/condition', 'is missing'));
    const issue = ruleIssue(draft);
    if (issue !== null) return errAsync(issue);
    const id = draft.id ?? ids.next();
    return transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        if (rules.length >= mostRules)
          return err(conflict(`There are ${mostRules} rules already, which is the most that there can be.`));
        const rule: AlertRule = {
          tenant,
          id,
          name,
          enabled: draft.enabled ?? true,
          condition,
          holdMs: draft.holdMs ?? 0,
          clearMs: draft.clearMs ?? usualClearMs,
          remindEveryMs: draft.remindEveryMs ?? null,
          revision: 1,
          createdAt: now,
          updatedAt: now,
        };
        return (yield* stores.alerts.saveRule(rule)) ? ok(rule) : err(conflict(`There is a rule "${id}" already.`));
      }),
    );
  };

export const createChangeRule =
  (context: AlertsContext): Alerts['changeRule'] =>
  (tenant, id, draft, revision) => {
    const issue = ruleIssue(draft);
    if (issue !== null) return errAsync(issue);
    if (draft.id !== undefined && draft.id !== id) return errAsync(invalid('/id', 'cannot change'));
    return context.transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        const before = rules.find((rule) => rule.id === id);
        if (before === undefined) return err(notFound(`rule "${id}"`));
        if (revision !== null && revision !== before.revision)
          return err(conflict(`It is at revision ${before.revision}; the change was made to revision ${revision}.`));
        if (draft.condition !== undefined && draft.condition.kind !== before.condition.kind)
          return err(invalid('/condition/kind', 'cannot change; make another rule'));
        const after: AlertRule = {
          ...before,
          name: draft.name ?? before.name,
          enabled: draft.enabled ?? before.enabled,
          condition: draft.condition ?? before.condition,
          holdMs: draft.holdMs ?? before.holdMs,
          clearMs: draft.clearMs ?? before.clearMs,
          remindEveryMs: draft.remindEveryMs === undefined ? before.remindEveryMs : draft.remindEveryMs,
          revision: before.revision + 1,
          updatedAt: Math.max(now, before.updatedAt),
        };
        if (!(yield* stores.alerts.saveRule(after))) return err(conflict('It was changed by somebody else meanwhile.'));
        if (before.enabled && !after.enabled) yield* endAlerts(stores, context, after, now, 'rule-disabled');
        return ok(after);
      }),
    );
  };

export const createRemoveRule =
  (context: AlertsContext): Alerts['removeRule'] =>
  (tenant, id) =>
    context.transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        const rule = rules.find((one) => one.id === id);
        if (rule === undefined) return err(notFound(`rule "${id}"`));
        yield* endAlerts(stores, context, rule, now, 'rule-removed');
        yield* stores.alerts.removeRule(tenant, id);
        return ok(undefined);
      }),
    );
