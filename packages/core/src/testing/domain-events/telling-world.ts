import { createApplication, type Application, type Stores } from '../../application.ts';
import type { DomainEvent } from '../../domain-events/domain-event.ts';
import { domainLaneName } from '../../domain-events/domain-lane.ts';
import type { Outbox } from '../../domain-events/ports.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryOutbox } from '../../memory/memory-outbox.ts';
import { createMemoryPorts, createMemoryStores } from '../../memory/memory-ports.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import type { Lane, LaneDepth } from '../../work/lane.ts';
import type { Worker } from '../../work/worker.ts';
import type { WorkerOptions } from '../../work/worker-options.ts';
import type { EngineEvent } from '../../workflow/model.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createFakePlatform, type FakePlatform, type FakePlatformOptions } from '../task-center/fake-platform.ts';
import { benchTenant } from '../task-center/task-center-bench.ts';
import { createSimulatedProcess, type CrashPoint, type SimulatedProcess } from '../work/simulated-process.ts';
import { createChangeWitness, type ChangeWitness } from './change-witness.ts';
import { createFakePublisher, type FakePublisher } from './fake-publisher.ts';

/** The whole application over memory stores, one platform and a publisher, with everything around it going wrong as told. */
export interface TellingWorld {
  readonly clock: FakeClock;
  readonly platform: FakePlatform;
  readonly publisher: FakePublisher;
  readonly witness: ChangeWitness<Stores>;
  readonly database: MemoryDatabase;
  record(events: readonly EngineEvent[]): Promise<void>;
  /** Lets the worker's process die, and starts another. */
  crash(at: CrashPoint): Promise<void>;
  /** Events that are still to be handed over. */
  waiting(): readonly DomainEvent[];
  /** What waits in the lane that hands events over; null before there is one. */
  domainDepth(): Promise<LaneDepth | null>;
  /** Lets time pass until nothing is due or under way, within three hours; false when that was not enough. */
  settle(): Promise<boolean>;
  close(): Promise<void>;
}

export interface TellingWorldOptions {
  readonly platform?: Partial<FakePlatformOptions>;
  readonly worker?: Partial<WorkerOptions>;
  /** Failures after which a key is exhausted; none unless given. */
  readonly maxAttempts?: number;
  /** Tells nobody. */
  readonly mute?: boolean;
  /** Opens the outbox, to try broken ones. */
  readonly outbox?: (database: MemoryDatabase) => Outbox;
}

/** `rest` as for `createFakeClock`. */
export const startTellingWorld = async (
  rest: () => Promise<void>,
  options: TellingWorldOptions = {},
): Promise<TellingWorld> => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const open = options.outbox ?? createMemoryOutbox;
  const witness = createChangeWitness(
    createMemoryTransactor<Stores>(database, (opened) => ({ ...createMemoryStores(opened), outbox: open(opened) })),
  );
  const platform = createFakePlatform({ clock, name: 'fake', ...options.platform });
  const publisher = createFakePublisher(clock);
  const ports = createMemoryPorts(clock);
  const begin = async (): Promise<{
    readonly process: SimulatedProcess<Stores>;
    readonly application: Application;
    readonly worker: Worker;
  }> => {
    const process = createSimulatedProcess(clock, witness.transactor);
    const application = createApplication({
      ...ports,
      transactor: process.transactor,
      clock: process.clock,
      kinds: [platform.kind],
      timezone: 'Asia/Shanghai',
      ...(options.mute === true ? {} : { publisher }),
    });
    const worker = application.createWorker(options.worker);
    let started = false;
    void worker.start().then(() => (started = true));
    await clock.until(() => started, 1_000);
    return { process, application, worker };
  };
  let running = await begin();
  // What people do goes through a process that does not die.
  const front = createApplication({
    ...ports,
    transactor: witness.transactor,
    clock,
    kinds: [platform.kind],
    timezone: 'Asia/Shanghai',
  });
  (
    await front.taskCenter.createPlatform(benchTenant, {
      code: 'fake',
      kind: 'fake',
      baseUrl: 'https://todo.example.edu/',
      batchSize: platform.capabilities.maxBatch,
      retry: { count: options.maxAttempts ?? null, intervalSeconds: null, maxAgeSeconds: 259_200 },
    })
  )._unsafeUnwrap();
  const listLanes = async (): Promise<readonly Lane[]> =>
    (await witness.transactor.run((stores) => stores.lanes.list(null)))._unsafeUnwrap();
  const depths = async (): Promise<readonly (LaneDepth & { readonly name: string })[]> => {
    const lanes = await listLanes();
    const all = (await witness.transactor.run(({ work }) => work.depths(lanes.map(({ id }) => id))))._unsafeUnwrap();
    // A lane that was made between the two statements would be missed with all that waits in it.
    if ((await listLanes()).length !== lanes.length) return depths();
    return all.map((depth, index) => ({ ...depth, name: lanes[index]?.name ?? '' }));
  };
  return {
    clock,
    platform,
    publisher,
    witness,
    database,
    record: async (events) => {
      (await front.workflow.recordEngineEvents(benchTenant, events))._unsafeUnwrap();
    },
    crash: async (at) => {
      running.process.crash(at);
      await clock.until(running.process.isDead, 5_000);
      running = await begin();
    },
    waiting: () => database.table<readonly DomainEvent[]>('outbox').all().flat(),
    domainDepth: async () => (await depths()).find(({ name }) => name === domainLaneName) ?? null,
    settle: async () => {
      for (let waited = 0; waited < 3 * 3_600_000; waited += 500) {
        if ((await depths()).every(({ due, scheduled, claimed }) => due + scheduled + claimed === 0)) return true;
        await clock.advance(500);
      }
      return false;
    },
    close: async () => {
      running.process.crash('now');
      await clock.advance(0);
    },
  };
};
