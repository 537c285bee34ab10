import { okAsync } from 'neverthrow';
import { createJobs, type RunningJobs } from '../../jobs/create-jobs.ts';
import type { JobKind, StepEnd } from '../../jobs/job-kind.ts';
import type { Job, JobLine } from '../../jobs/job.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { JobStore, JobStores } from '../../jobs/ports.ts';
import { stepEnd } from '../../jobs/step-end.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryJobStore } from '../../memory/memory-job-store.ts';
import type { MemoryTable } from '../../memory/memory-table.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { workTable } from '../../memory/memory-work-rows.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { LaneConfig } from '../../work/lane.ts';
import type { WorkStores } from '../../work/ports.ts';
import type { WorkerOptions } from '../../work/worker-options.ts';
import { createWorker, type Worker } from '../../work/worker.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createFakeDoorbell } from '../work/fake-doorbell.ts';
import { createSimulatedProcess, type CrashPoint, type SimulatedProcess } from '../work/simulated-process.ts';

/** What a page does besides its effect. */
export type PageFault = 'none' | 'failed' | 'throws' | 'waits' | 'broken' | 'slow' | 'hangs';

/** One effect of one page, as often as it was applied. */
interface Effect {
  readonly job: string;
  readonly page: number;
  readonly times: number;
}

interface WorldStores extends WorkStores, JobStores {
  readonly effects: ReturnType<typeof effectsOf>;
}

const effectsOf = (database: MemoryDatabase): MemoryTable<Effect> => database.table<Effect>('effect');

/** Jobs of one kind whose pages apply effects, worked on by processes that die, freeze and come back. */
export interface JobWorld {
  readonly clock: FakeClock;
  readonly database: MemoryDatabase;
  readonly transactor: Transactor<WorkStores & JobStores>;
  /** As seen from a process that does not die. */
  readonly jobs: RunningJobs<WorldStores>;
  /** Decides what the next page does. */
  fault: () => PageFault;
  /** How many pages began. */
  readonly begun: () => number;
  /** Begins a job of so many pages. */
  begin(pages: number): Promise<Job>;
  crash(process: number, at: CrashPoint): void;
  freeze(process: number): void;
  /** Lets a frozen process go on, and puts another in the place of a dead one. */
  revive(process: number): Promise<void>;
  find(id: string): Promise<Job>;
  lines(id: string): Promise<readonly JobLine[]>;
  /** The effects of a job: how often each page was applied, by page. */
  effects(id: string): readonly number[];
  /** How many keys wait or are under way, and how many are parked. */
  keys(): { readonly open: number; readonly parked: number };
  close(): Promise<void>;
}

export interface JobWorldOptions {
  /** How many processes work at the start; 2 unless given. */
  readonly processes?: number;
  readonly worker?: Partial<WorkerOptions>;
  readonly lane?: Partial<LaneConfig>;
  /** Opens the job store, to try broken ones. */
  readonly store?: (database: MemoryDatabase) => JobStore;
}

export const worldTenant = 'default';

const pagesOf = ({ input }: Job): number => Number(input['pages']);
const pageOf = ({ checkpoint }: Job): number => Number(checkpoint?.['page'] ?? 0);

const sleep = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.timer(ms, resolve));

