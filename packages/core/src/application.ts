import type { ResultAsync } from 'neverthrow';
import { createAccess } from './access/create-access.ts';
import type { Access } from './access/access.ts';
import type { AccessStores, KeySecrets, Tokens } from './access/ports.ts';
import { createDomainEvents } from './domain-events/create-domain-events.ts';
import type { DomainEventPublisher, DomainEventStores } from './domain-events/ports.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Random } from './ports/random.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import type { Secrets } from './ports/secrets.ts';
import type { StoreFailure } from './ports/store-failure.ts';
import type { Tracer } from './ports/tracer.ts';
import type { Transactor } from './ports/transactor.ts';
import { createTaskCenter, type SweepSchedule } from './task-center/create-task-center.ts';
import type { PlatformKind } from './task-center/platform.ts';
import type { TaskCenterStores } from './task-center/ports.ts';
import type { TaskCenter } from './task-center/task-center.ts';
import type { Doorbell, WorkStores } from './work/ports.ts';
import type { WorkerOptions, WorkLog } from './work/worker-options.ts';
import type { WorkObserver } from './work/work-observer.ts';
import { createWorker, type Worker } from './work/worker.ts';
import { createWorkflow } from './workflow/create-workflow.ts';
import type { WorkflowStores } from './workflow/ports.ts';
import type { Workflow } from './workflow/workflow.ts';

/** The stores of one transaction, for all contexts. */
export type Stores = WorkStores & WorkflowStores & TaskCenterStores & AccessStores & DomainEventStores;

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
  /** IANA name of the zone in which vendors get local times. */
  readonly timezone: string;
  /**
   * Hands domain events over, at least once; see `Tell`. Without one nothing is written down to be told. Give one to every process that
   * works on the store, or to none: what a worker without one settles is told to nobody, and it may keep the lane from those that have one.
   */
  readonly publisher?: DomainEventPublisher;
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
  /** A worker for every lane; start as many as you like, in as many processes. */
  createWorker(options?: Partial<WorkerOptions>): Worker;
  /** Starts the sweeps that are due; call it about once a minute, from any number of processes. Answers how many. */
  scheduleSweeps(): ResultAsync<number, StoreFailure>;
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
}

export const defaultRetention: Retention = { attempts: 180, exchanges: 30, events: 180 };

const dayMs = 24 * 3_600_000;
const prunedAtOnce = 10_000;

/** Wires the contexts over one set of ports. */
export const createApplication = (dependencies: ApplicationDependencies): Application => {
  const { transactor, doorbell, clock, ids, random, kinds, timezone, secrets, keySecrets, tokens, log, sweeps } =
    dependencies;
  const { publisher, workObserver, rateLimiter, tracer } = dependencies;
  const retention = dependencies.retention ?? defaultRetention;
  const domainEvents = publisher === undefined ? null : createDomainEvents({ publisher, doorbell, clock, ids });
  const taskCenter = createTaskCenter({
    transactor,
    doorbell,
    clock,
    ids,
    secrets,
    kinds,
    timezone,
    ...(sweeps === undefined ? {} : { sweeps }),
    ...(tracer === undefined ? {} : { tracer }),
    ...(domainEvents === null ? {} : { tell: domainEvents.tell }),
  });
  return {
    access: createAccess({ transactor, clock, ids, secrets: keySecrets, tokens }),
    workflow: createWorkflow({
      transactor,
      doorbell,
      ids,
      listener: taskCenter.followWorkflow,
      ...(tracer === undefined ? {} : { tracer }),
    }),
    taskCenter,
    createWorker: (options) =>
      createWorker({
        transactor,
        handlers: { ...taskCenter.handlers, ...domainEvents?.handlers },
        doorbell,
        clock,
        random,
        ...(rateLimiter === undefined ? {} : { rateLimiter }),
        ...(workObserver === undefined ? {} : { observer: workObserver }),
        ...(log === undefined ? {} : { log }),
        ...(tracer === undefined ? {} : { tracer }),
        ...(options === undefined ? {} : { options }),
      }),
    scheduleSweeps: () => taskCenter.scheduleSweeps(),
    maintain: () =>
      transactor
        .run((stores) => stores.attempts.maintain(retention.attempts, retention.exchanges))
        .andThen(() =>
          transactor.run((stores) =>
            stores.workflow.now().andThen((now) => stores.workflow.prune(now - retention.events * dayMs, prunedAtOnce)),
          ),
        )
        .map(() => undefined),
  };
};
