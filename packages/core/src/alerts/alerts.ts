import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AlertCondition, AlertRule, AlertSilence } from './alert-rule.ts';
import type { Alert, AlertState } from './alert-state.ts';
import type { AlertFilter } from './ports.ts';

export interface InvalidAlert {
  readonly code: 'INVALID';
  /** JSON pointer to the field. */
  readonly pointer: string;
  readonly message: string;
}

export interface UnknownAlert {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** It exists already, or somebody else changed it meanwhile. */
export interface AlertConflict {
  readonly code: 'CONFLICT';
  readonly message: string;
}

/** What may be said of a rule. For a new one `name` and `condition` are needed; in a change what is absent stays. */
export interface AlertRuleDraft {
  readonly id?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  /** Its kind cannot change. */
  readonly condition?: AlertCondition;
  readonly holdMs?: Millis;
  readonly clearMs?: Millis;
  readonly remindEveryMs?: Millis | null;
}

/** How a subject stands, with its rule. */
export interface ShownAlert {
  readonly state: AlertState;
  /** Null when the rule has been removed meanwhile. */
  readonly rule: AlertRule | null;
  /** The silence that lasts longest of those that cover it; null: none does. */
  readonly silence: AlertSilence | null;
}

export interface SilenceRequest {
  /** Null: every rule. */
  readonly rule: string | null;
  /** Null: every subject. */
  readonly subject: string | null;
  /** At most a year ahead. */
  readonly until: Instant;
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** Who is told when something does not go well. */
export interface Alerts {
  /** What fires and what may soon, by rule and subject. */
  list(tenant: string): ResultAsync<readonly ShownAlert[], StoreFailure>;
  /** What fired, newest first. `limit` 1 to 200. */
  history(
    tenant: string,
    filter: AlertFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<{ readonly items: readonly Alert[]; readonly nextCursor: string | null }, StoreFailure | InvalidAlert>;
  /** By id. A tenant without any past has the rules that every tenant begins with. */
  listRules(tenant: string): ResultAsync<readonly AlertRule[], StoreFailure>;
  createRule(
    tenant: string,
    draft: AlertRuleDraft,
  ): ResultAsync<AlertRule, StoreFailure | InvalidAlert | AlertConflict>;
  /** `revision`: the one that the change was made to; null: whatever is stored. Disabling a rule ends what fires for it. */
  changeRule(
    tenant: string,
    id: string,
    draft: AlertRuleDraft,
    revision: number | null,
  ): ResultAsync<AlertRule, StoreFailure | UnknownAlert | InvalidAlert | AlertConflict>;
  /** Ends what fires for it. */
  removeRule(tenant: string, id: string): ResultAsync<void, StoreFailure | UnknownAlert>;
  listSilences(tenant: string): ResultAsync<readonly AlertSilence[], StoreFailure>;
  /** Has nobody told of a rule, a subject, or both; `by` names who wants that. */
  silence(
    tenant: string,
    request: SilenceRequest,
    by: string,
  ): ResultAsync<AlertSilence, StoreFailure | UnknownAlert | InvalidAlert>;
  /** Silences what fires, or fired, by the id of the period: its subject of its rule. */
  silenceAlert(
    tenant: string,
    alert: string,
    request: Pick<SilenceRequest, 'until' | 'reason'>,
    by: string,
  ): ResultAsync<AlertSilence, StoreFailure | UnknownAlert | InvalidAlert>;
  removeSilence(tenant: string, id: string): ResultAsync<void, StoreFailure | UnknownAlert>;
}
