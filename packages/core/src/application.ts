import { okAsync, type ResultAsync } from 'neverthrow';
import { endpointAttention, jobAttention } from './attention-sources.ts';
import { createAccess } from './access/create-access.ts';
import type { Access } from './access/access.ts';
import type { AccessStores, KeySecrets, Tokens } from './access/ports.ts';
import { readAlertSignals } from './alert-signals.ts';
import type { Alerts } from './alerts/alerts.ts';
import { createAlerts } from './alerts/create-alerts.ts';
import type { AlertStores } from './alerts/ports.ts';
import { createDomainEvents } from './domain-events/create-domain-events.ts';
import type { DomainEventPublisher, DomainEventStores } from './domain-events/ports.ts';
import type { Tell } from './domain-events/tell.ts';
import { createTellAll, type Hear } from './domain-events/tell-all.ts';
import { createJobs } from './jobs/create-jobs.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { JobStores } from './jobs/ports.ts';
import { createPeople, type PeopleDependencies } from './people.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Random } from './ports/random.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoreFailure } from './ports/store-failure.ts';
import type { Tracer } from './ports/tracer.ts';
import type { Transactor } from './ports/transactor.ts';
import type { RunningSignIn } from './sign-in/create-sign-in.ts';
import type { SignInStores } from './sign-in/ports.ts';
import type { FeedStores } from './task-center/feed-ports.ts';
import type { Feed } from './task-center/feed.ts';
import { createSources } from './sources/create-sources.ts';
import type { SourceKind, SourceStores } from './sources/ports.ts';
import type { Sources } from './sources/sources.ts';
import { createStatistics } from './statistics/create-statistics.ts';
import type { StatisticsStores } from './statistics/ports.ts';
import type { Statistics } from './statistics/statistics.ts';
import { createTaskCenter, type SweepSchedule } from './task-center/create-task-center.ts';
import type { PlatformKind } from './task-center/platform.ts';
import type { TaskCenterStores } from './task-center/ports.ts';
import type { TaskCenter } from './task-center/task-center.ts';
import { createWebhooks } from './webhooks/create-webhooks.ts';
import { noSender } from './webhooks/no-sender.ts';
import type { WebhookSender, WebhookStores } from './webhooks/ports.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { Doorbell, WorkStores } from './work/ports.ts';
import type { WorkerOptions, WorkHandlers, WorkLog } from './work/worker-options.ts';
import type { WorkObserver } from './work/work-observer.ts';
import { createWorker, type Worker } from './work/worker.ts';
import { createWorkflow } from './workflow/create-workflow.ts';
import type { WorkflowStores } from './workflow/ports.ts';
import type { Workflow } from './workflow/workflow.ts';

/** The stores of one transaction, for all contexts. */
export type Stores = WorkStores &
  WorkflowStores &
  TaskCenterStores &
  AccessStores &
  DomainEventStores &
  WebhookStores &
  AlertStores &
  SignInStores &
  FeedStores &
  JobStores &
  StatisticsStores &
  SourceStores;

/** What the contexts need from outside. */
export interface ApplicationDependencies {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly keySecrets: KeySecrets;
  readonly tokens: Tokens;
  readonly kinds: readonly PlatformKind[];
  /** Engines that can be asked; none unless given. */
  readonly sourceKinds?: readonly SourceKind[];
  /** IANA name of the zone in which vendors get local times. */
  readonly timezone: string;
  /**
   * Hands domain events over, at least once; see `Tell`. Without one nothing is written down to be told. Give one to every process that
   * works on the store, or to none: what a worker without one settles is told to nobody, and it may keep the lane from those that have one.
   */
  readonly publisher?: DomainEventPublisher;
  /**
   * Sends webhooks. Without one nothing is written down for them, and endpoints cannot be made but with a secret of the caller's own. As
   * with the publisher: every process that works on the store gets one, or none does.
   */
  readonly webhookSender?: WebhookSender;
  /** What people who sign in and portals that fetch need; neither are served without. */
  readonly people?: PeopleDependencies;
  /** Keeps the lanes' rates over all workers; without one, each worker keeps to its share. */
  readonly rateLimiter?: RateLimiter;
  readonly log?: WorkLog;
  /** Hears what workers do. */
  readonly workObserver?: WorkObserver;
  /** Nothing is traced without one. */
  readonly tracer?: Tracer;
  readonly sweeps?: Partial<SweepSchedule>;
  readonly retention?: Retention;
}

