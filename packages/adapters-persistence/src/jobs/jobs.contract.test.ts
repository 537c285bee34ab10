import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '@portico/core';
import { createJobs, stepEnd, type JobKind } from '@portico/core/jobs';
import { createFakeDoorbell } from '@portico/core/testing';
import { createWorker } from '@portico/core/work';
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
const [jobCount, pages, workers, losses] = [6, 25, 3, 8];

/** Every page leaves a batch under its own name, which can be written once: a page that is applied twice breaks its job. */
const kindOf = (turn: () => Promise<void>): JobKind<Stores> => ({
  kind: 'count',
  lane: { concurrency: 6, retry: { scheduleMs: [20], maxAttempts: null, maxAgeMs: 600_000 } },
  step: async (job, step) => {
    const page = Number(job.checkpoint?.['page'] ?? 0);
    await turn();
    return stepEnd(
      await step.commit(job, ({ outbox }) =>
        outbox
          .append(`${job.id}-${page}`, [
            {
              id: `${job.id}-${page}`,
              tenant,
              type: 'todo.acknowledged',
              occurredAt: 0,
              data: { page },
              trace: null,
            },
          ])
          .map(() => ({
            progress: {
              checkpoint: { page: page + 1 },
              done: 1,
              lines: [{ level: 'info' as const, text: `page ${page}` }],
            },
            finished: page + 1 >= pages,
          })),
      ),
    );
  },
});

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('jobs on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  afterAll(() => testDatabase.dispose());

  test(
    'MUST apply every page once, although workers are taken for dead again and again',
    { timeout: 180_000 },
    async () => {
      const transactor = createTransactor(testDatabase.database);
      const doorbell = createFakeDoorbell();
      let made = 0;
      const ids = { next: () => `job-${String((made += 1)).padStart(6, '0')}` };
      let turns = 0;
      const turn = async (): Promise<void> => {
        turns += 1;
        await new Promise((resolve) => void setTimeout(resolve, turns % 7));
      };
      const jobs = createJobs<Stores>({ transactor, doorbell, clock, ids, kinds: [kindOf(turn)] });
      const running = Array.from({ length: workers }, () =>
        createWorker<Stores>({
          transactor,
          handlers: jobs.handlers,
          doorbell,
          clock,
          random: { next: () => 0.5 },
          options: { beatEveryMs: 40, reapEveryMs: 30, poisonAt: 1_000, lookEveryMs: 50 },
        }),
      );
      for (const worker of running) (await worker.start())._unsafeUnwrap();
      const begun: string[] = [];
      for (let count = 0; count < jobCount; count += 1) {
        const job = { tenant, kind: 'count', subject: null, input: {}, reason: 'hand', by: null, total: pages };
        begun.push((await jobs.begin(job))._unsafeUnwrap().id);
      }
      const pagesDone = async (): Promise<number> => {
        let done = 0;
        for (const id of begun) done += (await jobs.show(tenant, id))._unsafeUnwrap().shown.job.done;
        return done;
      };
      for (let lost = 1; lost <= losses; lost += 1) {
        // They are alive and go on: everything that they still write has to be refused.
        await expect
          .poll(pagesDone, { timeout: 60_000, interval: 5 })
          .toBeGreaterThanOrEqual(Math.floor((lost * jobCount * pages) / (losses + 2)));
        (await transactor.run(({ sessions }) => sessions.revokeStale(0, null)))._unsafeUnwrap();
      }
      await expect.poll(pagesDone, { timeout: 60_000, interval: 20 }).toBe(jobCount * pages);
      let interruptions = 0;
      for (const id of begun) {
        const { shown, lines } = (await jobs.lines(tenant, id, 0, 1_000))._unsafeUnwrap();
        expect([shown.job.state, shown.job.failure]).toEqual(['finished', null]);
        interruptions += shown.job.interruptions;
        expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
        expect(lines.filter(({ text }) => text.startsWith('page ')).map(({ text }) => text)).toEqual(
          Array.from({ length: pages }, (_, page) => `page ${page}`),
        );
        const batches = Array.from({ length: pages }, (_, page) => `${id}-${page}`);
        expect((await transactor.run(({ outbox }) => outbox.load(batches)))._unsafeUnwrap().size).toBe(pages);
      }
      expect(interruptions).toBeGreaterThan(0);
      for (const worker of running) await worker.stop(5_000);
    },
  );
});
