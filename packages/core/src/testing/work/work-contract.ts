import type { ContractCase } from '../contract-case.ts';
import { attemptLogContract } from './attempt-log-contract.ts';
import { lanesContract } from './lanes-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import type { StoreBench } from './store-bench.ts';
import { troubleContract } from './trouble-contract.ts';
import { transactorContract } from './transactor-contract.ts';
import { workHistoryContract } from './work-history-contract.ts';
import { workQueueContract } from './work-queue-contract.ts';

/** Everything that the kernel's stores promise. Each case wants empty stores. */
export const workContract: readonly ContractCase<StoreBench>[] = [
  ...workQueueContract,
  ...troubleContract,
  ...sessionsContract,
  ...lanesContract,
  ...attemptLogContract,
  ...transactorContract,
  ...workHistoryContract,
];
