import { okAsync } from 'neverthrow';
import type { AlertStore } from '../../alerts/ports.ts';
import { createMemoryAlertStore } from '../../memory/memory-alert-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';

/** A memory store that breaks one promise; the contract suite has to notice. */
export interface AlertStoreMutant {
  /** Completes "a store that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => AlertStore;
}

const mutant = (
  name: string,
  change: (store: AlertStore, database: MemoryDatabase) => Partial<AlertStore>,
): AlertStoreMutant => ({
  name,
  open: (database) => {
    const store = createMemoryAlertStore(database);
    return { ...store, ...change(store, database) };
  },
});

export const alertStoreMutants: readonly AlertStoreMutant[] = [
  mutant('gives everybody a turn', ({ takeTurn }) => ({ takeTurn: () => takeTurn(0) })),
  mutant('gives a turn once and never again', ({ takeTurn }) => ({ takeTurn: () => takeTurn(9e15) })),
  mutant('forgets when the last turn was', ({ takeTurn }) => ({
    takeTurn: (everyMs) => takeTurn(everyMs).map((turn) => (turn === null ? null : { ...turn, lastAt: null })),
  })),
  mutant('waits for a clock that stepped back', ({ takeTurn }, database) => ({
    takeTurn: (everyMs) =>
      (database.table<number>('alert-turn').get('only') ?? 0) > database.now() ? okAsync(null) : takeTurn(everyMs),
  })),
  mutant('takes everybody for the first', ({ enter }) => ({
    enter: (tenant) => enter(tenant).map(({ now }) => ({ now, fresh: true })),
  })),
  mutant('takes nobody for the first', ({ enter }) => ({
    enter: (tenant) => enter(tenant).map(({ now }) => ({ now, fresh: false })),
  })),
  mutant('knows one tenant only', ({ enter }) => ({ enter: () => enter('all') })),
  mutant('lists rules backwards', ({ rules }) => ({ rules: (tenant) => rules(tenant).map((all) => all.toReversed()) })),
  mutant('saves a change to any revision', (_store, database) => ({
    saveRule: (rule) => {
      database.table('alert-rule').set(`${rule.tenant}\u0000${rule.id}`, rule);
      return okAsync(true);
    },
  })),
  mutant('forgets that a rule is off', ({ saveRule }) => ({
    saveRule: (rule) => saveRule({ ...rule, enabled: true }),
  })),
  mutant('forgets how often a rule reminds', ({ saveRule }) => ({
    saveRule: (rule) => saveRule({ ...rule, remindEveryMs: null }),
  })),
  mutant('never knows whether there was a rule to remove', ({ removeRule }) => ({
    removeRule: (tenant, id) => removeRule(tenant, id).map(() => true),
  })),
  mutant('keeps rules for ever', () => ({ removeRule: () => okAsync(true) })),
  mutant('lists silences that have ended', ({ silences }, database) => ({
    silences: (tenant) =>
      silences(tenant).map((listed) => [
        ...database
          .table<(typeof listed)[number]>('alert-silence')
          .all()
          .filter((silence) => silence.tenant === tenant && silence.until <= database.now()),
        ...listed,
      ]),
  })),
  mutant('lists silences in any order', ({ silences }) => ({
    silences: (tenant) => silences(tenant).map((all) => all.toReversed()),
  })),
  mutant('forgets what a silence is about', ({ addSilence }) => ({
    addSilence: (silence) => addSilence({ ...silence, subject: null }),
  })),
  mutant('lifts no silence', () => ({ removeSilence: () => okAsync(true) })),
  mutant('lists states of every tenant', (_store, database) => ({
    states: () => okAsync(database.table<never>('alert-state').all()),
  })),
  mutant('lists states in any order', ({ states }) => ({
    states: (tenant) => states(tenant).map((all) => all.toReversed()),
  })),
  mutant('saves one state at a time', ({ saveStates }) => ({ saveStates: (states) => saveStates(states.slice(0, 1)) })),
  mutant('never changes a state', ({ saveStates }, database) => ({
    saveStates: (states) =>
      saveStates(
        states.filter(
          ({ tenant, rule, subject }) => !database.table('alert-state').has(`${tenant}\u0000${rule}\u0000${subject}`),
        ),
      ),
  })),
  mutant('drops a subject of every rule', ({ states, dropStates }) => ({
    dropStates: (tenant, places) =>
      states(tenant).andThen((all) =>
        dropStates(
          tenant,
          all.filter((state) => places.some(({ subject }) => subject === state.subject)),
        ),
      ),
  })),
  mutant('drops nothing', () => ({ dropStates: () => okAsync(undefined) })),
  mutant('never changes an alert', ({ saveAlerts }, database) => ({
    saveAlerts: (alerts) =>
      saveAlerts(alerts.filter(({ tenant, id }) => !database.table('alert').has(`${tenant}\u0000${id}`))),
  })),
  mutant('finds alerts of other tenants', (_store, database) => ({
    findAlerts: (_tenant, ids) =>
      okAsync(
        database
          .table<never>('alert')
          .all()
          .filter(({ id }) => ids.includes(id)),
      ),
  })),
  mutant('lists the oldest alerts first', ({ listAlerts }) => ({
    listAlerts: (tenant, filter, before, limit) =>
      listAlerts(tenant, filter, before, limit).map((page) => page.toReversed()),
  })),
  mutant('lists alerts of every rule', ({ listAlerts }) => ({
    listAlerts: (tenant, filter, before, limit) => listAlerts(tenant, { ...filter, rule: null }, before, limit),
  })),
  mutant('lists alerts of every subject', ({ listAlerts }) => ({
    listAlerts: (tenant, filter, before, limit) => listAlerts(tenant, { ...filter, subject: null }, before, limit),
  })),
  mutant('lists alerts that are over with those that fire', ({ listAlerts }) => ({
    listAlerts: (tenant, filter, before, limit) => listAlerts(tenant, { ...filter, firing: null }, before, limit),
  })),
  mutant('begins every page at the first alert', ({ listAlerts }) => ({
    listAlerts: (tenant, filter, _before, limit) => listAlerts(tenant, filter, null, limit),
  })),
  mutant('forgets what still fires', ({ prune }, database) => ({
    prune: (before, limit) => {
      const alerts = database.table<{ readonly resolvedAt: number | null }>('alert');
      for (const [key, { resolvedAt }] of alerts.entries()) if (resolvedAt === null) alerts.delete(key);
      return prune(before, limit);
    },
  })),
  mutant('forgets everything that is over', ({ prune }) => ({ prune: (_before, limit) => prune(9e15, limit) })),
  mutant('forgets without a bound', ({ prune }) => ({ prune: (before) => prune(before, 1_000) })),
  mutant('never forgets', () => ({ prune: () => okAsync(0) })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryAlertStore(createMemoryDatabase(database.now)),
  },
];
