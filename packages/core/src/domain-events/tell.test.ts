import { errAsync, type ResultAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import type { Stores } from '../application.ts';
import { createMemoryDatabase } from '../memory/memory-database.ts';
import { createMemoryStores } from '../memory/memory-ports.ts';
import { createMemoryTransactor } from '../memory/memory-transactor.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createFakeDoorbell } from '../testing/work/fake-doorbell.ts';
import type { Ring } from '../work/ports.ts';
import type { DomainEvent } from './domain-event.ts';
import { domainLaneName } from './domain-lane.ts';
import { createTell, type Telling } from './tell.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

const telling = (version: number): Telling => ({ type: 'todo.acknowledged', data: { version }, trace: null });

const start = () => {
  const clock = createFakeClock(rest);
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<Stores>(database, createMemoryStores);
  const doorbell = createFakeDoorbell();
  const rung: Ring[] = [];
  doorbell.listen((rings) => rung.push(...rings));
  let made = 0;
  const tell = createTell({ doorbell, clock, ids: { next: () => `id-${String((made += 1)).padStart(4, '0')}` } });
  const asked: string[] = [];
  /** The stores of one transaction alone, which count what is asked of them. */
  const counted = (stores: Stores): Stores => {
    const spy = <T extends object>(name: string, store: T): T =>
      new Proxy(store, {
        get: (target, property) => {
          asked.push(`${name}.${String(property)}`);
          return Reflect.get(target, property) as unknown;
        },
      });
    return {
      ...stores,
      outbox: spy('outbox', stores.outbox),
      work: spy('work', stores.work),
      lanes: spy('lanes', stores.lanes),
    };
  };
  return {
    clock,
    database,
    rung,
    tell,
    run: async <T, E>(work: (stores: Stores) => ResultAsync<T, E>) => {
      asked.length = 0;
      const result = await transactor.run((stores) => work(counted(stores)));
      return { result, asked: [...asked] };
    },
    lane: async () =>
      (await transactor.run(({ lanes }) => lanes.find({ tenant: 'default', name: domainLaneName })))._unsafeUnwrap(),
    rows: () => database.table<{ lane: number; key: string }>('work').all(),
    batches: () => [...database.table<readonly DomainEvent[]>('outbox').entries()],
  };
};

test('MUST write events and one work row a batch, in two statements once the tenant’s lane is known', async () => {
  const { tell, run, lane, rows, batches } = start();
  const all: string[][] = [];
  for (let round = 1; round <= 3; round += 1) {
    const { result, asked } = await run((stores) => tell(stores, 'default', [telling(round), telling(round + 100)]));
    expect(result.isOk()).toBe(true);
    all.push(asked);
  }
  expect(all).toEqual([
    ['lanes.find', 'lanes.ensure', 'work.schedule', 'outbox.append'],
    ['lanes.find', 'work.schedule', 'outbox.append'],
    ['work.schedule', 'outbox.append'],
  ]);
  const id = (await lane())?.id;
  expect(rows().map((row) => [row.lane, row.key])).toEqual(batches().map(([batch]) => [id, batch]));
  expect(batches().map(([batch]) => batch)).toEqual(
    batches()
      .map(([batch]) => batch)
      .toSorted(),
  );
  const events = batches().flatMap(([, batch]) => batch);
  expect(events.map(({ data }) => data['version'])).toEqual([1, 101, 2, 102, 3, 103]);
  expect(new Set(events.map(({ id: event }) => event)).size).toBe(6);
});

test('MUST ask for nothing when there is nothing to tell', async () => {
  const { tell, run } = start();
  expect((await run((stores) => tell(stores, 'default', []))).asked).toEqual([]);
});

test('MUST NOT remember a lane that was taken back with its transaction', async () => {
  const { tell, run, lane, rows, batches } = start();
  const twice = await run((stores) =>
    tell(stores, 'default', [telling(1)])
      .andThen(() => tell(stores, 'default', [telling(2)]))
      .andThen(() => errAsync('on purpose')),
  );
  expect(twice.result.isErr()).toBe(true);
  expect([await lane(), rows(), batches()]).toEqual([null, [], []]);
  await run((stores) => tell(stores, 'default', [telling(3)]));
  expect(rows().map((row) => row.lane)).toEqual([(await lane())?.id]);
});

test('MUST ring once the transaction has had time to commit, for all batches of that time together', async () => {
  const { tell, run, clock, rung, batches } = start();
  for (const version of [1, 2]) await run((stores) => tell(stores, 'default', [telling(version)]));
  expect(rung).toEqual([]);
  await clock.advance(10);
  const keys = batches().map(([batch]) => batch);
  expect(rung.map((ring) => ring.keys)).toEqual([keys]);
  await run((stores) => tell(stores, 'default', [telling(3)]));
  await clock.advance(1_000);
  expect(new Set(rung.flatMap((ring) => ring.keys))).toEqual(new Set(batches().map(([batch]) => batch)));
  expect(clock.timers()).toBe(0);
});
