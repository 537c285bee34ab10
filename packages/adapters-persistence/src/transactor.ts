import type { Transactor } from '@portico/core';
import type { AccessStores } from '@portico/core/access';
import type { DomainEventStores } from '@portico/core/domain-events';
import type { TaskCenterStores } from '@portico/core/task-center';
import type { WorkStores } from '@portico/core/work';
import type { WorkflowStores } from '@portico/core/workflow';
import { createSqlAccessStore } from './access/access-store.ts';
import type { Database } from './database/database.ts';
import { createTransactorOf } from './database/transactor.ts';
import { createSqlOutbox } from './domain-events/outbox.ts';
import { createSqlTaskCenterStores } from './task-center/task-center-stores.ts';
import { createSqlWorkStores } from './work/work-stores.ts';
import { createSqlWorkflowStore } from './workflow/workflow-store.ts';

/** Every store there is. */
export type Stores = WorkStores & WorkflowStores & TaskCenterStores & AccessStores & DomainEventStores;

/** Transactions over all stores of a database. One a process: it remembers where due-scans begin. */
export function createTransactor(database: Database): Transactor<Stores> {
  const workStores = createSqlWorkStores(database.contact);
  return createTransactorOf(database, (session) => ({
    ...workStores(session),
    workflow: createSqlWorkflowStore(session),
    ...createSqlTaskCenterStores(session),
    access: createSqlAccessStore(session),
    outbox: createSqlOutbox(session),
  }));
}
