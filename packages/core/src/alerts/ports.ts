import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Alert, AlertState } from './alert-state.ts';
import type { AlertPlace, AlertRule, AlertSilence } from './alert-rule.ts';

export interface AlertFilter {
  readonly rule: string | null;
  readonly subject: string | null;
  /** Whether it still fires. */
  readonly firing: boolean | null;
}

/** Rules, how their subjects stand, and what fired. All times that decide anything are the store's. */
export interface AlertStore {
  /**
   * Wins the right to look at everything, unless somebody has had it within `everyMs`: exactly one of those who ask at the same time.
   * Answers the store's time, and when the one before was; null to everybody else. A turn that lies `everyMs` or more ahead, because
   * the clock stepped back, keeps nobody out.
   */
  takeTurn(
    everyMs: Millis,
  ): ResultAsync<{ readonly now: Instant; readonly lastAt: Instant | null } | null, StoreFailure>;
  /**
   * Keeps others from changing how a tenant's subjects stand until the transaction ends. `fresh`: nobody has been here before in a
   * transaction that was committed.
   */
  enter(tenant: string): ResultAsync<{ readonly now: Instant; readonly fresh: boolean }, StoreFailure>;

  /** By id. */
  rules(tenant: string): ResultAsync<readonly AlertRule[], StoreFailure>;
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  saveRule(rule: AlertRule): ResultAsync<boolean, StoreFailure>;
  /** Answers whether it was there. States and history stay. */
  removeRule(tenant: string, id: string): ResultAsync<boolean, StoreFailure>;

  /** By rule, then by subject. */
  states(tenant: string): ResultAsync<readonly AlertState[], StoreFailure>;
  /** Inserts or replaces. */
  saveStates(states: readonly AlertState[]): ResultAsync<void, StoreFailure>;
  dropStates(tenant: string, places: readonly AlertPlace[]): ResultAsync<void, StoreFailure>;

  /** Inserts or replaces, by id. */
  saveAlerts(alerts: readonly Alert[]): ResultAsync<void, StoreFailure>;
  /** Those of these ids that there are. */
  findAlerts(tenant: string, ids: readonly string[]): ResultAsync<readonly Alert[], StoreFailure>;
  /** By id, newest first, those below `before`. `limit` 1 to 200. */
  listAlerts(
    tenant: string,
    filter: AlertFilter,
    before: string | null,
    limit: number,
  ): ResultAsync<readonly Alert[], StoreFailure>;

  addSilence(silence: AlertSilence): ResultAsync<void, StoreFailure>;
  /** Those that have not ended, by when they end and then by id. */
  silences(tenant: string): ResultAsync<readonly AlertSilence[], StoreFailure>;
  removeSilence(tenant: string, id: string): ResultAsync<boolean, StoreFailure>;

  /** Forgets alerts that were resolved before then and silences that ended before then, at most `limit` of each; answers how many. */
  prune(before: Instant, limit: number): ResultAsync<number, StoreFailure>;
}

/** The alerts in one transaction. */
export interface AlertStores {
  readonly alerts: AlertStore;
}
