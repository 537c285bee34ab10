import { expect, test } from 'vitest';
import { endpointAttention, jobAttention } from './attention-sources.ts';
import type { Stores } from './application.ts';
import { createMemoryDatabase } from './memory/memory-database.ts';
import { createMemoryStores } from './memory/memory-ports.ts';
import type { Job } from './jobs/job.ts';

const start = 2_000_000_000_000;

const open = () => {
  const clock = { now: start };
  const stores: Stores = createMemoryStores(createMemoryDatabase(() => clock.now));
  return { clock, stores };
};

const begin = async (stores: Stores, id: string, kind: string): Promise<Job> =>
  (
    await stores.jobs.begin({
      tenant: 'default',
      id,
      kind,
      subject: 'oa',
      input: {},
      reason: 'hand',
      by: '张三',
      total: null,
    })
  )._unsafeUnwrap();

test('MUST tell of jobs that failed within a day and of those that are silent, but not of sweeps', async () => {
  const { clock, stores } = open();
  const failed = await begin(stores, 'job-1', 'repush');
  const sweep = await begin(stores, 'job-2', 'sweep');
  await begin(stores, 'job-3', 'poll');
  const fine = await begin(stores, 'job-4', 'poll');
  for (const job of [failed, sweep])
    (
      await stores.jobs.save({ ...job, state: 'failed', failure: 'it was down', finishedAt: clock.now })
    )._unsafeUnwrap();
  clock.now += 60_000;
  (await stores.jobs.beat('default', fine.id))._unsafeUnwrap();
  const items = async () => (await jobAttention(stores, 'default', clock.now))._unsafeUnwrap();
  expect((await items()).map(({ kind, ...item }) => [kind, 'id' in item ? item.id : ''])).toEqual([
    ['job-silent', 'job-3'],
    ['job-failed', 'job-1'],
  ]);
  clock.now += 2 * 86_400_000;
  (await stores.jobs.beat('default', 'job-3'))._unsafeUnwrap();
  (await stores.jobs.beat('default', fine.id))._unsafeUnwrap();
  expect(await items()).toEqual([]);
});

test('MUST tell of endpoints that are disabled', async () => {
  const { clock, stores } = open();
  for (const [code, enabled] of [
    ['engine', false],
    ['portal', true],
  ] as const)
    (
      await stores.webhookEndpoints.save({
        tenant: 'default',
        code,
        name: code,
        url: 'https://engine.example.edu',
        secrets: [],
        types: null,
        enabled,
        disabledBecause: enabled ? null : 'gone',
        revision: 1,
        createdAt: start,
        updatedAt: start,
      })
    )._unsafeUnwrap();
  expect((await endpointAttention(stores, 'default', clock.now))._unsafeUnwrap()).toEqual([
    { kind: 'endpoint-disabled', endpoint: 'engine', name: 'engine', at: start },
  ]);
});
