import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createMemoryJobStore } from '../memory/memory-job-store.ts';
import { startJobWorld, worldTenant, type JobWorld, type JobWorldOptions } from '../testing/jobs/job-world.ts';
import { beginJob } from './begin-job.ts';
import type { JobStanding } from './standing-of.ts';
import { standingOf } from './standing-of.ts';
import type { Job } from './job.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const start = (options: JobWorldOptions = {}): Promise<JobWorld> => startJobWorld(rest, { processes: 1, ...options });

const textsOf = async (world: JobWorld, id: string): Promise<readonly string[]> =>
  (await world.lines(id)).map(({ text }) => text);

const standingIn = async (world: JobWorld, id: string): Promise<JobStanding> =>
  (await world.jobs.show(worldTenant, id))._unsafeUnwrap().shown.standing;

const until = async (world: JobWorld, id: string, isSo: (job: Job) => boolean, boundMs = 600_000): Promise<Job> => {
  for (let waited = 0; waited < boundMs; waited += 100) {
    const job = await world.find(id);
    if (isSo(job)) return job;
    await world.clock.advance(100);
  }
  throw new Error(`Not so within ${boundMs} ms: ${JSON.stringify(await world.find(id))}`);
};

/** A fault for the first pages that begin, none after. */
const first = (count: number, fault: ReturnType<JobWorld['fault']>): (() => ReturnType<JobWorld['fault']>) => {
  let left = count;
  return () => ((left -= 1) >= 0 ? fault : 'none');
};