/** Everything that Portico can do, wired. */
export interface Application {
  readonly access: Access;
  readonly workflow: Workflow;
  readonly taskCenter: TaskCenter;
  /** Null without `people`. */
  readonly signIn: RunningSignIn | null;
  /** Null without `people`. */
  readonly feed: Feed | null;
  readonly webhooks: Webhooks;
  readonly alerts: Alerts;
  readonly jobs: Jobs;
  readonly statistics: Statistics;
  readonly sources: Sources;
  /** A worker for every lane; start as many as you like, in as many processes. */
  createWorker(options?: Partial<WorkerOptions>): Worker;
  /** Sums up the log and looks at the sizes of tables; call it every few minutes, from any number of processes. */
  tick(): ResultAsync<void, StoreFailure>;
  /** Starts the sweeps and polls that are due; call it about once a minute, from any number of processes. Answers how many. */
  scheduleSweeps(): ResultAsync<number, StoreFailure>;
  /**
   * Looks whether alerts fire or have recovered, every 30 seconds over all processes; call it every few seconds, from any number of them.
   * Answers how much was told.
   */
  watchAlerts(): ResultAsync<number, StoreFailure>;
  /** Closes this process's connections to engines that are asked; call it once no worker runs any more. */
  closeSources(): Promise<void>;
  /** Prepares the log for the coming days and drops what is past its retention; call it at the start and every few hours. */
  maintain(): ResultAsync<void, StoreFailure>;
}

/** How long things are kept, in days. */
export interface Retention {
  readonly attempts: number;
  /** Requests and answers of attempts; at most as long as the attempts themselves. */
  readonly exchanges: number;
  /** Events of instances that are over; longer than the horizon of 90 days, so that what is forgotten cannot come again. */
  readonly events: number;
  /** Messages to webhooks, after their delivery. */
  readonly webhooks?: number;
  /** Alerts, after they were resolved. */
  readonly alerts?: number;
  /** Jobs that have ended, with their lines. */
  readonly jobs?: number;
}

export const defaultRetention: Required<Retention> = {
  attempts: 180,
  exchanges: 30,
  events: 180,
  webhooks: 30,
  alerts: 180,
  jobs: 30,
};

const dayMs = 24 * 3_600_000;
const prunedAtOnce = 10_000;
/** Sums by the hour are small; two years of them let one year be held against another. */
const statisticsDays = 731;

