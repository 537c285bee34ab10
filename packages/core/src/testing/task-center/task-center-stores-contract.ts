import type { ContractCase } from '../contract-case.ts';
import { callbackStoreContract } from './callback-store-contract.ts';
import { taskCenterLogsContract } from './log-stores-contract.ts';
import { mirrorStoreContract } from './mirror-store-contract.ts';
import { mappedPeopleContract, personMappingStoreContract } from './person-mapping-store-contract.ts';
import { platformStoreContract, ruleStoreContract, tokenCacheContract } from './settings-stores-contract.ts';
import type { TaskCenterStoresSubject } from './task-center-subject.ts';
import { todoStoreContract } from './todo-store-contract.ts';

const named = (
  port: string,
  cases: readonly ContractCase<TaskCenterStoresSubject>[],
): readonly ContractCase<TaskCenterStoresSubject>[] => cases.map(({ name, run }) => ({ name: `${port} ${name}`, run }));

/** The promises of all the task center's stores. */
export const taskCenterStoresContract: readonly ContractCase<TaskCenterStoresSubject>[] = [
  ...named('TodoStore', todoStoreContract),
  ...named('MirrorStore', mirrorStoreContract),
  ...named('PlatformStore', platformStoreContract),
  ...named('RuleStore', ruleStoreContract),
  ...named('TaskCenterLogs', taskCenterLogsContract),
  ...named('TokenCache', tokenCacheContract),
  ...named('PersonMappingStore', personMappingStoreContract),
  ...named('Mapped people', mappedPeopleContract),
  ...named('CallbackStore', callbackStoreContract),
];