describe('A job', () => {
  test('MUST go page by page to its end, and say how far it is', async () => {
    const world = await start();
    world.fault = () => 'slow';
    const { id } = await world.begin(10);
    await until(world, id, ({ done }) => done === 3);
    const { shown } = (await world.jobs.show(worldTenant, id))._unsafeUnwrap();
    expect([shown.standing, shown.job.total, shown.resumesAt]).toEqual(['running', 10, null]);
    expect(shown.perSecond).toBeCloseTo(1 / 12, 2);
    expect(shown.remainingMs ?? 0).toBeGreaterThan(70_000);
    expect(shown.remainingMs ?? 0).toBeLessThan(100_000);
    const job = await until(world, id, ({ state }) => state === 'finished');
    expect([job.done, job.counts, job.finishedAt === null]).toEqual([10, { applied: 10 }, false]);
    expect(world.keys()).toEqual({ open: 0, parked: 0 });
    const ended = (await world.jobs.show(worldTenant, id))._unsafeUnwrap();
    expect([ended.shown.remainingMs, ended.lines.length]).toEqual([null, 10]);
    await world.close();
  });

  test('MUST wait as long as a page asks for, and say so once', async () => {
    const world = await start();
    world.fault = first(4, 'waits');
    const { id } = await world.begin(1);
    await world.clock.advance(500);
    expect(await standingIn(world, id)).toBe('waiting');
    const { shown } = (await world.jobs.show(worldTenant, id))._unsafeUnwrap();
    expect(shown.resumesAt).toBeGreaterThan(world.clock.now());
    await until(world, id, ({ state }) => state === 'finished');
    expect(await textsOf(world, id)).toEqual(['waits: quiet hours', 'page 0']);
    await world.close();
  });

  test('MUST be tried again after a failure or a bug, and tell of both', async () => {
    const world = await start();
    world.fault = first(1, 'failed');
    const { id } = await world.begin(2);
    await until(world, id, ({ state }) => state === 'finished');
    expect(await textsOf(world, id)).toEqual(['a page failed and is tried again: HTTP 503', 'page 0', 'page 1']);
    world.fault = first(1, 'throws');
    const other = await world.begin(1);
    await until(world, other.id, ({ state }) => state === 'finished');
    expect(await textsOf(world, other.id)).toEqual(['a page failed unexpectedly: a bug', 'page 0']);
    await world.close();
  });

  test('MUST fail, with the reason, when it has failed for longer than its lane allows', async () => {
    const world = await start({ lane: { retry: { scheduleMs: [100], maxAttempts: 3, maxAgeMs: 60_000 } } });
    world.fault = () => 'failed';
    const { id } = await world.begin(2);
    const job = await until(world, id, ({ state }) => state === 'failed');
    expect([job.failure, world.begun(), world.keys()]).toEqual(['HTTP 503', 3, { open: 0, parked: 0 }]);
    expect((await textsOf(world, id)).at(-1)).toBe('failed: HTTP 503');
    await world.close();
  });

  test('MUST fail at once, with the reason, when it can never go on', async () => {
    const world = await start();
    let pages = 0;
    world.fault = () => ((pages += 1) === 3 ? 'broken' : 'none');
    const { id } = await world.begin(5);
    const job = await until(world, id, ({ state }) => state === 'failed');
    expect([job.failure, job.done]).toEqual(['nothing can be done', 2]);
    await world.clock.advance(5_000);
    expect([pages, world.keys()]).toEqual([3, { open: 0, parked: 0 }]);
    await world.close();
  });

  test('MUST fail when too many workers are lost with it', async () => {
    const world = await start({ worker: { poisonAt: 1 } });
    world.fault = () => 'hangs';
    const { id } = await world.begin(2);
    await world.clock.advance(1_000);
    world.crash(0, 'now');
    await world.revive(0);
    const job = await until(world, id, ({ state }) => state === 'failed');
    expect([job.failure, world.keys()]).toEqual(['Workers lost while they had it: 1.', { open: 0, parked: 0 }]);
    await world.close();
  });

  test('MUST show life during a long page, be called interrupted when there is none, and be taken over', async () => {
    const world = await start();
    world.fault = () => 'hangs';
    const { id } = await world.begin(1);
    await world.clock.advance(25_000);
    expect(world.clock.now() - (await world.find(id)).beatAt).toBeLessThanOrEqual(5_000);
    expect(await standingIn(world, id)).toBe('running');
    world.crash(0, 'now');
    await world.clock.advance(31_000);
    expect(await standingIn(world, id)).toBe('interrupted');
    world.fault = () => 'none';
    await world.revive(0);
    const job = await until(world, id, ({ state }) => state === 'finished');
    expect([job.interruptions, world.effects(id)]).toEqual([1, [1]]);
    expect(await textsOf(world, id)).toEqual(['interrupted: its worker was lost; resumed', 'page 0']);
    await world.close();
  });

  test('MUST give others a turn after a while, without a line about it', async () => {
    const world = await start({ lane: { concurrency: 1, timeoutMs: 60_000 } });
    world.fault = () => 'slow';
    const [long, short] = [await world.begin(40), await world.begin(1)];
    await until(world, short.id, ({ state }) => state === 'finished');
    const job = await world.find(long.id);
    expect([job.state, job.done]).toEqual(['running', 1]);
    expect(await textsOf(world, long.id)).toHaveLength(1);
    await world.close();
  });
});

