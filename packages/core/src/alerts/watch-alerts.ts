import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Telling } from '../domain-events/tell.ts';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { covers, type AlertRule, type AlertSilence } from './alert-rule.ts';
import type { Alert, AlertState, FiringAlert } from './alert-state.ts';
import { enterTenant, type AlertsContext } from './context.ts';
import { judge, type Verdict } from './judge.ts';
import type { AlertSignals } from './signals.ts';
import { step } from './step.ts';
import { firingTelling, resolvedTelling } from './tell-alert.ts';

const usualEveryMs = 30_000;
/** Attempts further back say little about now, and cost time to count. */
const longestLookMs = 5 * 60_000;

/** What a look at a tenant changes. */
interface Changes {
  readonly states: readonly AlertState[];
  readonly gone: readonly AlertState[];
  readonly begun: readonly Alert[];
  readonly ended: readonly FiringAlert[];
  readonly tellings: readonly Telling[];
}

interface Seen {
  readonly rules: readonly AlertRule[];
  readonly states: readonly AlertState[];
  readonly silences: readonly AlertSilence[];
  readonly signals: AlertSignals;
  readonly now: Instant;
  readonly newId: () => string;
}

const placeOf = (rule: string, subject: string): string => JSON.stringify([rule, subject]);

/** What a rule says of every subject, those included that are no longer there. */
const verdictsOf = (rule: AlertRule, { signals, states }: Seen): readonly Verdict[] => {
  const verdicts = judge(rule.condition, signals);
  const known = new Set(verdicts.map(({ subject }) => subject));
  const missing = states.filter(({ rule: id, subject }) => id === rule.id && !known.has(subject));
  return [
    ...verdicts,
    ...missing.map(({ subject }) => ({ subject, breached: false, value: null, words: 'it is no longer there' })),
  ];
};

const alertOf = (rule: AlertRule, { tenant, alert, subject, since, firedAt, value, words }: FiringAlert): Alert => ({
  tenant,
  id: alert,
  rule: rule.id,
  name: rule.name,
  kind: rule.condition.kind,
  subject,
  since,
  firedAt,
  resolvedAt: null,
  endedBy: null,
  value,
  words,
});

/** What the rules make of what was seen; pure, but for ids. */
export const decideAlerts = (seen: Seen): Changes => {
  const { rules, silences, now, newId } = seen;
  const before = new Map(seen.states.map((state) => [placeOf(state.rule, state.subject), state]));
  const states: AlertState[] = [];
  const gone: AlertState[] = [];
  const begun: Alert[] = [];
  const ended: FiringAlert[] = [];
  const tellings: Telling[] = [];
  for (const rule of rules.filter(({ enabled }) => enabled)) {
    for (const verdict of verdictsOf(rule, seen)) {
      const place = { rule: rule.id, subject: verdict.subject };
      const old = before.get(placeOf(rule.id, verdict.subject)) ?? null;
      const silenced = silences.some((silence) => covers(silence, place, now));
      const { state, note } = step(old, { rule, verdict, now, silenced, newId });
      if (state === null) {
        if (old !== null) gone.push(old);
        if (old?.phase === 'firing') {
          ended.push(old);
          if (note === 'resolved') tellings.push(resolvedTelling(rule, old, now, 'recovered'));
        }
        continue;
      }
      states.push(state);
      if (state.phase !== 'firing') continue;
      if (old?.phase !== 'firing') begun.push(alertOf(rule, state));
      if (note === 'firing' || note === 'reminder') tellings.push(firingTelling(rule, state, note === 'reminder'));
    }
  }
  return { states, gone, begun, ended, tellings };
};

/** Looks at one tenant; answers how much was told. */
const lookAt = (context: AlertsContext, tenant: string, since: Instant): ResultAsync<number, StoreFailure> => {
  const { transactor, ids, tell, signals } = context;
  return signals(tenant, since).andThen((found) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const { now, rules } = yield* enterTenant(stores, tenant);
        const changes = decideAlerts({
          rules,
          states: yield* stores.alerts.states(tenant),
          silences: yield* stores.alerts.silences(tenant),
          signals: found,
          now,
          newId: () => ids.next(),
        });
        const ended = yield* stores.alerts.findAlerts(
          tenant,
          changes.ended.map(({ alert }) => alert),
        );
        yield* stores.alerts.dropStates(tenant, changes.gone);
        yield* stores.alerts.saveStates(changes.states);
        yield* stores.alerts.saveAlerts([
          ...changes.begun,
          ...ended.map((alert) => ({ ...alert, resolvedAt: now, endedBy: 'recovered' as const })),
        ]);
        if (tell !== null) yield* tell(stores, tenant, changes.tellings);
        return ok(tell === null ? 0 : changes.tellings.length);
      }),
    ),
  );
};

/**
 * Looks at every tenant when it is time to, whoever comes first; answers how much was told. What is told is written down in the
 * transaction that changes how things stand: once, however many processes look, and however often.
 */
export const createWatchAlerts = (context: AlertsContext): (() => ResultAsync<number, StoreFailure>) => {
  const { transactor, tenants, everyMs = usualEveryMs } = context;
  return () =>
    safeTry(async function* () {
      const turn = yield* transactor.run(({ alerts }) => alerts.takeTurn(everyMs));
      if (turn === null) return ok(0);
      const since = Math.max(turn.lastAt ?? 0, turn.now - longestLookMs);
      let told = 0;
      let failure: StoreFailure | null = null;
      for (const tenant of yield* tenants()) {
        // One tenant's trouble must not keep the others from being looked at.
        const looked: Awaited<ReturnType<typeof lookAt>> = await lookAt(context, tenant, since);
        if (looked.isOk()) told += looked.value;
        else failure ??= looked.error;
      }
      return failure === null ? ok(told) : err(failure);
    });
};
