import { ok, ResultAsync } from 'neverthrow';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createJobs } from '../../jobs/create-jobs.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { createMemoryJobStore } from '../../memory/memory-job-store.ts';
import { createMemoryOutbox } from '../../memory/memory-outbox.ts';
import { createMemoryTaskCenterStores } from '../../memory/memory-task-center-stores.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import { createMemoryWorkflowStore } from '../../memory/memory-workflow-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { Stores } from '../../task-center/context.ts';
import { createTaskCenter, type RunningTaskCenter } from '../../task-center/create-task-center.ts';
import { pushLaneName } from '../../task-center/lane-names.ts';
import type { Mirror } from '../../task-center/mirror.ts';
import type { PlatformKind } from '../../task-center/platform.ts';
import type { PlatformDraft } from '../../task-center/task-center.ts';
import type { WorkState } from '../../work/claim.ts';
import { createWorker, type Worker } from '../../work/worker.ts';
import type { EngineEvent } from '../../workflow/model.ts';
import { createWorkflow } from '../../workflow/create-workflow.ts';
import type { RecordReport, Workflow } from '../../workflow/workflow.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createFakeDoorbell } from '../work/fake-doorbell.ts';

/** The workflow and the task center over memory stores, with the real worker and a fake clock. */
export interface TaskCenterBench {
  readonly clock: FakeClock;
  readonly database: MemoryDatabase;
  readonly transactor: Transactor<Stores>;
  readonly workflow: Workflow;
  readonly taskCenter: RunningTaskCenter;
  /** Its sweeps and other long work. */
  readonly jobs: Jobs;
  record(events: readonly EngineEvent[]): Promise<RecordReport>;
  /** Kills the worker as `kill -9` would, and starts another. */
  crash(): Promise<void>;
  /** Lets time pass until no push or sweep is due or under way, within an hour; false when that was not enough. */
  settle(): Promise<boolean>;
  mirror(platform: string, key: string): Promise<Mirror | null>;
  work(platform: string, key: string): Promise<WorkState | null>;
  close(): Promise<void>;
}

/** What a tenant is called where there is one only. */
export const benchTenant = 'default';

/** Secrets that are as readable as before; for tests. */
export const openSecrets: Secrets = {
  seal: (plain) => `sealed:${plain}`,
  open: (sealed) => ok(sealed.slice('sealed:'.length)),
};

/** A process that can die: nothing it has begun goes on, and nothing it asks for is answered. */
const mortal = (
  transactor: Transactor<Stores>,
  clock: Clock,
): { readonly transactor: Transactor<Stores>; readonly clock: Clock; kill(): void } => {
  let dead = false;
  return {
    transactor: {
      run: (work) => (dead ? new ResultAsync(new Promise(() => {})) : transactor.run(work)),
    },
    clock: {
      now: clock.now,
      monotonic: clock.monotonic,
      timer: (after, run) => clock.timer(after, () => void (dead || run())),
    },
    kill: () => void (dead = true),
  };
};

/** `rest` as for `createFakeClock`. A platform is made of each kind, under the kind's name. */
export const startTaskCenterBench = async (
  rest: () => Promise<void>,
  kinds: (clock: FakeClock) => readonly PlatformKind[],
  draft: Readonly<
    Record<string, Pick<PlatformDraft, 'showFinished' | 'resendUndecidable' | 'batchSize' | 'settings'>>
  > = {},
): Promise<TaskCenterBench> => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<Stores>(database, (opened) => ({
    ...createMemoryWorkStores(opened),
    ...createMemoryTaskCenterStores(opened),
    workflow: createMemoryWorkflowStore(opened),
    outbox: createMemoryOutbox(opened),
    jobs: createMemoryJobStore(opened),
  }));
  const doorbell = createFakeDoorbell();
  let ids = 0;
  const idSource = { next: () => `id-${String((ids += 1)).padStart(8, '0')}` };
  const known = kinds(clock);
  const taskCenter = createTaskCenter({
    transactor,
    doorbell,
    clock,
    ids: idSource,
    secrets: openSecrets,
    kinds: known,
  });
  const workflow = createWorkflow({ transactor, doorbell, ids: idSource, listener: taskCenter.followWorkflow });
  for (const { kind } of known) {
    const created = await taskCenter.createPlatform(benchTenant, {
      code: kind,
      kind,
      baseUrl: 'http://127.0.0.1/',
      ...draft[kind],
    });
    created._unsafeUnwrap();
  }
  const begin = async (): Promise<{ readonly worker: Worker; kill(): void }> => {
    const process = mortal(transactor, clock);
    const jobs = createJobs({ ...process, doorbell, ids: idSource, kinds: taskCenter.jobKinds });
    const worker = createWorker<Stores>({
      transactor: process.transactor,
      handlers: { ...taskCenter.handlers, ...jobs.handlers },
      doorbell,
      clock: process.clock,
      random: { next: () => 0.5 },
    });
    (await worker.start())._unsafeUnwrap();
    return { worker, kill: process.kill };
  };
  let running = await begin();
  const laneOf = async (platform: string): Promise<number> => {
    const lane = (
      await transactor.run(({ lanes }) => lanes.find({ tenant: benchTenant, name: pushLaneName(platform) }))
    )._unsafeUnwrap();
    if (lane === null) throw new Error(`There is no lane of ${platform}.`);
    return lane.id;
  };
  const busy = async (): Promise<boolean> => {
    const lanes = (await transactor.run((stores) => stores.lanes.list(benchTenant)))._unsafeUnwrap();
    const depths = (await transactor.run(({ work }) => work.depths(lanes.map(({ id }) => id))))._unsafeUnwrap();
    return depths.some(({ due, scheduled, claimed }) => due + scheduled + claimed > 0);
  };
  return {
    clock,
    database,
    transactor,
    workflow,
    taskCenter,
    jobs: createJobs({ transactor, clock, doorbell, ids: idSource, kinds: taskCenter.jobKinds }),
    record: async (events) => (await workflow.recordEngineEvents(benchTenant, events))._unsafeUnwrap(),
    crash: async () => {
      running.kill();
      running = await begin();
    },
    settle: async () => {
      for (let waited = 0; waited < 3_600_000; waited += 250) {
        if (!(await busy())) return true;
        await clock.advance(250);
      }
      return false;
    },
    mirror: async (platform, key) =>
      (await transactor.run(({ mirrors }) => mirrors.find(benchTenant, platform, [key])))._unsafeUnwrap().get(key) ??
      null,
    work: async (platform, key) => {
      const lane = await laneOf(platform);
      return (await transactor.run(({ work }) => work.find([{ lane, key }])))._unsafeUnwrap()[0] ?? null;
    },
    close: async () => {
      running.kill();
      await clock.advance(0);
    },
  };
};
