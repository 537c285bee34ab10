import type { Job } from '../../jobs/job.ts';
import { must, mustEqual } from '../contract-case.ts';
import { begun, inTransaction, mustStand, now, saved, stored, type JobStoreCase } from './job-store-subject.ts';

/** How jobs begin, go on and end. */
export const jobLifeCases: readonly JobStoreCase[] = [
  {
    name: 'MUST begin a job as it was asked for, running and with nothing done',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const from = await now(subject);
      const job = await begun(subject, tenant, { input: { list: [1, null, '二'], deep: { of: true } }, total: 12 });
      const to = await now(subject);
      must(from <= job.startedAt && job.startedAt <= to && job.beatAt === job.startedAt, 'its times are the store’s');
      mustEqual(
        { ...job, id: '', startedAt: 0, beatAt: 0 },
        {
          tenant,
          id: '',
          kind: 'sweep',
          subject: 'jinzhi',
          reason: 'hand',
          by: '李老师',
          state: 'running',
          input: { list: [1, null, '二'], deep: { of: true } },
          checkpoint: null,
          done: 0,
          total: 12,
          counts: {},
          failure: null,
          interruptions: 0,
          revision: 1,
          startedAt: 0,
          beatAt: 0,
          finishedAt: null,
        },
        'as answered',
      );
      await mustStand(subject, job, 'as kept');
      const bare = await begun(subject, tenant, { subject: null, by: null, reason: 'schedule', input: {} });
      mustEqual([bare.subject, bare.by, bare.reason, bare.input], [null, null, 'schedule', {}], 'one without much');
      await mustStand(subject, bare, 'one without much, as kept');
    },
  },
  {
    name: 'MUST keep what is saved, with the next revision and the store’s time',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      const next = await saved(subject, {
        ...job,
        checkpoint: { cursor: 'tasks:T~1' },
        done: 200,
        total: 4_000_000_000,
        counts: { scheduled: 3, corrected: 0 },
        interruptions: 1,
      });
      must(next.beatAt >= job.beatAt, 'a save is a sign of life');
      mustEqual(
        { ...next, beatAt: 0 },
        {
          ...job,
          checkpoint: { cursor: 'tasks:T~1' },
          done: 200,
          total: 4_000_000_000,
          interruptions: 1,
          counts: { scheduled: 3, corrected: 0 },
          revision: 2,
          beatAt: 0,
        },
        'as answered',
      );
      await mustStand(subject, next, 'as kept');
      const again = await saved(subject, { ...next, checkpoint: null, total: null, counts: {} });
      mustEqual([again.checkpoint, again.total, again.counts, again.revision], [null, null, {}, 3], 'taken back');
    },
  },
  {
    name: 'MUST refuse a save of what somebody else has changed since, and change nothing',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      const next = await saved(subject, { ...job, done: 1 });
      mustEqual(await inTransaction(subject, (jobs) => jobs.save({ ...job, done: 100 })), null, 'an old one');
      mustEqual(await inTransaction(subject, (jobs) => jobs.save({ ...next, revision: 3 })), null, 'one to come');
      mustEqual(await inTransaction(subject, (jobs) => jobs.save({ ...next, id: subject.freshId() })), null, 'no job');
      await mustStand(subject, next, 'what is kept');
    },
  },
  {
    name: 'MUST NOT let a save change what a job was begun with',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      const next = await saved(subject, {
        ...job,
        kind: 'poll',
        subject: 'other',
        input: { level: 2 },
        reason: 'schedule',
        by: '张三',
        startedAt: 5,
      });
      const { kind, subject: of, input, reason, by, startedAt } = next;
      mustEqual(
        [kind, of, input, reason, by, startedAt],
        [job.kind, job.subject, job.input, job.reason, job.by, job.startedAt],
        'what stays',
      );
    },
  },
  {
    name: 'MUST stamp the end of a job once, and none before',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      for (const state of ['finished', 'failed', 'cancelled'] as const) {
        const job = await begun(subject, tenant);
        const paused = await saved(subject, { ...job, state: 'paused', finishedAt: 5 });
        mustEqual([paused.state, paused.finishedAt], ['paused', null], 'a pause');
        const from = await now(subject);
        const failure = state === 'failed' ? '平台不可用' : null;
        const ended = await saved(subject, { ...paused, state, failure });
        const end = ended.finishedAt ?? 0;
        must(end >= from && end <= (await now(subject)), 'the end has the store’s time');
        mustEqual([ended.state, ended.failure], [state, failure], 'the end');
        const later = await saved(subject, { ...ended, finishedAt: null });
        mustEqual(later.finishedAt, end, 'the end after another save');
        await mustStand(subject, later, 'what is kept');
      }
    },
  },
  {
    name: 'MUST show a sign of life and answer the state, whatever the revision',
    run: async (subject) => {
      const job = await begun(subject, await subject.freshTenant());
      const from = await now(subject);
      mustEqual(await inTransaction(subject, (jobs) => jobs.beat(job.tenant, job.id)), 'running', 'of a running one');
      const beaten = (await stored(subject, job)) as Job;
      must(beaten.beatAt >= from, 'the sign of life is the store’s time');
      mustEqual({ ...beaten, beatAt: 0 }, { ...job, beatAt: 0 }, 'all else stays');
      const paused = await saved(subject, { ...job, state: 'paused' });
      mustEqual(await inTransaction(subject, (jobs) => jobs.beat(job.tenant, job.id)), 'paused', 'of a paused one');
      mustEqual((await stored(subject, job))?.revision, paused.revision, 'the revision');
      mustEqual(await inTransaction(subject, (jobs) => jobs.beat(job.tenant, subject.freshId())), null, 'of none');
    },
  },
  {
    name: 'MUST find and lock a job in its own tenant only',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      const job = await begun(subject, tenant);
      mustEqual(await inTransaction(subject, (jobs) => jobs.lock(tenant, job.id)), job, 'its own');
      mustEqual(await inTransaction(subject, (jobs) => jobs.lock(other, job.id)), null, 'another');
      mustEqual(await inTransaction(subject, (jobs) => jobs.find(other, job.id)), null, 'another, without a lock');
      mustEqual(await inTransaction(subject, (jobs) => jobs.beat(other, job.id)), null, 'a beat from another');
    },
  },
];
