import type { Clock } from '@portico/core';
import type { Jobs } from '@portico/core/jobs';
import type { TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { eventStream } from '../../api/event-stream.ts';
import { createStreamSlots } from '../../api/stream-slots.ts';
import { isOver, jobEvents, lookAt } from '../../routes/job-events.ts';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes } from '../console-routes.ts';
import { field } from '../form.ts';
import { jobPage, jobsPage } from '../pages/jobs.ts';
import { sweepsPage } from '../pages/sweeps.ts';
import { jobKinds } from '../texts/jobs.ts';

const pageSize = 50;
const sweepsShown = 100;
/** Open streams of job events: of this process, and of one visitor. */
const slots = { total: 200, perKey: 10 };
const streamBoundMs = 5 * 60_000;
const longestId = 64;

const isCode = (value: string): boolean => /^[a-z0-9-]{1,63}$/.test(value);

/** Jobs with live progress, and sweeps with their reports. */
export const addJobRoutes = (
  routes: ConsoleRoutes,
  jobs: Jobs,
  taskCenter: Pick<TaskCenter, 'listSweeps' | 'startSweep' | 'listPlatforms'>,
  clock: Clock,
): void => {
  const takeSlot = createStreamSlots(slots);

  routes.page(pages.jobs, 'lanes:read', async (visit) => {
    const wanted = visit.search.get('kind') ?? '';
    const kind = /^[a-z-]{1,40}$/.test(wanted) ? wanted : null;
    const given = visit.search.get('cursor')?.slice(0, 2_000) ?? '';
    const found = await jobs.list(
      visit.visitor.tenant,
      { kinds: kind === null ? null : [kind], subject: null, states: null },
      given === '' ? null : given,
      pageSize,
    );
    if (found.isErr()) return visit.fail(found.error);
    return visit.show(
      visit.view.texts.jobs.title,
      jobsPage(visit.view, { page: found.value, kinds: Object.keys(jobKinds), kind }),
    );
  });

  routes.page('/jobs/:id', 'lanes:read', async (visit) => {
    const found = await jobs.show(visit.visitor.tenant, (visit.context.req.param('id') ?? '').slice(0, longestId));
    if (found.isErr()) return visit.fail(found.error);
    return visit.show(visit.view.texts.jobs.title, jobPage(visit.view, found.value));
  });

  routes.page('/jobs/:id/events', 'lanes:read', async (visit) => {
    const { context, visitor } = visit;
    const id = (context.req.param('id') ?? '').slice(0, longestId);
    const last = context.req.header('last-event-id') ?? '';
    const after = /^\d{1,9}$/.test(last) ? Number(last) : 0;
    const first = await lookAt(jobs, visitor.tenant, id, after);
    if (first.isErr()) return visit.fail(first.error);
    context.header('Cache-Control', 'no-store');
    // The page itself says how it stands; a browser that hears 204 does not come back.
    if (isOver(first.value)) return context.body(null, 204);
    const release = takeSlot(visitor.keyId);
    if (release === null) return context.body(null, 204);
    context.header('Content-Type', 'text/event-stream; charset=utf-8');
    context.header('X-Accel-Buffering', 'no');
    return context.body(eventStream(jobEvents(jobs, clock, first.value, after), clock, streamBoundMs, release));
  });

  for (const action of ['pause', 'resume', 'cancel'] as const) {
    routes.form(`/jobs/:id/${action}`, 'lanes:write', async (visit) => {
      const id = (visit.context.req.param('id') ?? '').slice(0, longestId);
      const switched = await jobs[action](visit.visitor.tenant, id, visit.visitor.name);
      // What has ended meanwhile shows so by itself.
      return switched.isErr() && switched.error.code !== 'JOB_STATE'
        ? visit.fail(switched.error)
        : visit.goTo(pages.job(id), switched.isErr() ? undefined : `job-${action}`);
    });
  }

  routes.page(pages.sweeps, 'lanes:read', async (visit) => {
    const { tenant } = visit.visitor;
    const wanted = visit.search.get('platform') ?? '';
    const only = isCode(wanted) ? wanted : null;
    const found = await ResultAsync.combine([
      taskCenter.listSweeps(tenant, only, sweepsShown),
      taskCenter.listPlatforms(tenant),
    ]);
    if (found.isErr()) return visit.fail(found.error);
    const [sweeps, platforms] = found.value;
    return visit.show(visit.view.texts.sweeps.title, sweepsPage(visit.view, { sweeps, platforms, only }));
  });

  routes.form(pages.sweeps, 'lanes:write', async (visit, form) => {
    const code = field(form, 'platform');
    const level = field(form, 'level') === '2' ? 2 : 1;
    if (code !== '' && !isCode(code))
      return visit.fail({ code: 'INVALID', pointer: '/platform', message: visit.view.texts.tryIt.badChoice });
    const started = await taskCenter.startSweep(
      visit.visitor.tenant,
      code === '' ? null : code,
      level,
      null,
      'hand',
      visit.visitor.name,
    );
    return started.isErr() ? visit.fail(started.error) : visit.goTo(pages.sweeps, 'sweep-started');
  });
};
