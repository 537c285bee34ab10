import { okAsync } from 'neverthrow';
import type { AlertRule, AlertSilence } from '../alerts/alert-rule.ts';
import type { Alert, AlertState } from '../alerts/alert-state.ts';
import type { AlertStore } from '../alerts/ports.ts';
import type { Instant } from '../ports/instant.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';

const is = <T>(wanted: T | null, value: T): boolean => wanted === null || wanted === value;

/** Alerts in memory. One transaction runs at a time, so that entering needs no lock. */
export const createMemoryAlertStore = (database: MemoryDatabase): AlertStore => {
  const turns = database.table<Instant>('alert-turn');
  const entered = database.table<Instant>('alert-watch');
  const rules = database.table<AlertRule>('alert-rule');
  const states = database.table<AlertState>('alert-state');
  const alerts = database.table<Alert>('alert');
  const silences = database.table<AlertSilence>('alert-silence');
  return {
    takeTurn: (everyMs) => {
      const now = database.now();
      const lastAt = turns.get('only') ?? null;
      if (lastAt !== null && Math.abs(now - lastAt) < everyMs) return okAsync(null);
      turns.set('only', now);
      return okAsync({ now, lastAt });
    },
    enter: (tenant) => {
      const now = database.now();
      const fresh = !entered.has(tenant);
      if (fresh) entered.set(tenant, now);
      return okAsync({ now, fresh });
    },
    rules: (tenant) =>
      okAsync(
        rules
          .all()
          .filter((rule) => rule.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.id, b.id)),
      ),
    saveRule: (rule) => {
      const key = rowKey(rule.tenant, rule.id);
      if ((rules.get(key)?.revision ?? 0) !== rule.revision - 1) return okAsync(false);
      rules.set(key, rule);
      return okAsync(true);
    },
    removeRule: (tenant, id) => okAsync(rules.delete(rowKey(tenant, id))),
    states: (tenant) =>
      okAsync(
        states
          .all()
          .filter((state) => state.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.rule, b.rule) || compareCodePoints(a.subject, b.subject)),
      ),
    saveStates: (saved) => {
      for (const state of saved) states.set(rowKey(state.tenant, state.rule, state.subject), state);
      return okAsync(undefined);
    },
    dropStates: (tenant, places) => {
      for (const { rule, subject } of places) states.delete(rowKey(tenant, rule, subject));
      return okAsync(undefined);
    },
    saveAlerts: (saved) => {
      for (const alert of saved) alerts.set(rowKey(alert.tenant, alert.id), alert);
      return okAsync(undefined);
    },
    findAlerts: (tenant, ids) => okAsync(ids.flatMap((id) => alerts.get(rowKey(tenant, id)) ?? [])),
    listAlerts: (tenant, { rule, subject, firing }, before, limit) =>
      okAsync(
        alerts
          .all()
          .filter(
            (alert) =>
              alert.tenant === tenant &&
              is(rule, alert.rule) &&
              is(subject, alert.subject) &&
              is(firing, alert.resolvedAt === null) &&
              (before === null || compareCodePoints(alert.id, before) < 0),
          )
          .sort((a, b) => compareCodePoints(b.id, a.id))
          .slice(0, limit),
      ),
    addSilence: (silence) => {
      silences.set(rowKey(silence.tenant, silence.id), silence);
      return okAsync(undefined);
    },
    silences: (tenant) =>
      okAsync(
        silences
          .all()
          .filter((silence) => silence.tenant === tenant && silence.until > database.now())
          .sort((a, b) => a.until - b.until || compareCodePoints(a.id, b.id)),
      ),
    removeSilence: (tenant, id) => okAsync(silences.delete(rowKey(tenant, id))),
    prune: (before, limit) => {
      const old = alerts
        .all()
        .filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt < before)
        .slice(0, limit);
      const ended = silences
        .all()
        .filter(({ until }) => until < before)
        .slice(0, limit);
      for (const { tenant, id } of old) alerts.delete(rowKey(tenant, id));
      for (const { tenant, id } of ended) silences.delete(rowKey(tenant, id));
      return okAsync(old.length + ended.length);
    },
  };
};
