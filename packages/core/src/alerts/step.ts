import type { Instant } from '../ports/instant.ts';
import type { AlertRule } from './alert-rule.ts';
import type { AlertState, FiringAlert } from './alert-state.ts';
import type { Verdict } from './judge.ts';

/** What follows from a look at one subject of a rule. */
export interface Step {
  /** Null: it is well. */
  readonly state: AlertState | null;
  /** What somebody is to be told; `firing` once a period, `resolved` once if that was told. */
  readonly note: 'firing' | 'reminder' | 'resolved' | null;
}

/** A look at one subject. */
export interface Look {
  readonly rule: AlertRule;
  readonly verdict: Verdict;
  /** The store's time. */
  readonly now: Instant;
  readonly silenced: boolean;
  /** The id of a period that begins. */
  readonly newId: () => string;
}

const fire = (since: Instant, { rule, verdict, now, silenced, newId }: Look): Step => ({
  state: {
    phase: 'firing',
    tenant: rule.tenant,
    rule: rule.id,
    subject: verdict.subject,
    since,
    value: verdict.value,
    words: verdict.words,
    alert: newId(),
    firedAt: now,
    toldAt: silenced ? null : now,
    clearSince: null,
  },
  note: silenced ? null : 'firing',
});

const begin = (look: Look): Step => {
  const { rule, verdict, now } = look;
  if (rule.holdMs === 0) return fire(now, look);
  const { subject, value, words } = verdict;
  return {
    state: { phase: 'pending', tenant: rule.tenant, rule: rule.id, subject, since: now, value, words },
    note: null,
  };
};

const goOn = (state: FiringAlert, { rule, verdict, now, silenced }: Look): Step => {
  const seen: FiringAlert =
    verdict.breached === true ? { ...state, value: verdict.value, words: verdict.words, clearSince: null } : state;
  if (silenced) return { state: seen, note: null };
  const told: FiringAlert = { ...seen, toldAt: now };
  if (state.toldAt === null) return { state: told, note: 'firing' };
  const again = rule.remindEveryMs !== null && now - state.toldAt >= rule.remindEveryMs;
  return again ? { state: told, note: 'reminder' } : { state: seen, note: null };
};

const recover = (state: FiringAlert, { rule, now }: Look): Step => {
  const clearSince = state.clearSince ?? now;
  if (now - clearSince < rule.clearMs) return { state: { ...state, clearSince }, note: null };
  return { state: null, note: state.toldAt === null ? null : 'resolved' };
};

/**
 * How a subject of a rule stands after a look at it. Where nothing new is known, what was known goes on. A silence keeps back that it
 * fires, until the silence ends; that it has recovered is told to whoever was told that it fires.
 */
export const step = (state: AlertState | null, look: Look): Step => {
  const { rule, verdict, now } = look;
  if (state === null) return verdict.breached === true ? begin(look) : { state: null, note: null };
  if (state.phase === 'pending') {
    if (verdict.breached === false) return { state: null, note: null };
    const seen =
      verdict.breached === true ? look : { ...look, verdict: { ...verdict, value: state.value, words: state.words } };
    if (now - state.since >= rule.holdMs) return fire(state.since, seen);
    return { state: { ...state, value: seen.verdict.value, words: seen.verdict.words }, note: null };
  }
  const clearing = verdict.breached === false || (verdict.breached === null && state.clearSince !== null);
  return clearing ? recover(state, look) : goOn(state, look);
};
