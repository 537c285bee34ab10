import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { TaskInInstance, WorkflowStores } from './ports.ts';
import type { NotFound } from './workflow.ts';

/** A task with the instance it belongs to. */
export const showTask =
  <Stores extends WorkflowStores>({ transactor }: Pick<WorkflowDependencies<Stores>, 'transactor'>) =>
  (tenant: string, id: string): ResultAsync<TaskInInstance, StoreFailure | NotFound> =>
    transactor
      .run((stores) => stores.workflow.findTasks(tenant, [id]))
      .andThen((found): ResultAsync<TaskInInstance, NotFound> => {
        const task = found.get(id);
        return task === undefined ? errAsync({ code: 'NOT_FOUND', message: 'There is no such task.' }) : okAsync(task);
      });
