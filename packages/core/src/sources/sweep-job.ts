import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { JobKind, JobStep, StepEnd } from '../jobs/job-kind.ts';
import { stepEnd } from '../jobs/step-end.ts';
import type { Job, JobProgress } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { SourcesContext, Stores } from './context.ts';
import type { EngineSource } from './ports.ts';
import { readRows } from './read-rows.ts';
import type { Source, SourceSweepSettings } from './source.ts';
import { badLines, openedSource } from './source-steps.ts';
import { fromSweepCheckpoint, mustAsk, toSweepCheckpoint, type SweepPlace } from './sweep-place.ts';

export const sourceSweepKindName = 'engine-sweep';

/** The engine's clock may be behind so far: what happened since is left to the next sweep. */
const marginMs = 60_000;
const comparedAtOnce = 1_000;
const forgottenAtOnce = 5_000;
const silentMs = 10_000;

interface Sweeping {
  readonly context: SourcesContext;
  readonly job: Job;
  readonly step: JobStep<Stores>;
  readonly source: Source;
  readonly settings: SourceSweepSettings;
}

type Lines = NonNullable<JobProgress['lines']>;
const info = (text: string): Lines => [{ level: 'info', text }];

const write = async (
  { job, step }: Sweeping,
  place: SweepPlace,
  progress: Omit<JobProgress, 'checkpoint'>,
  also: (stores: Stores) => ResultAsync<unknown, StoreFailure> = () => okAsync(undefined),
  paused = false,
): Promise<StepEnd> =>
  stepEnd(
    await step.commit(job, (stores) =>
      also(stores).map(() => ({
        progress: { ...progress, checkpoint: toSweepCheckpoint(place) },
        finished: false,
        paused,
      })),
    ),
  );

/** A page of the engine's list: what is there is told, and noted as seen. */
const readPage = async (
  sweeping: Sweeping,
  ask: NonNullable<EngineSource['open']>,
  place: Extract<SweepPlace, { readonly phase: 'read' }>,
): Promise<StepEnd> => {
  const { context, job, step, source, settings } = sweeping;
  const answered = await ask(place.after, settings.batch, step);
  if (answered.isErr()) {
    const { code, message } = answered.error;
    return { kind: 'failed', reason: `${code}: ${message}`, retryAfterMs: silentMs };
  }
  const rows = answered.value;
  const whole = rows.length < settings.batch;
  const read = readRows(rows, whole, place.at, context.schemas);
  if (!whole && read.last === null)
    return { kind: 'broken', reason: 'The answer names no tasks: the column taskId is missing.' };
  if (!whole && read.last?.taskId === place.after)
    return {
      kind: 'broken',
      reason:
        'The question answers the same page again: it has to use :after and :limit, and to be ordered by the task.',
    };
  const tasks = read.tasks.map((task) => ({ ...task, at: place.at }));
  const told = await context.workflow.tellTasks(job.tenant, tasks, source.code);
  if (told.isErr()) return { kind: 'failed', reason: told.error.message, retryAfterMs: null };
  const report = told.value;
  // What cannot be read is there all the same: it must not be closed.
  const seen = [...tasks.map(({ task }) => task.id), ...read.bad.map(({ taskId }) => taskId)];
  const listed = place.listed + seen.length;
  const next: SweepPlace = whole
    ? { phase: 'count', at: place.at, after: null, process: 0, open: 0, missing: 0 }
    : { ...place, after: read.last?.taskId ?? null, listed };
  return write(
    sweeping,
    next,
    {
      done: seen.length,
      counts: { listed: seen.length, changed: report.accepted, refused: read.bad.length + report.ignored.length },
      lines: [...badLines(read, report), ...(whole ? info(`${listed} tasks are open at the engine`) : [])],
    },
    ({ seenTasks }) => seenTasks.add(job.tenant, job.id, seen),
  );
};

/** Open tasks here that the engine did not list, page by page, process by process. */
const comparePage = (
  { context, job, source }: Sweeping,
  after: string | null,
  process: number,
): ResultAsync<
  {
    readonly open: number;
    readonly missing: readonly string[];
    readonly after: string | null;
    readonly process: number | null;
  },
  StoreFailure
