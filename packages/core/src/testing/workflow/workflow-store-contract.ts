import type { ContractCase } from '../contract-case.ts';
import { workflowEventCases } from './workflow-event-cases.ts';
import { workflowStateCases } from './workflow-state-cases.ts';
import { workflowFoldCases } from './workflow-fold-cases.ts';
import type { WorkflowStoreSubject } from './workflow-store-subject.ts';

/** What every `WorkflowStore` promises. */
export const workflowStoreContract: readonly ContractCase<WorkflowStoreSubject>[] = [
  ...workflowEventCases,
  ...workflowStateCases,
  ...workflowFoldCases,
];
