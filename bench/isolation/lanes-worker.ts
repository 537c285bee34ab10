import type { Transactor } from '@portico/core';
import { createMemoryDoorbell } from '@portico/core/memory';
import { createWorker, defaultLaneConfig, type LaneId } from '@portico/core/work';
import { createTransactor, openDatabase, type Database, type Stores } from '@portico/adapters-persistence';
import { systemClock } from '../../apps/composition/src/system/system-clock.ts';
import { must } from '../harness/must.ts';
import { serveCommands } from '../harness/serve-commands.ts';
import { createLanesHandler } from './lanes-handler.ts';

const lookEveryMs = 2;

let database: Database;
let transactor: Transactor<Stores>;
let addresses: ReadonlyMap<string, string>;

const commands = {
  /** Makes a lane for each address. */
  open: async (given: {
    readonly databaseUrl: string;
    readonly addresses: ReadonlyMap<string, string>;
    readonly concurrency: number;
  }): Promise<readonly LaneId[]> => {
    addresses = given.addresses;
    database = must(await openDatabase({ kind: 'postgres', url: given.databaseUrl, poolSize: 10 }));
    must(await database.migrate());
    transactor = createTransactor(database);
    must(await transactor.run(({ attempts }) => attempts.maintain(180, 30)));
    const config = { ...defaultLaneConfig, concurrency: given.concurrency };
    const wanted = [...addresses.keys()].map((name) => ({ tenant: 'bench', name: `bench/${name}`, config }));
    return must(await transactor.run(({ lanes }) => lanes.ensure(wanted))).map(({ id }) => id);
  },
  /** Works until so many healthy keys were posted, then stops; answers how long that took and the processor time it cost. */
  work: async ({ healthy }: { readonly healthy: number }) => {
    let count = 0;
    const worker = createWorker<Stores>({
      transactor,
      handlers: {
        bench: createLanesHandler(
          (lane) => addresses.get(lane) ?? '',
          (lane) => void (lane.startsWith('healthy') && (count += 1)),
        ),
      },
      doorbell: createMemoryDoorbell(),
      clock: systemClock,
      random: { next: Math.random },
    });
    const before = process.cpuUsage();
    const begun = performance.now();
    must(await worker.start());
    while (count < healthy) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const seconds = (performance.now() - begun) / 1_000;
    const { user, system } = process.cpuUsage(before);
    await worker.stop(500);
    return { seconds, cpuMicros: user + system };
  },
};

export type LanesWorkerCommands = typeof commands;

serveCommands(commands, async () => database?.close());
