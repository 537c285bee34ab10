import { setTimeout as pause } from 'node:timers/promises';
import { okAsync } from 'neverthrow';
import type { Clock, RateLimiter } from '@portico/core';
import {
  createMemoryDatabase,
  createMemoryDoorbell,
  createMemoryTransactor,
  createMemoryWorkStores,
} from '@portico/core/memory';
import {
  createWorker,
  defaultLaneConfig,
  plainReport,
  type WorkHandler,
  type WorkLog,
  type WorkStores,
} from '@portico/core/work';

/** Workers over common memory stores with a lane that has a rate, and one that has none. */
export interface RatedWorkers {
  /** When each call started, by lane; milliseconds. */
  readonly starts: { readonly rated: number[]; readonly free: number[] };
  /** Levels of what was logged of the limiter. */
  readonly logged: string[];
  schedule(lane: 'rated' | 'free', keys: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
};

/** Waits until it is so; throws when that takes too long. */
export const until = async (isSo: () => boolean, withinMs: number, what: string): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`In ${withinMs} ms it did not come true: ${what}.`);
    await pause(5);
  }
};

/** A worker for each limiter; they know of each other. */
export const startRatedWorkers = async (
  rate: { readonly perSecond: number; readonly burst: number },
  limiters: readonly RateLimiter[],
): Promise<RatedWorkers> => {
  const transactor = createMemoryTransactor<WorkStores>(
    createMemoryDatabase(() => Date.now()),
    createMemoryWorkStores,
  );
  const doorbell = createMemoryDoorbell();
  const starts = { rated: [] as number[], free: [] as number[] };
  const logged: string[] = [];
  const log: WorkLog = (level, message) => void (message.includes('limiter') && logged.push(level));
  const wanted = [
    { tenant: 'default', name: 'push/rated', config: { ...defaultLaneConfig, rate } },
    { tenant: 'default', name: 'push/free', config: defaultLaneConfig },
  ];
  const lanes = (await transactor.run((stores) => stores.lanes.ensure(wanted)))._unsafeUnwrap();
  const handler: WorkHandler<WorkStores, unknown, unknown> = {
    load: (_stores, _lane, claims) => okAsync(new Map(claims.map(({ id, key }) => [id, key]))),
    attempt: async (group, { lane }) => {
      starts[lane.name === 'push/rated' ? 'rated' : 'free'].push(performance.now());
      return group.map(() => ({ ...plainReport({ kind: 'done', more: false }), operation: 'push' }));
    },
    acknowledge: () => okAsync(undefined),
  };
  const workers = limiters.map((rateLimiter) =>
    createWorker({
      transactor,
      handlers: { push: handler },
      doorbell,
      clock: realClock,
      random: { next: Math.random },
      rateLimiter,
      log,
      options: { beatEveryMs: 100 },
    }),
  );
  for (const worker of workers) (await worker.start())._unsafeUnwrap();
  return {
    starts,
    logged,
    schedule: async (name, keys) => {
      const lane = lanes[name === 'rated' ? 0 : 1]?.id ?? 0;
      const items = keys.map((key) => ({ lane, key, class: 'live' as const, delayMs: 0, uncertain: false }));
      (await transactor.run((stores) => stores.work.schedule(items)))._unsafeUnwrap();
      doorbell.ring([{ lane, keys }]);
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop(1_000)));
    },
  };
};
