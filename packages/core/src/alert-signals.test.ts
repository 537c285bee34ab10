import { expect, test } from 'vitest';
import { readAlertSignals } from './alert-signals.ts';
import type { Stores } from './application.ts';
import type { Job } from './jobs/job.ts';
import { createMemoryDatabase } from './memory/memory-database.ts';
import { createMemoryStores } from './memory/memory-ports.ts';
import { createMemoryTransactor } from './memory/memory-transactor.ts';
import type { Platform } from './task-center/ports.ts';
import type { AttemptOutcome } from './work/outcome.ts';
import { defaultLaneConfig } from './work/lane.ts';

const tenant = 'default';

const start = () => {
  let now = 1_763_683_200_000;
  let made = 0;
  const transactor = createMemoryTransactor<Stores>(
    createMemoryDatabase(() => now),
    createMemoryStores,
  );
  const run = async <T>(work: Parameters<typeof transactor.run<T, unknown>>[0]): Promise<T> =>
    (await transactor.run(work))._unsafeUnwrap();
  return {
    run,
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
    job: async (kind: string, subject: string | null, end: Partial<Job> | null, input: Job['input'] = {}) => {
      made += 1;
      const id = `job-${String(made).padStart(4, '0')}`;
      const job = await run((stores) =>
        stores.jobs.begin({ tenant, id, kind, subject, input, reason: 'hand', by: null, total: null }),
      );
      if (end !== null) await run((stores) => stores.jobs.save({ ...job, ...end }));
    },
    signals: (since: number) => run((stores) => readAlertSignals(stores, tenant, since)),
  };
};

test('MUST count what waits in a lane, and the attempts since then', async () => {
  const { run, now, advance, signals } = start();
  const [lane] = await run((stores) =>
    stores.lanes.ensure([{ tenant, name: 'push/jinzhi', config: defaultLaneConfig }]),
  );
  const id = lane?.id ?? 0;
  const attempt = (claim: number, outcome: AttemptOutcome) => ({
    claim,
    lane: id,
    key: 'k',
    session: 1,
    claimedAt: now(),
    outcome,
    reason: null,
    operation: 'create',
    version: 1,
    durationMs: 1,
    exchanges: [],
  });
  await run((stores) => stores.attempts.record([attempt(1, 'done')]));
  advance(60_000);
  const outcomes: readonly AttemptOutcome[] = [
    'failed',
    'unknown',
    'credentials',
    'refused',
    'deferred',
    'interrupted',
  ];
  await run((stores) => stores.attempts.record(outcomes.map((outcome, index) => attempt(index + 2, outcome))));
  const item = { lane: id, class: 'live', uncertain: false } as const;
  await run((stores) =>
    stores.work.schedule([
      { ...item, key: 'now', delayMs: 0 },
      { ...item, key: 'later', delayMs: 600_000 },
    ]),
  );
  advance(5_000);
  expect((await signals(now() - 30_000)).lanes).toEqual([
    {
      name: 'push/jinzhi',
      trips: 0,
      credentialsRejected: false,
      waiting: 2,
      parked: 0,
      oldestDueMs: 5_000,
      succeeded: 1,
      failed: 3,
    },
  ]);
  await run((stores) => stores.lanes.close(id, 60_000, 'credentials', true));
  expect((await signals(now())).lanes[0]).toMatchObject({ credentialsRejected: true, trips: 0, failed: 0 });
  await run((stores) => stores.lanes.reopen(id));
  await run((stores) => stores.lanes.close(id, 60_000, 'breaker', true));
  expect((await signals(now())).lanes[0]).toMatchObject({ credentialsRejected: false, trips: 1 });
});

test('MUST judge each kind and subject of jobs by the latest that ended, and by those that are silent', async () => {
  const { job, signals, advance, now } = start();
  await job('repush', null, { state: 'failed', failure: 'the first' });
  await job('poll', 'oa', { state: 'finished' });
  await job('repush', null, { state: 'finished' });
  await job('poll', 'oa', { state: 'failed', failure: 'the engine is away' });
  await job('poll', 'hr', null);
  expect((await signals(now())).jobs.find(({ subject }) => subject === 'hr')).toMatchObject({ silent: false });
  advance(60_000);
  const { jobs } = await signals(now());
  expect(jobs.toSorted((a, b) => `${a.kind}${a.subject}`.localeCompare(`${b.kind}${b.subject}`))).toEqual([
    { kind: 'poll', subject: 'hr', failure: null, silent: true },
    { kind: 'poll', subject: 'oa', failure: 'the engine is away', silent: false },
    { kind: 'repush', subject: null, failure: null, silent: false },
  ]);
});

test('MUST judge a platform’s sweeps by the latest of each level, and forget those of platforms that are gone', async () => {
  const { run, job, signals, now } = start();
  await run((stores) => stores.platforms.save({ tenant, code: 'jinzhi', revision: 1 } as Platform));
  await job('sweep', 'jinzhi', { state: 'finished', counts: { scheduled: 90 } }, { level: 1, since: null });
  await job(
    'sweep',
    'jinzhi',
    { state: 'finished', counts: { corrected: 7, scheduled: 5 } },
    { level: 2, since: null },
  );
  await job('sweep', 'jinzhi', { state: 'finished', counts: {} }, { level: 1, since: null });
  await job('sweep', 'jinzhi', { state: 'failed', failure: 'unreadable' }, { level: 2, since: null });
  await job('sweep', 'gone', { state: 'finished', counts: { scheduled: 1_000 } }, { level: 1, since: null });
  const { sweeps, jobs } = await signals(now());
  expect(sweeps.toSorted((a, b) => a.level - b.level)).toEqual([
    { platform: 'jinzhi', level: 1, found: 0 },
    { platform: 'jinzhi', level: 2, found: 7 },
  ]);
  expect(jobs.find(({ subject }) => subject === 'jinzhi/2')).toMatchObject({ failure: 'unreadable' });
  expect(jobs.find(({ subject }) => subject === 'jinzhi/1')).toMatchObject({ failure: null });
});
