import type { AlertStores } from '../../alerts/ports.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { ContractCase } from '../contract-case.ts';
import { alertHistoryCases } from './alert-history-cases.ts';
import { alertRuleCases } from './alert-rule-cases.ts';
import { alertStateCases } from './alert-state-cases.ts';
import { alertTurnCases } from './alert-turn-cases.ts';

/** A store that is to keep the promises of its port. */
export interface AlertStoreSubject {
  readonly transactor: Transactor<AlertStores>;
  /** A name that no tenant has. */
  freshTenant(): string;
  /** Lets the store's clock go on by at least so many milliseconds; below 0 it steps back. */
  advance(ms: number): Promise<void>;
  /** How many histories the property tries. */
  readonly runs: number;
}

/** What every store of alerts promises. */
export const alertStoreContract: readonly ContractCase<AlertStoreSubject>[] = [
  ...alertTurnCases,
  ...alertRuleCases,
  ...alertStateCases,
  ...alertHistoryCases,
];