> =>
  context.transactor.run((stores) =>
    safeTry(async function* () {
      const processId = source.processIds === null ? null : (source.processIds[process] ?? null);
      const scope = { processId, assigneeId: null, status: 'initialized', changedSince: null } as const;
      const page = yield* stores.workflow.pageTasks(job.tenant, scope, after, comparedAtOnce);
      const ids = page.map(({ task }) => task.id);
      const seen = yield* stores.seenTasks.among(job.tenant, job.id, ids);
      const more = page.length === comparedAtOnce;
      const processes = source.processIds?.length ?? 1;
      return ok({
        open: page.length,
        missing: ids.filter((id) => !seen.has(id)),
        after: more ? (ids.at(-1) ?? null) : null,
        process: more ? process : process + 1 < processes ? process + 1 : null,
      });
    }),
  );

const countPage = async (
  sweeping: Sweeping,
  place: Extract<SweepPlace, { readonly phase: 'count' }>,
): Promise<StepEnd> => {
  const compared = await comparePage(sweeping, place.after, place.process);
  if (compared.isErr()) return { kind: 'failed', reason: compared.error.message, retryAfterMs: null };
  const open = place.open + compared.value.open;
  const missing = place.missing + compared.value.missing.length;
  const { after, process } = compared.value;
  if (process !== null) return write(sweeping, { ...place, after, process, open, missing }, { done: 0 });
  const counts = { open, missing };
  if (!mustAsk(open, missing))
    return write(
      sweeping,
      { phase: 'close', at: place.at, after: null, process: 0 },
      { done: 0, counts, lines: info(`${missing} of ${open} open tasks are no longer open at the engine`) },
    );
  const text = `${missing} of ${open} open tasks are not open at the engine. Resume this job to close them, or cancel it.`;
  return write(
    sweeping,
    { phase: 'asked', at: place.at, missing },
    { done: 0, counts, lines: [{ level: 'warning', text }] },
    undefined,
    true,
  );
};

const closePage = async (
  sweeping: Sweeping,
  place: Extract<SweepPlace, { readonly phase: 'close' }>,
): Promise<StepEnd> => {
  const { context, job, source, settings } = sweeping;
  const compared = await comparePage(sweeping, place.after, place.process);
  if (compared.isErr()) return { kind: 'failed', reason: compared.error.message, retryAfterMs: null };
  const { missing, after, process } = compared.value;
  let closed = 0;
  if (missing.length > 0) {
    const closing = { source: source.code, occurredAt: place.at, taskIds: missing, missing: settings.missing };
    const report = await context.workflow.closeTasks(job.tenant, closing);
    if (report.isErr()) return { kind: 'failed', reason: report.error.message, retryAfterMs: null };
    closed = report.value.closed;
  }
  return write(sweeping, process === null ? { phase: 'clear' } : { ...place, after, process }, {
    done: 0,
    counts: { closed },
    lines: closed === 0 ? [] : info(`${closed} tasks closed`),
  });
};

const clearPage = async ({ job, step }: Sweeping): Promise<StepEnd> =>
  stepEnd(
    await step.commit(job, ({ seenTasks }) =>
      seenTasks.clear(job.tenant, job.id, forgottenAtOnce).map((gone) => ({
        progress: { checkpoint: toSweepCheckpoint({ phase: 'clear' }), done: 0 },
        finished: gone < forgottenAtOnce,
      })),
    ),
  );

/** Compares an engine's list of open tasks with ours, and makes ours like it: the third level of the sweep. */
export const createSourceSweepJob = (context: SourcesContext): JobKind<Stores> => ({
  kind: sourceSweepKindName,
  step: async (job, step) => {
    const found = await openedSource(context, job);
    if (found.kind !== 'opened') return found;
    const { source, engine } = found;
    if (source.sweep === null || engine.open === null)
      return { kind: 'broken', reason: 'The source has no question for what is open.' };
    const sweeping = { context, job, step, source, settings: source.sweep };
    const place = fromSweepCheckpoint(job.checkpoint);
    if (place === null) {
      const now = await context.transactor.run(({ workflow }) => workflow.now());
      if (now.isErr()) return { kind: 'failed', reason: now.error.message, retryAfterMs: null };
      return readPage(sweeping, engine.open, { phase: 'read', at: now.value - marginMs, after: null, listed: 0 });
    }
    switch (place.phase) {
      case 'read':
        return readPage(sweeping, engine.open, place);
      case 'count':
        return countPage(sweeping, place);
      case 'asked':
        return write(
          sweeping,
          { phase: 'close', at: place.at, after: null, process: 0 },
          { done: 0, lines: info('going on as agreed') },
        );
      case 'close':
        return closePage(sweeping, place);
      case 'clear':
        return clearPage(sweeping);
    }
  },
});