describe('A job in the hands of people', () => {
  test('MUST stop after a whole page when it is paused, and go on there when it is resumed', async () => {
    const world = await start();
    world.fault = () => 'slow';
    const { id } = await world.begin(4);
    await until(world, id, ({ done }) => done === 1);
    const paused = (await world.jobs.pause(worldTenant, id, '李老师'))._unsafeUnwrap();
    expect([paused.standing, paused.job.state]).toEqual(['paused', 'paused']);
    await world.clock.advance(60_000);
    expect([await world.find(id), world.keys()]).toMatchObject([
      { done: 1, state: 'paused' },
      { open: 0, parked: 0 },
    ]);
    world.fault = () => 'none';
    const resumed = (await world.jobs.resume(worldTenant, id, '张三'))._unsafeUnwrap();
    expect(resumed.standing).toBe('queued');
    await until(world, id, ({ state }) => state === 'finished');
    expect(world.effects(id)).toEqual([1, 1, 1, 1]);
    expect(await textsOf(world, id)).toEqual([
      'page 0',
      'paused by 李老师',
      'resumed by 张三',
      'page 1',
      'page 2',
      'page 3',
    ]);
    await world.close();
  });

  test('MUST end when it is cancelled, soon even in a long page, and keep what was done', async () => {
    const world = await start();
    let pages = 0;
    world.fault = () => ((pages += 1) > 2 ? 'hangs' : 'none');
    const { id } = await world.begin(9);
    await until(world, id, ({ done }) => done === 2);
    await world.jobs.cancel(worldTenant, id, '张三');
    await world.clock.advance(6_000);
    expect(world.keys()).toEqual({ open: 0, parked: 0 });
    const job = await world.find(id);
    expect([job.state, job.done, world.effects(id), pages]).toEqual(['cancelled', 2, [1, 1], 3]);
    expect(job.finishedAt).not.toBeNull();
    await world.close();
  });

  test('MUST be tried at once when it is resumed while it waits', async () => {
    const world = await start({
      lane: { retry: { scheduleMs: [3_600_000], maxAttempts: null, maxAgeMs: 86_400_000 } },
    });
    world.fault = first(1, 'failed');
    const { id } = await world.begin(1);
    await world.clock.advance(10_000);
    expect(await standingIn(world, id)).toBe('waiting');
    await world.jobs.resume(worldTenant, id, '张三');
    await world.clock.advance(2_000);
    expect((await world.find(id)).state).toBe('finished');
    await world.close();
  });

  test('MUST stay as it is when it is asked for what is so, and refuse what cannot be, naming its state', async () => {
    const world = await start();
    const { id } = await world.begin(1);
    const finished = await until(world, id, ({ state }) => state === 'finished');
    for (const act of ['pause', 'resume', 'cancel'] as const) {
      const refused = await world.jobs[act](worldTenant, id, '张三');
      expect(refused._unsafeUnwrapErr()).toEqual({ code: 'JOB_STATE', state: 'finished' });
      expect((await world.jobs[act](worldTenant, 'job-none', '张三'))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
      expect((await world.jobs[act]('elsewhere', id, '张三'))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
    }
    expect([await world.find(id), world.keys()]).toEqual([finished, { open: 0, parked: 0 }]);
    world.fault = () => 'hangs';
    const other = await world.begin(1);
    for (const act of ['pause', 'pause', 'cancel', 'cancel'] as const)
      expect((await world.jobs[act](worldTenant, other.id, '张三')).isOk()).toBe(true);
    expect(await textsOf(world, other.id)).toEqual(['paused by 张三', 'cancelled by 张三']);
    await world.close();
  });

  test('MUST be held while its lane is paused, and queued while others have the slots', async () => {
    const world = await start({ lane: { concurrency: 1 } });
    world.fault = () => 'hangs';
    const [running, queued] = [await world.begin(1), await world.begin(1)];
    await world.clock.advance(1_000);
    expect([await standingIn(world, running.id), await standingIn(world, queued.id)]).toEqual(['running', 'queued']);
    const lane = { tenant: worldTenant, name: 'job/count' };
    await world.transactor.run(({ lanes }) =>
      lanes.find(lane).andThen((found) => lanes.setPaused(found?.id ?? 0, true)),
    );
    expect([await standingIn(world, running.id), await standingIn(world, queued.id)]).toEqual(['running', 'held']);
    await world.close();
  });
});

describe('The jobs', () => {
  test('MUST be listed newest first, page by page', async () => {
    const world = await start();
    const begun: string[] = [];
    for (let count = 0; count < 5; count += 1) begun.unshift((await world.begin(1)).id);
    const filter = { kinds: ['count'], subject: null, states: null };
    const page = (await world.jobs.list(worldTenant, filter, null, 3))._unsafeUnwrap();
    const next = (await world.jobs.list(worldTenant, filter, page.nextCursor, 3))._unsafeUnwrap();
    expect([...page.items, ...next.items].map(({ job }) => job.id)).toEqual(begun);
    expect([page.items.length, next.nextCursor]).toEqual([3, null]);
    const bad = await world.jobs.list(worldTenant, filter, 'no cursor', 3);
    expect(bad._unsafeUnwrapErr()).toMatchObject({ code: 'INVALID', pointer: '/cursor' });
    await world.close();
  });

  test('MUST NOT begin when the transaction that begins them fails', async () => {
    const world = await start();
    const nothing = await world.transactor.run((stores) =>
      beginJob(
        stores,
        { ids: { next: () => 'job-undone' } },
        { kind: 'count' },
        { tenant: worldTenant, subject: null, input: { pages: 1 }, reason: 'hand', by: null },
      ).andThen(() => errAsync('on purpose')),
    );
    expect(nothing.isErr()).toBe(true);
    await world.clock.advance(5_000);
    expect([world.begun(), (await world.jobs.show(worldTenant, 'job-undone')).isErr()]).toEqual([0, true]);
    await world.close();
  });

  test('MUST forget those that ended long ago, and nothing else', async () => {
    const world = await start();
    const old = await world.begin(1);
    await until(world, old.id, ({ state }) => state === 'finished');
    world.fault = () => 'hangs';
    const running = await world.begin(1);
    world.clock.jump(20 * 86_400_000);
    const young = await world.begin(1);
    await world.jobs.cancel(worldTenant, young.id, '张三');
    world.clock.jump(11 * 86_400_000);
    expect((await world.jobs.maintain(30)).isOk()).toBe(true);
    const left = (await world.jobs.list(worldTenant, { kinds: null, subject: null, states: null }, null, 10)).map(
      ({ items }) => items.map(({ job }) => job.id),
    );
    expect(left._unsafeUnwrap()).toEqual([young.id, running.id]);
    await world.close();
  });

  test('MUST be looked after when their key was lost, or parked by somebody who told nobody', async () => {
    const world = await start();
    world.fault = () => 'waits';
    const [lost, parked] = [await world.begin(1), await world.begin(1)];
    await world.clock.advance(500);
    const work = world.database.table<{ readonly key: string }>('work');
    for (const [key, row] of work.entries()) {
      if (row.key === lost.id) work.delete(key);
      else if (row.key === parked.id) work.set(key, { ...row, parked: 'poison', dueAt: Infinity } as typeof row);
    }
    world.database.commit();
    world.fault = () => 'none';
    expect((await world.jobs.maintain(30)).isOk()).toBe(true);
    await world.clock.advance(5_000);
    expect([(await world.find(lost.id)).state, await world.find(parked.id), world.keys()]).toMatchObject([
      'finished',
      { state: 'failed', failure: 'poison' },
      { open: 0, parked: 0 },
    ]);
    await world.close();
  });

  test('MUST be given back when the store refuses them for ever, as failed', async () => {
    const world = await start({
      store: (database) => {
        const jobs = createMemoryJobStore(database);
        return {
          ...jobs,
          save: (job) => (job.done > 0 ? errAsync({ code: 'STORE_DATA', message: 'no' }) : jobs.save(job)),
        };
      },
    });
    const { id } = await world.begin(2);
    const job = await until(world, id, ({ state }) => state === 'failed');
    expect([job.failure, job.done, world.effects(id)]).toEqual(['no', 0, []]);
    await world.close();
  });
});

test('A running job MUST be called interrupted from 30 seconds of silence on, while somebody has it', () => {
  const job = { state: 'running', beatAt: 1_000_000 } as Job;
  const lane = { paused: false, closedUntil: 0 };
  const at = (now: number, claimed: boolean): JobStanding =>
    standingOf(job, { work: { claimed, dueAt: 1_000_000 }, lane }, now);
  expect([at(1_030_000, true), at(1_030_001, true), at(1_030_001, false)]).toEqual([
    'running',
    'interrupted',
    'queued',
  ]);
  expect(standingOf(job, null, 1_030_001)).toBe('interrupted');
  expect(standingOf({ ...job, state: 'finished' }, null, 2_000_000)).toBe('finished');
});
