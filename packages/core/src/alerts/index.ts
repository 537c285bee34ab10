export { createAlerts, type RunningAlerts } from './create-alerts.ts';
export { covers, type AlertCondition, type AlertPlace, type AlertRule, type AlertSilence } from './alert-rule.ts';
export type { Alert, AlertEnd, AlertState, FiringAlert, PendingAlert } from './alert-state.ts';
export type {
  AlertConflict,
  AlertRuleDraft,
  Alerts,
  InvalidAlert,
  ShownAlert,
  SilenceRequest,
  UnknownAlert,
} from './alerts.ts';
export type { AlertsContext } from './context.ts';
export { defaultRules } from './default-rules.ts';
export type { AlertFilter, AlertStore, AlertStores } from './ports.ts';
export type { AlertSignals, JobSignal, LaneSignal, SweepSignal } from './signals.ts';
