import { okAsync } from 'neverthrow';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import type { Tracer } from '../../ports/tracer.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { createFakeDoorbell } from './fake-doorbell.ts';
import { plainReport } from '../../work/attempt-runner.ts';
import type { Attempt } from '../../work/attempt.ts';
import type { Claim, WorkClass, WorkState } from '../../work/claim.ts';
import type { AttemptContext, AttemptReport, WorkHandler } from '../../work/handler.ts';
import { defaultLaneConfig, type Lane, type LaneConfig } from '../../work/lane.ts';
import type { Outcome } from '../../work/outcome.ts';
import type { Doorbell, WorkStores } from '../../work/ports.ts';
import { createWorker, type Worker } from '../../work/worker.ts';
import type { WorkerOptions, WorkLog } from '../../work/worker-options.ts';

export interface Bench {
  readonly clock: FakeClock;
  readonly database: MemoryDatabase;
  readonly transactor: Transactor<WorkStores>;
  readonly doorbell: Doorbell;
  readonly worker: Worker;
  readonly lane: Lane;
  /** Keys in the order in which they were attempted. */
  readonly sent: string[];
  readonly acknowledged: string[];
  /** Decides what attempts come to; all are done unless it says otherwise. */
  answer: (key: string, context: AttemptContext, claim: Claim) => Promise<Outcome> | Outcome;
  schedule(
    keys: readonly string[],
    part?: {
      readonly lane?: Lane;
      readonly class?: WorkClass;
      readonly delayMs?: number;
      readonly uncertain?: boolean;
      readonly trace?: string | null;
    },
  ): Promise<void>;
  /** Lets time pass, at most an hour, until the worker is idle. */
  idle(): Promise<void>;
  state(key: string): Promise<WorkState | null>;
  attempts(key: string): Promise<readonly Attempt[]>;
  laneNow(): Promise<Lane>;
  addLane(name: string, config?: Partial<LaneConfig>): Promise<Lane>;
  /** Another over the same stores, not yet started; it behaves like the first but for these options. */
  secondWorker(options?: Partial<WorkerOptions>): Worker;
}

export interface BenchOptions {
  readonly config?: Partial<LaneConfig>;
  readonly worker?: Partial<WorkerOptions>;
  readonly handler?: Partial<WorkHandler<WorkStores, unknown, unknown>>;
  readonly doorbell?: Doorbell;
  /** Makes the limiter of all workers; without it they keep to their shares. */
  readonly rateLimiter?: (clock: FakeClock) => RateLimiter;
  readonly log?: WorkLog;
  readonly tracer?: Tracer;
  readonly wrap?: (transactor: Transactor<WorkStores>) => Transactor<WorkStores>;
}

/** A worker over memory stores with a fake clock and a target that is told what to answer. `rest` as for `createFakeClock`. */
export const startBench = async (rest: () => Promise<void>, options: BenchOptions = {}): Promise<Bench> => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const plain = createMemoryTransactor(database, createMemoryWorkStores);
  const transactor = options.wrap?.(plain) ?? plain;
  const doorbell = options.doorbell ?? createFakeDoorbell();
  const rateLimiter = options.rateLimiter?.(clock);
  const sent: string[] = [];
  const acknowledged: string[] = [];
  const target: { answer: Bench['answer'] } = { answer: () => ({ kind: 'done', more: false }) };
  const handler: WorkHandler<WorkStores, unknown, unknown> = {
    load: (_stores, _lane, claims) => okAsync(new Map(claims.map(({ id, key }) => [id, key]))),
    attempt: (group, context) =>
      Promise.all(
        group.map(async ({ claim }): Promise<AttemptReport<unknown>> => {
          sent.push(claim.key);
          const outcome = await target.answer(claim.key, context, claim);
          return { ...plainReport(outcome), operation: 'push', ack: outcome.kind === 'done' ? claim.key : null };
        }),
      ),
    acknowledge: (_stores, _lane, acks) => {
      acknowledged.push(...acks.map(({ claim }) => claim.key));
      return okAsync(undefined);
    },
    ...options.handler,
  };
  const addLane = async (name: string, config: Partial<LaneConfig> = {}): Promise<Lane> => {
    const [lane] = (
      await plain.run((stores) =>
        stores.lanes.ensure([{ tenant: 'default', name, config: { ...defaultLaneConfig, ...config } }]),
      )
    )._unsafeUnwrap();
    if (lane === undefined) throw new Error('no lane');
    return lane;
  };
  const make = (own: Partial<WorkerOptions> = {}): Worker =>
    createWorker({
      transactor,
      handlers: { push: handler },
      doorbell,
      clock,
      random: { next: () => 0 },
      ...(rateLimiter === undefined ? {} : { rateLimiter }),
      ...(options.log === undefined ? {} : { log: options.log }),
      ...(options.tracer === undefined ? {} : { tracer: options.tracer }),
      options: { ...options.worker, ...own },
    });
  const lane = await addLane('push/one', options.config);
  const worker = make();
  (await worker.start())._unsafeUnwrap();
  const bench: Bench = {
    clock,
    database,
    transactor: plain,
    doorbell,
    worker,
    lane,
    sent,
    acknowledged,
    get answer() {
      return target.answer;
    },
    set answer(answer) {
      target.answer = answer;
    },
    schedule: async (keys, part = {}) => {
      const to = part.lane ?? lane;
      const items = keys.map((key) => ({
        lane: to.id,
        key,
        class: part.class ?? ('live' as const),
        delayMs: part.delayMs ?? 0,
        uncertain: part.uncertain ?? false,
        trace: part.trace ?? null,
      }));
      (await plain.run((stores) => stores.work.schedule(items)))._unsafeUnwrap();
      doorbell.ring([{ lane: to.id, keys }]);
    },
    idle: async () => {
      let idle = false;
      void worker.idle().then(() => (idle = true));
      if (!(await clock.until(() => idle, 3_600_000)))
        throw new Error('The worker did not become idle within an hour.');
    },
    state: async (key) =>
      (await plain.run((stores) => stores.work.find([{ lane: lane.id, key }])))._unsafeUnwrap()[0] ?? null,
    attempts: async (key) =>
      (
        await plain.run((stores) =>
          stores.attempts.list({ lanes: [lane.id], keys: [key], outcomes: null, from: null, to: null }, null, 200),
        )
      )._unsafeUnwrap(),
    laneNow: async () => {
      const found = (await plain.run((stores) => stores.lanes.find(lane)))._unsafeUnwrap();
      if (found === null) throw new Error('no lane');
      return found;
    },
    addLane,
    secondWorker: make,
  };
  return bench;
};
