import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Alerts } from './alerts.ts';
import type { AlertsContext } from './context.ts';
import { createListAlerts, createListHistory } from './list-alerts.ts';
import { createChangeRule, createCreateRule, createListRules, createRemoveRule } from './rules.ts';
import { createListSilences, createRemoveSilence, createSilence, createSilenceAlert } from './silences.ts';
import { createWatchAlerts } from './watch-alerts.ts';

/** The alerts with what keeps them going. */
export interface RunningAlerts extends Alerts {
  /** Looks at everything when it is time to; call it every few seconds, from any number of processes. Answers how much was told. */
  watch(): ResultAsync<number, StoreFailure>;
  /** Forgets what was resolved so long ago. */
  maintain(keepMs: Millis): ResultAsync<void, StoreFailure>;
}

const prunedAtOnce = 10_000;

/** Alerts over their store, which shares a transaction with whoever tells. */
export const createAlerts = (context: AlertsContext): RunningAlerts => ({
  list: createListAlerts(context),
  history: createListHistory(context),
  listRules: createListRules(context),
  createRule: createCreateRule(context),
  changeRule: createChangeRule(context),
  removeRule: createRemoveRule(context),
  listSilences: createListSilences(context),
  silence: createSilence(context),
  silenceAlert: createSilenceAlert(context),
  removeSilence: createRemoveSilence(context),
  watch: createWatchAlerts(context),
  maintain: (keepMs) =>
    context.transactor
      .run(({ alerts }) => alerts.prune(context.clock.now() - keepMs, prunedAtOnce))
      .map(() => undefined),
});
