import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '@portico/core';
import { createTaskCenter, defaultRules, pushLaneName } from '@portico/core/task-center';
import {
  arbitraryArrival,
  arbitraryEngineHistory,
  createFakeDoorbell,
  createFakePlatform,
  findDivergence,
  instancesOf,
  openSecrets,
} from '@portico/core/testing';
import { createWorker } from '@portico/core/work';
import { createWorkflow } from '@portico/core/workflow';
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
const everybody = ['T001', 'T002', 'T003', 'T004'];

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('mapped people on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.dispose());

  test(
    'MUST end shown to who they are, while mappings change under the workers’ hands',
    { timeout: 300_000 },
    async () => {
      const history = arbitraryEngineHistory({
        base: Date.now() - 3_600_000,
        instances: 2,
        tasksPerInstance: 2,
        minEvents: 4,
        maxEvents: 12,
      });
      await fc.assert(
        fc
          .asyncProperty(
            history.chain(arbitraryArrival),
            fc.constantFrom(['assignee'] as const, ['task'] as const, ['instance', 'assignee'] as const),
            fc.array(fc.tuple(fc.constantFrom(...everybody), fc.constantFrom('u1', 'u2')), {
              minLength: 3,
              maxLength: 8,
            }),
            fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
            async (batches, units, changes, chance) => {
              const transactor = createTransactor(testDatabase.database);
              const doorbell = createFakeDoorbell();
              let made = 0;
              const ids = { next: () => `id-${String((made += 1)).padStart(8, '0')}` };
              const platform = createFakePlatform({
                clock,
                name: 'fake',
                capabilities: { units, people: 'mapped', readBack: true, settlingMs: 50 },
                lane,
              });
              const kinds = [platform.kind];
              const taskCenter = createTaskCenter({ transactor, doorbell, clock, ids, secrets: openSecrets, kinds });
              const workflow = createWorkflow({ transactor, doorbell, ids, listener: taskCenter.followWorkflow });
              (
                await taskCenter.createPlatform(tenant, { code: 'fake', kind: 'fake', baseUrl: 'http://127.0.0.1/' })
              )._unsafeUnwrap();
              const worker = createWorker<Stores>({
                transactor,
                handlers: taskCenter.handlers,
                doorbell,
                clock,
                random: { next: () => 0.5 },
              });
              (await worker.start())._unsafeUnwrap();
              platform.fault = () => {
                const drawn = chance.next().value;
                return drawn < 15 ? 'failed' : drawn < 30 ? 'lost' : drawn < 35 ? 'dropped' : 'none';
              };
              const put = async (entries: readonly { readonly personId: string; readonly remoteId: string }[]) =>
                (await taskCenter.personMappings.put(tenant, 'fake', entries, 'api'))._unsafeUnwrap();
              const change = async () => {
                for (const [personId, remoteId] of changes) await put([{ personId, remoteId }]);
              };
              const record = async () => {
                for (const batch of batches) (await workflow.recordEngineEvents(tenant, batch))._unsafeUnwrap();
              };
              await Promise.all([record(), change()]);
              platform.fault = () => 'none';
              await put(everybody.map((personId) => ({ personId, remoteId: `last-${personId}` })));
              const waiting = async (): Promise<number> => {
                const lanes = (await transactor.run((stores) => stores.lanes.list(tenant)))._unsafeUnwrap();
                const ofPushes = lanes.filter(
                  ({ name }) => name === pushLaneName('fake') || name.startsWith('people/'),
                );
                const depths = (
                  await transactor.run(({ work }) => work.depths(ofPushes.map(({ id }) => id)))
                )._unsafeUnwrap();
                return depths.reduce(
                  (sum, { due, scheduled, claimed, parked }) => sum + due + scheduled + claimed + parked,
                  0,
                );
              };
              await expect.poll(waiting, { timeout: 60_000, interval: 20 }).toBe(0);
              const laneId =
                (
                  await transactor.run(({ lanes }) => lanes.find({ tenant, name: pushLaneName('fake') }))
                )._unsafeUnwrap()?.id ?? 0;
              const bench = {
                transactor,
                work: async (_platform: string, key: string) =>
                  (await transactor.run(({ work }) => work.find([{ lane: laneId, key }])))._unsafeUnwrap()[0] ?? null,
                mirror: async (code: string, key: string) =>
                  (await transactor.run(({ mirrors }) => mirrors.find(tenant, code, [key])))._unsafeUnwrap().get(key) ??
                  null,
              };
              const wrong = [
                ...(await findDivergence(bench, platform, await instancesOf(bench), {
                  showFinished: true,
                  rules: defaultRules,
                })),
              ];
              for (const { key, content, people } of platform.remote.objects())
                for (const { handlers } of content.tasks)
                  for (const { person } of handlers)
                    if (people.get(person.id) !== `last-${person.id}`)
                      wrong.push(`${key} shows ${person.id} as another`);
              await worker.stop(1_000);
              expect(wrong).toEqual([]);
            },
          )
          .beforeEach(() => testDatabase.reset()),
        { numRuns: 6 },
      );
    },
  );
});
