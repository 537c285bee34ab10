import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '@portico/core';
import { createJobs } from '@portico/core/jobs';
import { createTaskCenter, defaultRules, pushLaneName } from '@portico/core/task-center';
import {
  arbitraryArrival,
  arbitraryCapabilities,
  arbitraryEngineHistory,
  createFakeDoorbell,
  createFakePlatform,
  findDivergence,
  instancesOf,
  openSecrets,
} from '@portico/core/testing';
import { createWorker } from '@portico/core/work';
import { createWorkflow } from '@portico/core/workflow';
import { testBackends, type TestDatabase } from './database/test-database.ts';
import { createTransactor, type Stores } from './transactor.ts';

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

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the task center on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.dispose());

  test('MUST converge whatever fails on the way, creating nothing twice', { timeout: 120_000 }, async () => {
    const history = arbitraryEngineHistory({
      base: Date.now() - 3_600_000,
      instances: 2,
      tasksPerInstance: 2,
      minEvents: 3,
      maxEvents: 14,
      assertions: true,
    });
    await fc.assert(
      fc
        .asyncProperty(
          history.chain(arbitraryArrival),
          arbitraryCapabilities(),
          fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
          async (batches, drawn, chance) => {
            const capabilities = { ...drawn, settlingMs: Math.min(drawn.settlingMs, 100) };
            const transactor = createTransactor(testDatabase.database);
            const doorbell = createFakeDoorbell();
            let made = 0;
            const ids = { next: () => `id-${String((made += 1)).padStart(8, '0')}` };
            const platform = createFakePlatform({ clock, name: 'fake', capabilities, lane });
            const taskCenter = createTaskCenter({
              transactor,
              doorbell,
              clock,
              ids,
              secrets: openSecrets,
              kinds: [platform.kind],
            });
            const jobs = createJobs({ transactor, doorbell, clock, ids, kinds: taskCenter.jobKinds });
            const workflow = createWorkflow({ transactor, doorbell, ids, listener: taskCenter.followWorkflow });
            (
              await taskCenter.createPlatform(tenant, {
                code: 'fake',
                kind: 'fake',
                baseUrl: 'http://127.0.0.1/',
                batchSize: capabilities.maxBatch,
              })
            )._unsafeUnwrap();
            const worker = createWorker<Stores>({
              transactor,
              handlers: { ...taskCenter.handlers, ...jobs.handlers },
              doorbell,
              clock,
              random: { next: () => 0.5 },
            });
            (await worker.start())._unsafeUnwrap();
            platform.fault = () => {
              const drawnChance = chance.next().value;
              return drawnChance < 15
                ? 'failed'
                : drawnChance < 30
                  ? 'lost'
                  : drawnChance < 35
                    ? 'dropped'
                    : drawnChance < 38
                      ? 'hang'
                      : 'none';
            };
            for (const batch of batches) (await workflow.recordEngineEvents(tenant, batch))._unsafeUnwrap();
            platform.fault = () => 'none';
            const laneId =
              (await transactor.run(({ lanes }) => lanes.find({ tenant, name: pushLaneName('fake') })))._unsafeUnwrap()
                ?.id ?? 0;
            await expect
              .poll(
                async () => {
                  const [depth] = (await transactor.run(({ work }) => work.depths([laneId])))._unsafeUnwrap();
                  return depth === undefined ? -1 : depth.due + depth.scheduled + depth.claimed;
                },
                { timeout: 30_000, interval: 20 },
              )
              .toBe(0);
            const bench = {
              transactor,
              work: async (_platform: string, key: string) =>
                (await transactor.run(({ work }) => work.find([{ lane: laneId, key }])))._unsafeUnwrap()[0] ?? null,
              mirror: async (code: string, key: string) =>
                (await transactor.run(({ mirrors }) => mirrors.find(tenant, code, [key])))._unsafeUnwrap().get(key) ??
                null,
            };
            const wrong = await findDivergence(bench, platform, await instancesOf(bench), {
              showFinished: true,
              rules: defaultRules,
            });
            await worker.stop(1_000);
            expect(wrong).toEqual([]);
          },
        )
        .beforeEach(() => testDatabase.reset()),
      { numRuns: 8 },
    );
  });
});