/** `rest` as for `createFakeClock`. */
export const startJobWorld = async (rest: () => Promise<void>, options: JobWorldOptions = {}): Promise<JobWorld> => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const open = options.store ?? createMemoryJobStore;
  const transactor = createMemoryTransactor<WorldStores>(database, (opened) => ({
    ...createMemoryWorkStores(opened),
    jobs: open(opened),
    effects: effectsOf(opened),
  }));
  const doorbell = createFakeDoorbell();
  let made = 0;
  const ids = { next: () => `job-${String((made += 1)).padStart(4, '0')}` };
  const world: { fault: () => PageFault } = { fault: () => 'none' };
  let begun = 0;

  const kindOf = (of: Clock): JobKind<WorldStores> => ({
    kind: 'count',
    lane: { retry: { scheduleMs: [200, 1_000, 5_000], maxAttempts: null, maxAgeMs: 3_600_000 }, ...options.lane },
    step: async (job, step): Promise<StepEnd> => {
      begun += 1;
      const fault = world.fault();
      if (fault === 'failed') return { kind: 'failed', reason: 'HTTP 503', retryAfterMs: null };
      if (fault === 'broken') return { kind: 'broken', reason: 'nothing can be done' };
      if (fault === 'waits') return { kind: 'wait', forMs: 2_000, reason: 'quiet hours' };
      if (fault === 'throws') throw new Error('a bug');
      await sleep(of, fault === 'slow' ? 12_000 : 10);
      if (fault === 'hangs') await new Promise<void>((resolve) => step.signal.addEventListener('abort', resolve));
      const page = pageOf(job);
      const finished = page + 1 >= pagesOf(job);
      return stepEnd(
        await step.commit(job, ({ effects }) => {
          const key = `${job.id} ${page}`;
          effects.set(key, { job: job.id, page, times: (effects.get(key)?.times ?? 0) + 1 });
          return okAsync({
            progress: {
              checkpoint: { page: page + 1 },
              done: 1,
              counts: { applied: 1 },
              lines: [{ level: 'info' as const, text: `page ${page}` }],
            },
            finished,
          });
        }),
      );
    },
  });

  const jobsOf = (process: Pick<SimulatedProcess<WorldStores>, 'clock' | 'transactor'>): RunningJobs<WorldStores> =>
    createJobs({
      transactor: process.transactor,
      clock: process.clock,
      doorbell,
      ids,
      kinds: [kindOf(process.clock)],
    });

  const start = async (): Promise<{ readonly process: SimulatedProcess<WorldStores>; readonly worker: Worker }> => {
    const process = createSimulatedProcess(clock, transactor);
    const worker = createWorker<WorldStores>({
      transactor: process.transactor,
      handlers: jobsOf(process).handlers,
      doorbell,
      clock: process.clock,
      random: { next: () => 0.5 },
      ...(options.worker === undefined ? {} : { options: options.worker }),
    });
    let started = false;
    void worker.start().then(() => (started = true));
    await clock.until(() => started, 1_000);
    return { process, worker };
  };
  const running: Awaited<ReturnType<typeof start>>[] = [];
  for (let count = options.processes ?? 2; count > 0; count -= 1) running.push(await start());
  const at = (index: number): Awaited<ReturnType<typeof start>> => {
    const found = running[index % running.length];
    if (found === undefined) throw new Error('There is no process.');
    return found;
  };
  const jobs = jobsOf({ clock, transactor });
  const settledJob = async (id: string): Promise<Awaited<ReturnType<Jobs['show']>>> =>
    jobs.lines(worldTenant, id, 0, 1_000);

  return {
    clock,
    database,
    transactor,
    jobs,
    get fault() {
      return world.fault;
    },
    set fault(fault) {
      world.fault = fault;
    },
    begun: () => begun,
    begin: async (pages) =>
      (
        await jobs.begin({
          tenant: worldTenant,
          kind: 'count',
          subject: null,
          input: { pages },
          reason: 'hand',
          by: null,
          total: pages,
        })
      )._unsafeUnwrap(),
    crash: (process, point) => at(process).process.crash(point),
    freeze: (process) => at(process).process.freeze(),
    revive: async (index) => {
      const { process } = at(index);
      process.spare();
      process.resume();
      await clock.advance(100);
      if (process.isDead()) running[index % running.length] = await start();
    },
    find: async (id) => (await settledJob(id))._unsafeUnwrap().shown.job,
    lines: async (id) => (await settledJob(id))._unsafeUnwrap().lines,
    effects: (id) =>
      effectsOf(database)
        .all()
        .filter(({ job }) => job === id)
        .toSorted((a, b) => a.page - b.page)
        .map(({ times }) => times),
    keys: () => {
      const rows = workTable(database).all();
      const parked = rows.filter((row) => row.parked !== null).length;
      return { open: rows.length - parked, parked };
    },
    close: async () => {
      for (const { process } of running) process.crash('now');
      await clock.advance(0);
    },
  };
};
