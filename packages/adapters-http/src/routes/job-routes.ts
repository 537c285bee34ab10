import type { Clock } from '@portico/core';
import type { Jobs } from '@portico/core/jobs';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Routes } from '../api/route.ts';
import type { Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';
import { cursor, limit, pageOf, plainText } from '../schemas/fields.ts';
import { jobStates, showJob, showLine, shownJob, shownLine } from '../schemas/job.ts';
import { isOver, jobEvents, lookAt } from './job-events.ts';

const params = z.object({ id: plainText(64) });

const kind = z.string().regex(/^[a-z-]{1,40}$/);

/** Words with commas between them, for one parameter that takes several. */
const several = <T extends z.ZodType<unknown, string>>(one: T): z.ZodType<readonly z.output<T>[], string> =>
  plainText(500)
    .transform((text) => text.split(','))
    .pipe(z.array(one).max(20)) as unknown as z.ZodType<readonly z.output<T>[], string>;

const filters = z.strictObject({
  kind: several(kind).optional().meta({ type: 'string', description: 'One kind, or several with commas between.' }),
  subject: plainText(128).optional().meta({ description: 'What it works on, for example the code of a platform.' }),
  state: several(z.enum(jobStates))
    .optional()
    .meta({ type: 'string', description: 'One state, or several with commas between.' }),
  limit,
  cursor,
});

const lineNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .meta({ type: 'integer', minimum: 0, maximum: 999_999_999 });

const linesQuery = z.strictObject({
  after: lineNumber.optional().meta({ description: 'Lines with numbers above; without it the latest.' }),
  limit,
});

const eventsQuery = z.strictObject({
  after: lineNumber.optional().meta({ description: 'As `Last-Event-ID`, for the first request.' }),
});

/** Where to go on: after the header that clients send by themselves when they come back, or after the parameter. */
const readAfter = (
  header: string | undefined,
  after: number | undefined,
  language: Language,
): Result<number, Failure> => {
  if (header === undefined || header === '') return ok(after ?? 0);
  const read = lineNumber.safeParse(header);
  if (read.success) return ok(read.data);
  const details = [{ pointer: '/header/Last-Event-ID', message: fieldText('line-number', language) }];
  return err({ problem: 'INVALID', details });
};

/** Long work: what there is, how far it is, its log, and its switches. */
export const addJobRoutes = ({ route, watch }: Routes, jobs: Jobs, clock: Clock): void => {
  route({
    method: 'get',
    path: '/jobs',
    id: 'listJobs',
    tag: 'jobs',
    summary: 'Jobs, newest first',
    scope: 'lanes:read',
    query: filters,
    status: 200,
    data: pageOf(shownJob),
    handle: ({ principal, query }) =>
      jobs
        .list(
          principal.tenant,
          { kinds: query.kind ?? null, subject: query.subject ?? null, states: query.state ?? null },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showJob), nextCursor })),
  });

  route({
    method: 'get',
    path: '/jobs/:id',
    id: 'showJob',
    tag: 'jobs',
    summary: 'A job with the latest lines of its log',
    scope: 'lanes:read',
    params,
    status: 200,
    data: shownJob.extend({ lines: z.array(shownLine) }).meta({ ref: 'JobWithLines' }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) =>
      jobs.show(principal.tenant, id).map(({ shown, lines }) => ({ ...showJob(shown), lines: lines.map(showLine) })),
  });

  route({
    method: 'get',
    path: '/jobs/:id/lines',
    id: 'listJobLines',
    tag: 'jobs',
    summary: 'Lines of a job’s log, ascending',
    description: 'A job keeps its latest 1,000 lines. Ask for those after the last one that you have.',
    scope: 'lanes:read',
    params,
    query: linesQuery,
    status: 200,
    data: z.object({ items: z.array(shownLine) }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id }, query }) =>
      jobs
        .lines(principal.tenant, id, query.after ?? null, query.limit)
        .map(({ lines }) => ({ items: lines.map(showLine) })),
  });

  watch({
    path: '/jobs/:id/events',
    id: 'watchJob',
    tag: 'jobs',
    summary: 'A job as it goes on, as server-sent events',
    description:
      '`line` carries a line of the log and has its number as its id, `progress` the job as `showJob` gives it, `end` its last state. ' +
      'The stream closes after five minutes at the latest; who comes back with `Last-Event-ID`, as browsers do by themselves, misses nothing. ' +
      'When the job has ended and every line was seen, the answer is 204, after which browsers do not come back.',
    scope: 'lanes:read',
    params,
    query: eventsQuery,
    problems: ['NOT_FOUND'],
    open: ({ principal, params: { id }, query, lastEventId, language }) =>
      readAfter(lastEventId, query.after, language).asyncAndThen((after) =>
        lookAt(jobs, principal.tenant, id, after).map((first) =>
          lastEventId !== undefined && isOver(first) ? null : jobEvents(jobs, clock, first, after),
        ),
      ),
  });

  const switches = [
    ['pause', 'Pause a job after its page', 'It stays as far as it is until it is resumed.'],
    ['resume', 'Resume a paused job', 'It goes on where it stopped; one that waits is tried at once.'],
    ['cancel', 'Cancel a job after its page', 'What it has done stays done.'],
  ] as const;
  for (const [action, summary, description] of switches) {
    route({
      method: 'post',
      path: `/jobs/:id/${action}`,
      id: `${action}Job`,
      tag: 'jobs',
      summary,
      description: `${description} Asking again changes nothing; a job in another state answers 409 with its \`state\`.`,
      scope: 'lanes:write',
      params,
      status: 200,
      data: shownJob,
      problems: ['NOT_FOUND', 'JOB_STATE'],
      handle: ({ principal, params: { id } }) => jobs[action](principal.tenant, id, principal.name).map(showJob),
    });
  }
};
