import { okAsync } from 'neverthrow';
import type { Transactor } from '@portico/core';
import { createMemoryDoorbell } from '@portico/core/memory';
import {
  createWorker,
  defaultLaneConfig,
  everyLane,
  plainReport,
  type LaneId,
  type SessionId,
} from '@portico/core/work';
import { createTransactor, openDatabase, type Database, type Stores } from '@portico/adapters-persistence';
import { systemClock } from '../../apps/composition/src/system/system-clock.ts';
import { must } from '../harness/must.ts';
import { serveCommands } from '../harness/serve-commands.ts';

let database: Database | null = null;
let transactor: Transactor<Stores>;
let lane: LaneId;
let session: SessionId;
let last = 0;

const tellKey = (): string => `again-${(last += 1)}`;

/** One claim of `count` keys and one settlement of them, which schedules as many anew, so that the depth stays. */
const cycle = async (count: number): Promise<{ readonly claimMs: number; readonly settleMs: number }> => {
  const begun = performance.now();
  const claims = must(await transactor.run(({ work }) => work.claim(session, [{ lane, class: 'live', count }])));
  const claimed = performance.now();
  if (claims.length !== count) throw new Error(`${claims.length} of ${count} keys were claimed`);
  const ends = claims.map(({ id, key }) => ({
    claim: id,
    lane,
    key,
    verdict: 'done' as const,
    parked: null,
    counted: false,
    uncertain: false,
    delayMs: null,
  }));
  const settling = performance.now();
  const settled = must(await transactor.run(({ work }) => work.settle(ends)));
  const settleMs = performance.now() - settling;
  if (settled.length !== count) throw new Error(`${settled.length} of ${count} keys were settled`);
  const anew = claims.map(() => ({ lane, key: tellKey(), class: 'live' as const, delayMs: 0, uncertain: false }));
  must(await transactor.run(({ work }) => work.schedule(anew)));
  return { claimMs: claimed - begun, settleMs };
};

const commands = {
  open: async (url: string): Promise<void> => {
    await database?.close();
    database = must(await openDatabase({ kind: 'postgres', url, poolSize: 10 }));
    must(await database.migrate());
    transactor = createTransactor(database);
    must(await transactor.run(({ attempts }) => attempts.maintain(180, 30)));
    const config = { ...defaultLaneConfig, concurrency: 64 };
    const [made] = must(
      await transactor.run(({ lanes }) => lanes.ensure([{ tenant: 'bench', name: 'depth/1', config }])),
    );
    lane = made?.id ?? 0;
    session = must(await transactor.run(({ sessions }) => sessions.open(everyLane)));
  },
  lane: async (): Promise<LaneId> => lane,
  /** Claims and settles for so long; answers the times of each. */
  cycles: async ({ forMs, count }: { readonly forMs: number; readonly count: number }) => {
    const times: { readonly claimMs: number; readonly settleMs: number }[] = [];
    const end = performance.now() + forMs;
    while (performance.now() < end) {
      must(await transactor.run(({ sessions }) => sessions.beat(session)));
      times.push(await cycle(count));
    }
    return times;
  },
  /** Lets a worker with a handler that has nothing to do but say so work for so long; answers how much it settled. */
  work: async ({ forMs }: { readonly forMs: number }) => {
    const worker = createWorker<Stores>({
      transactor,
      handlers: {
        depth: {
          load: (_stores, _lane, claims) => okAsync(new Map(claims.map(({ id }) => [id, id]))),
          attempt: async (group) => group.map(() => plainReport({ kind: 'done', more: false })),
          acknowledge: () => okAsync(undefined),
        },
      },
      doorbell: createMemoryDoorbell(),
      clock: systemClock,
      random: { next: Math.random },
    });
    must(await worker.start());
    const begun = performance.now();
    // A shallow queue is empty before the time is over.
    await Promise.race([worker.idle(), new Promise((resolve) => setTimeout(resolve, forMs))]);
    const seconds = (performance.now() - begun) / 1_000;
    const { settled } = worker.stats();
    await worker.stop(5_000);
    return { perSecond: settled / seconds, heapBytes: process.memoryUsage().heapUsed };
  },
};

export type DepthCommands = typeof commands;

serveCommands(commands, async () => database?.close());
