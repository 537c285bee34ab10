import { createMemoryDoorbell } from '@portico/core/memory';
import { createWorker, defaultLaneConfig, type LaneId } from '@portico/core/work';
import { openDatabase, type Database } from '@portico/adapters-persistence';
import type { Transactor } from '@portico/core';
import { createTransactorOf } from '../../packages/adapters-persistence/src/database/transactor.ts';
import { createSqlWorkStores } from '../../packages/adapters-persistence/src/work/work-stores.ts';
import { systemClock } from '../../apps/composition/src/system/system-clock.ts';
import { must } from '../harness/must.ts';
import { serveCommands } from '../harness/serve-commands.ts';
import { createKernelHandler, type KernelStores } from './kernel-handler.ts';
import { createItemTable, createKernelItems } from './kernel-items.ts';
import { measureShare, type PushCommands, type PushSetup } from './push-commands.ts';

const preparedAtOnce = 1_000;
const stopWithinMs = 5_000;

let setup: PushSetup;
let database: Database;
let transactor: Transactor<KernelStores>;
let handlers: { readonly bench: ReturnType<typeof createKernelHandler> };
let lane: LaneId;
let last = 0;

const commands: PushCommands = {
  open: async (given) => {
    setup = given;
    database = must(await openDatabase({ kind: 'postgres', url: given.storeUrl, poolSize: 10 }));
    must(await database.migrate());
    const workStores = createSqlWorkStores(database.contact);
    transactor = createTransactorOf(database, (session) => ({
      ...workStores(session),
      items: createKernelItems(session),
    }));
    handlers = { bench: createKernelHandler(given.sinkUrl, given.concurrency) };
    if (given.first) {
      await createItemTable(database.kysely);
      must(await transactor.run(({ attempts }) => attempts.maintain(180, 30)));
    }
    const config = { ...defaultLaneConfig, concurrency: given.concurrency * given.processes };
    const [made] = must(
      await transactor.run(({ lanes }) =>
        lanes.ensure([{ tenant: 'bench', name: `bench/${given.processes}`, config }]),
      ),
    );
    lane = made?.id ?? 0;
  },
  prepare: async (count) => {
    const { samples, processes } = setup;
    for (let from = 0; from < count; from += preparedAtOnce) {
      const items = Array.from({ length: Math.min(preparedAtOnce, count - from) }, () => {
        const number = (last += 1);
        const sample = samples[number % samples.length];
        if (sample === undefined) throw new Error('there is nothing to send');
        return { ...sample, key: `item-${processes}-${number}`, version: 1 };
      });
      const due = items.map(({ key }) => ({ lane, key, class: 'live' as const, delayMs: 0, uncertain: false }));
      must(await transactor.run((stores) => stores.items.put(items).andThen(() => stores.work.schedule(due))));
    }
  },
  ready: async () => {},
  deliver: async () => {
    const worker = createWorker({
      transactor,
      handlers,
      doorbell: createMemoryDoorbell(),
      clock: systemClock,
      random: { next: Math.random },
    });
    const share = await measureShare(async () => {
      must(await worker.start());
      await worker.idle();
      return worker.stats().settled;
    });
    await worker.stop(stopWithinMs);
    return share;
  },
};

serveCommands(commands, async () => database?.close());
