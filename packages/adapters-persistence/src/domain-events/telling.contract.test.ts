import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApplication, type Clock } from '@portico/core';
import type { DomainEvent } from '@portico/core/domain-events';
import { createMemoryPorts } from '@portico/core/memory';
import {
  arbitraryArrival,
  arbitraryEngineHistory,
  createChangeWitness,
  createFakePlatform,
  createFakePublisher,
  findUntold,
} from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor, type Stores } from '../transactor.ts';

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
};

const tenant = 'default';
const lane = {
  retry: { scheduleMs: [10, 20, 50], maxAttempts: null, maxAgeMs: 86_400_000 },
  timeoutMs: 200,
  breaker: { failureShare: 2, minimum: 1000, windowMs: 1000, openMs: 1000, maxOpenMs: 1000 },
};

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('domain events on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.dispose());

  const waiting = async (): Promise<readonly DomainEvent[]> => {
    const { rows } = await sql<{ events: readonly DomainEvent[] }>`select events from outbox`.execute(
      testDatabase.database.kysely,
    );
    return rows.flatMap(({ events }) => events);
  };

  /** The world of one run: everything goes wrong as `chance`, a number below 100, says. */
  const start = async (chance: () => number) => {
    const transactor = createTransactor(testDatabase.database);
    let underWay = 0;
    const witness = createChangeWitness<Stores>({
      run: (work) => {
        underWay += 1;
        const result = transactor.run(work);
        void result.then(() => (underWay -= 1));
        return result;
      },
    });
    const platform = createFakePlatform({ clock, name: 'fake', capabilities: { identity: false }, lane });
    const publisher = createFakePublisher(clock);
    const application = createApplication({
      ...createMemoryPorts(clock),
      transactor: witness.transactor,
      clock,
      kinds: [platform.kind],
      timezone: 'Asia/Shanghai',
      publisher,
    });
    const { taskCenter } = application;
    (
      await taskCenter.createPlatform(tenant, {
        code: 'fake',
        kind: 'fake',
        baseUrl: 'http://127.0.0.1/',
        retry: { count: 3, intervalSeconds: null, maxAgeSeconds: 3_600 },
      })
    )._unsafeUnwrap();
    const worker = application.createWorker({ poisonAt: 1, beatEveryMs: 50, reapEveryMs: 50 });
    (await worker.start())._unsafeUnwrap();
    platform.fault = () => {
      const drawn = chance();
      return drawn < 15 ? 'failed' : drawn < 25 ? 'lost' : drawn < 35 ? 'refused' : drawn < 38 ? 'hang' : 'none';
    };
    publisher.fault = () => {
      const drawn = chance();
      return drawn < 10 ? 'down' : drawn < 20 ? 'lost' : drawn < 25 ? 'silent' : 'none';
    };
    witness.fault = () => {
      const drawn = chance();
      return drawn < 15 ? 'rollback' : drawn < 30 ? 'unheard' : 'none';
    };
    const calm = (): void => {
      platform.fault = () => 'none';
      publisher.fault = () => 'none';
      witness.fault = () => 'none';
    };
    const laneIds = async (): Promise<readonly number[]> =>
      (await witness.transactor.run((stores) => stores.lanes.list(null)))._unsafeUnwrap().map(({ id }) => id);
    /** The last push may make the lane of its event between two statements: what was asked must still be all there is. */
    const isQuiet = async (): Promise<boolean> => {
      const ids = await laneIds();
      const depths = (await witness.transactor.run(({ work }) => work.depths(ids)))._unsafeUnwrap();
      const nothing = depths.every(({ due, scheduled, claimed }) => due + scheduled + claimed === 0);
      return nothing && (await laneIds()).length === ids.length;
    };
    /** Ends the worker, and waits for what it has begun and nobody hears the end of. */
    const stop = async (): Promise<void> => {
      await worker.stop(1_000);
      await expect.poll(() => underWay, { timeout: 10_000 }).toBe(0);
    };
    return { witness, publisher, application, calm, isQuiet, stop };
  };

  test('MUST tell of each change once, and be handed over at least once, whatever fails on the way', async () => {
    const history = arbitraryEngineHistory({
      base: Date.now() - 3_600_000,
      instances: 2,
      tasksPerInstance: 2,
      minEvents: 3,
      maxEvents: 12,
      assertions: true,
    });
    await fc.assert(
      fc
        .asyncProperty(
          history.chain(arbitraryArrival),
          fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
          async (batches, chance) => {
            const world = await start(() => chance.next().value ?? 99);
            const { witness, publisher, application } = world;
            for (const [index, batch] of batches.entries()) {
              (await application.workflow.recordEngineEvents(tenant, batch))._unsafeUnwrap();
              await pause(20);
              // The worker is taken for dead, with what it holds.
              if (index % 3 === 2)
                (await witness.transactor.run(({ sessions }) => sessions.revokeStale(0, null)))._unsafeUnwrap();
            }
            world.calm();
            for (const end = performance.now() + 30_000; performance.now() < end && !(await world.isQuiet());) {
              await pause(100);
              // Nobody waits for pauses in real time.
              await testDatabase.advance(60_000);
            }
            const quiet = await world.isQuiet();
            await world.stop();
            expect({ quiet, waiting: await waiting(), wrong: findUntold(witness.changes, publisher.heard) }).toEqual({
              quiet: true,
              waiting: [],
              wrong: [],
            });
          },
        )
        .beforeEach(() => testDatabase.reset()),
      { numRuns: 5, endOnFailure: true },
    );
  }, 180_000);
});
