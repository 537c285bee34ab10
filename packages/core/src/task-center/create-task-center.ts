import type { ResultAsync } from 'neverthrow';
import type { Tell } from '../domain-events/tell.ts';
import type { JobKind } from '../jobs/job-kind.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkHandler } from '../work/handler.ts';
import type { Doorbell } from '../work/ports.ts';
import { createCallbacks } from './callbacks/create-callbacks.ts';
import { createChangePlatform } from './change-platform.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { createCreatePlatform } from './create-platform.ts';
import { createDecide } from './decide.ts';
import { createAttention, type AttentionSource } from './attention.ts';
import { createDecideFailures } from './decide-failures.ts';
import { createListFailed, createListFailures } from './list-failures.ts';
import { createFollowWorkflow } from './follow-workflow.ts';
import { createListLanes, createReopenLane, createSetLanePaused } from './lanes.ts';
import { createListSweeps } from './list-sweeps.ts';
import { createListTodos } from './list-todos.ts';
import { createListChangeLog, createListDeletionLog, createListPushLog } from './logs.ts';
import { createOverview } from './overview.ts';
import { createPeopleHandler, type ChangedPerson } from './follow-people.ts';
import { createPersonMappings } from './create-person-mappings.ts';
import { createPlatformRegistry } from './platform-registry.ts';
import type { PlatformKind } from './platform.ts';
import { createPushHandler, type PushAck } from './push-handler.ts';
import type { PushItem } from './push-item.ts';
import { createPreviewRepush } from './preview-repush.ts';
import { createRemovePlatform } from './remove-platform.ts';
import { createListRules, createReplaceRules } from './rules.ts';
import { createScheduleSweeps, defaultSweepSchedule, type SweepSchedule } from './schedule-sweeps.ts';
import { createListPlatforms, createShowPlatform } from './show-platform.ts';
import { createShowTodo } from './show-todo.ts';
import { createRepushJob } from './repush-job.ts';
import { createStartRepush } from './start-repush.ts';
import { createStartSweep } from './start-sweep.ts';
import { createSweepKind } from './sweep-kind.ts';
import type { TaskCenter } from './task-center.ts';
import { tellPushes } from './tell-pushes.ts';
import { createTestPlatform } from './test-platform.ts';
import { createTryOut } from './try-platform.ts';
import { createTokenCache } from './token-cache.ts';

export type { SweepSchedule } from './schedule-sweeps.ts';

export interface TaskCenterDependencies {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  /** What can be configured. */
  readonly kinds: readonly PlatformKind[];
  /** IANA name of the zone that vendors' local times are in; Asia/Shanghai unless given. */
  readonly timezone?: string;
  readonly sweeps?: Partial<SweepSchedule>;
  /** What else needs a person: jobs, endpoints. */
  readonly attention?: readonly AttentionSource[];
  /** Tells others what pushes come to; nobody is told unless given. */
  readonly tell?: Tell;
  readonly tracer?: Tracer;
}

/** The task center with what keeps it going. */
export interface RunningTaskCenter extends TaskCenter {
  /** One for each lane family, for the worker. */
  readonly handlers: {
    readonly push: WorkHandler<Stores, PushItem, PushAck>;
    readonly people: WorkHandler<Stores, ChangedPerson, never>;
  };
  /** What it does as jobs, for `createJobs`. */
  readonly jobKinds: readonly JobKind<Stores>[];
  /** Starts the sweeps that are due; to be called about once a minute, from any number of processes. Answers how many. */
  scheduleSweeps(): ResultAsync<number, StoreFailure>;
}

/** The task center over its stores, which share a transaction with the workflow's and the kernel's. */
export const createTaskCenter = (dependencies: TaskCenterDependencies): RunningTaskCenter => {
  const { transactor, doorbell, clock, ids, secrets, kinds, timezone = 'Asia/Shanghai', tell } = dependencies;
  const tokens = createTokenCache(transactor, secrets);
  const registry = createPlatformRegistry({ kinds, secrets, tokens, timezone });
  const context: TaskCenterContext = {
    transactor,
    doorbell,
    clock,
    ids,
    secrets,
    registry,
    tracer: dependencies.tracer,
  };
  const sweeps = { ...defaultSweepSchedule, ...dependencies.sweeps };
  const push = createPushHandler(registry, doorbell, clock);
  return {
    followWorkflow: createFollowWorkflow(registry),
    listTodos: createListTodos(context),
    showTodo: createShowTodo(context),
    decide: createDecide(context),
    listFailures: createListFailures(context),
    listFailed: createListFailed(context),
    decideFailures: createDecideFailures(context),
    previewRepush: createPreviewRepush(context),
    startRepush: createStartRepush(context),
    tryOut: createTryOut(context),
    attention: createAttention(context, dependencies.attention ?? []),
    listKinds: () => kinds,
    listPlatforms: createListPlatforms(context),
    showPlatform: createShowPlatform(context),
    createPlatform: createCreatePlatform(context),
    changePlatform: createChangePlatform(context),
    removePlatform: createRemovePlatform(context),
    testPlatform: createTestPlatform(context),
    personMappings: createPersonMappings(context),
    callbacks: createCallbacks({ ...context, tell }),
    listRules: createListRules(context),
    replaceRules: createReplaceRules(context),
    listLanes: createListLanes(context),
    setLanePaused: createSetLanePaused(context),
    reopenLane: createReopenLane(context),
    listPushLog: createListPushLog(context),
    listChangeLog: createListChangeLog(context),
    listDeletionLog: createListDeletionLog(context),
    startSweep: createStartSweep(context),
    listSweeps: createListSweeps(context),
    overview: createOverview(context),
    handlers: { push: tell === undefined ? push : tellPushes(push, tell), people: createPeopleHandler(context) },
    jobKinds: [createSweepKind(context), createRepushJob(context)],
    scheduleSweeps: createScheduleSweeps(context, sweeps),
  };
};
