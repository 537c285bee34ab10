import type { Transactor } from '@portico/core';
import type { AccessStores } from '@portico/core/access';
import type { AlertStores } from '@portico/core/alerts';
import type { DomainEventStores } from '@portico/core/domain-events';
import type { JobStores } from '@portico/core/jobs';
import type { StatisticsStores } from '@portico/core/statistics';
import type { SignInStores } from '@portico/core/sign-in';
import type { SourceStores } from '@portico/core/sources';
import type { FeedStores, TaskCenterStores } from '@portico/core/task-center';
import type { WebhookStores } from '@portico/core/webhooks';
import type { WorkStores } from '@portico/core/work';
import type { WorkflowStores } from '@portico/core/workflow';
import { createSqlAccessStore } from './access/access-store.ts';
import type { Database } from './database/database.ts';
import { createTransactorOf } from './database/transactor.ts';
import { createSqlAlertStore } from './alerts/alert-store.ts';
import { createSqlOutbox } from './domain-events/outbox.ts';
import { createSqlFeedStore } from './feed/feed-store.ts';
import { createSqlPortalStore } from './feed/portal-store.ts';
import { createSqlJobStore } from './jobs/job-store.ts';
import { createSqlSignInStores } from './sign-in/sign-in-stores.ts';
import { createSqlSourceStores } from './sources/source-stores.ts';
import { createSqlStatisticsStores } from './statistics/statistics-stores.ts';
import { createSqlTaskCenterStores } from './task-center/task-center-stores.ts';
import { createSqlWebhookStores } from './webhooks/webhook-stores.ts';
import { createSqlWorkStores } from './work/work-stores.ts';
import { createSqlWorkflowStore } from './workflow/workflow-store.ts';

/** Every store there is. */
export type Stores = WorkStores &
  StatisticsStores &
  WorkflowStores &
  TaskCenterStores &
  AccessStores &
  DomainEventStores &
  JobStores &
  WebhookStores &
  AlertStores &
  SignInStores &
  FeedStores &
  SourceStores;

/** Transactions over all stores of a database. One a process: it remembers where due-scans begin. */
export function createTransactor(database: Database): Transactor<Stores> {
  const workStores = createSqlWorkStores(database.contact);
  return createTransactorOf(database, (session) => ({
    ...workStores(session),
    workflow: createSqlWorkflowStore(session),
    ...createSqlTaskCenterStores(session),
    ...createSqlStatisticsStores(session),
    access: createSqlAccessStore(session),
    outbox: createSqlOutbox(session),
    jobs: createSqlJobStore(session),
    ...createSqlWebhookStores(session),
    alerts: createSqlAlertStore(session),
    ...createSqlSignInStores(session),
    ...createSqlSourceStores(session),
    feed: createSqlFeedStore(session),
    portals: createSqlPortalStore(session),
  }));
}
