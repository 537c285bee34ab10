import type { Telling } from '../domain-events/tell.ts';
import type { Instant } from '../ports/instant.ts';
import type { AlertRule } from './alert-rule.ts';
import type { AlertEnd, FiringAlert } from './alert-state.ts';

const iso = (at: Instant): string => new Date(at).toISOString();

const about = (rule: AlertRule, { alert, subject, since, firedAt, value, words }: FiringAlert) => ({
  alert,
  rule: rule.id,
  name: rule.name,
  kind: rule.condition.kind,
  subject,
  since: iso(since),
  firedAt: iso(firedAt),
  value,
  words,
});

/** That something fires; `reminder`: that it still does. */
export const firingTelling = (rule: AlertRule, state: FiringAlert, reminder: boolean): Telling => ({
  type: 'alert.firing',
  data: { ...about(rule, state), reminder },
  trace: null,
});

/** That something fires no longer. */
export const resolvedTelling = (rule: AlertRule, state: FiringAlert, at: Instant, endedBy: AlertEnd): Telling => ({
  type: 'alert.resolved',
  data: { ...about(rule, state), resolvedAt: iso(at), endedBy },
  trace: null,
});