/** Wires the contexts over one set of ports. */
export const createApplication = (dependencies: ApplicationDependencies): Application => {
  const { transactor, doorbell, clock, ids, random, kinds, timezone, secrets, keySecrets, tokens, log, sweeps } =
    dependencies;
  const { publisher, webhookSender, workObserver, rateLimiter, tracer } = dependencies;
  const retention = { ...defaultRetention, ...dependencies.retention };
  const domainEvents = publisher === undefined ? null : createDomainEvents({ publisher, doorbell, clock, ids });
  const webhooks = createWebhooks({
    transactor,
    doorbell,
    clock,
    ids,
    secrets,
    sender: webhookSender ?? noSender,
    tracer,
  });
  const listeners: readonly Hear<Stores>[] = [
    ...(domainEvents === null ? [] : [domainEvents.hear]),
    ...(webhookSender === undefined ? [] : [webhooks.tell]),
  ];
  const tellAll = createTellAll<Stores>({ clock, ids }, listeners);
  // Whoever tells knows of fewer stores than there are: all transactions here come from the one transactor.
  const tell: Tell | null =
    listeners.length === 0 ? null : (stores, tenant, tellings) => tellAll(stores as Stores, tenant, tellings);
  const statistics = createStatistics({ transactor });
  const taskCenter = createTaskCenter({
    transactor,
    doorbell,
    clock,
    ids,
    secrets,
    kinds,
    timezone,
    attention: [jobAttention, endpointAttention],
    ...(sweeps === undefined ? {} : { sweeps }),
    ...(tracer === undefined ? {} : { tracer }),
    ...(tell === null ? {} : { tell }),
  });
  const people =
    dependencies.people === undefined
      ? null
      : createPeople({ transactor, clock, ids, secrets, log }, dependencies.people);
  const workflow = createWorkflow({
    transactor,
    doorbell,
    ids,
    listener: taskCenter.followWorkflow,
    ...(tracer === undefined ? {} : { tracer }),
  });
  const sources = createSources({
    transactor,
    doorbell,
    clock,
    ids,
    secrets,
    workflow,
    timezone,
    kinds: dependencies.sourceKinds ?? [],
  });
  const jobKinds = [...taskCenter.jobKinds, ...sources.jobKinds];
  const jobs = createJobs<Stores>({ transactor, doorbell, clock, ids, kinds: jobKinds });
  const handlers: WorkHandlers<Stores> = {
    ...taskCenter.handlers,
    ...jobs.handlers,
    ...domainEvents?.handlers,
    ...(webhookSender === undefined ? null : webhooks.handlers),
  };
  const access = createAccess({ transactor, clock, ids, secrets: keySecrets, tokens });
  const alerts = createAlerts({
    transactor,
    clock,
    ids,
    tell,
    tenants: () => access.listTenants().map((tenants) => tenants.map(({ id }) => id)),
    signals: (tenant, since) => transactor.run((stores) => readAlertSignals(stores, tenant, since)),
  });
  return {
    access,
    workflow,
    taskCenter,
    signIn: people?.signIn ?? null,
    feed: people?.feed ?? null,
    webhooks,
    alerts,
    watchAlerts: () => alerts.watch(),
    jobs,
    sources,
    createWorker: (options) =>
      createWorker({
        transactor,
        handlers,
        doorbell,
        clock,
        random,
        ...(rateLimiter === undefined ? {} : { rateLimiter }),
        ...(workObserver === undefined ? {} : { observer: workObserver }),
        ...(log === undefined ? {} : { log }),
        ...(tracer === undefined ? {} : { tracer }),
        ...(options === undefined ? {} : { options }),
      }),
    statistics,
    tick: () => statistics.tick(),
    scheduleSweeps: () =>
      taskCenter.scheduleSweeps().andThen((swept) => sources.schedule().map((begun) => swept + begun)),
    closeSources: () => sources.close(),
    maintain: () =>
      transactor
        .run((stores) => stores.attempts.maintain(retention.attempts, retention.exchanges))
        .andThen(() =>
          transactor.run((stores) =>
            stores.workflow.now().andThen((now) => stores.workflow.prune(now - retention.events * dayMs, prunedAtOnce)),
          ),
        )
        .andThen(() => webhooks.maintain(retention.webhooks * dayMs))
        .andThen(() =>
          transactor.run((stores) =>
            stores.workflow
              .now()
              .andThen((now) => stores.callbacks.prune(now - retention.attempts * dayMs, prunedAtOnce)),
          ),
        )
        .andThen(() => statistics.tick())
        .andThen(() => statistics.maintain(statisticsDays))
        .andThen(() => alerts.maintain(retention.alerts * dayMs))
        .andThen(() => jobs.maintain(retention.jobs))
        .andThen(() => (people === null ? okAsync(undefined) : people.signIn.maintainSignIn().map(() => undefined))),
  };
};
