import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { JobKind, JobStep, StepEnd } from '../jobs/job-kind.ts';
import { stepEnd } from '../jobs/step-end.ts';
import type { Job, JobProgress } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import { workflowLimits } from '../workflow/model.ts';
import type { SourcesContext, Stores } from './context.ts';
import type { EngineSource } from './ports.ts';
import { readRows } from './read-rows.ts';
import type { Source, SourceSweepSettings } from './source.ts';
import { badLines, openedSource } from './source-steps.ts';
import {
  fromSweepCheckpoint,
  mustAsk,
  seenUnder,
  toSweepCheckpoint,
  type Reading,
  type SweepPlace,
} from './sweep-place.ts';

export const sourceSweepKindName = 'engine-sweep';

/** The engine's clock may be behind so far: what happened since is left to the next sweep. */
const marginMs = 60_000;
const comparedAtOnce = 1_000;
const forgottenAtOnce = 5_000;
const silentMs = 10_000;

const isStorable = (id: string): boolean => id.isWellFormed() && !id.includes('\u0000');

interface Sweeping {
  readonly context: SourcesContext;
  readonly job: Job;
  readonly step: JobStep<Stores>;
  readonly source: Source;
  readonly settings: SourceSweepSettings;
}

const readingOf = ({ reading, at, agreed }: Reading): Reading => ({ reading, at, agreed });

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
  const full = rows.length >= settings.batch;
  const read = readRows(rows, !full, place.at, context.schemas);
  if (full && read.last === null)
    return { kind: 'broken', reason: 'The answer names no tasks: the column taskId is missing.' };
  // An engine may give less than it was asked for though there is more: only a page without anything new is the end.
  const whole = read.last === null || read.last.taskId === place.after;
  if (full && whole)
    return {
      kind: 'broken',
      reason:
        'The question answers the same page again: it has to use :after and :limit, and to be ordered by the task.',
    };
  // What the engine itself has dated counts from then on, as far as that is later than the reading.
  const now = context.clock.now();
  const tasks = read.tasks.map((task) => ({ ...task, at: task.at > now ? place.at : Math.max(place.at, task.at) }));
  const told = await context.workflow.tellTasks(job.tenant, tasks, source.code);
  if (told.isErr()) return { kind: 'failed', reason: told.error.message, retryAfterMs: null };
  const report = told.value;
  // What cannot be read is there all the same: it must not be closed.
  const bad = read.bad.map(({ taskId }) => taskId).filter((id) => id.length <= workflowLimits.id && isStorable(id));
  const seen = [...tasks.map(({ task }) => task.id), ...bad];
  const listed = place.listed + seen.length;
  const next: SweepPlace = whole
    ? { ...readingOf(place), phase: 'count', after: null, process: 0, open: 0, missing: 0 }
    : { ...place, after: read.last?.taskId ?? null, listed };
  return write(
    sweeping,
    next,
    {
      done: seen.length,
      counts: { listed: seen.length, changed: report.accepted, refused: read.bad.length + report.ignored.length },
      lines: [...badLines(read, report), ...(whole ? info(`${listed} tasks are open at the engine`) : [])],
    },
    ({ seenTasks }) => seenTasks.add(job.tenant, seenUnder(job.id, place.reading), seen),
  );
};

/** Open tasks here that the engine did not list, page by page, process by process. */
const comparePage = (
  { context, job, source }: Sweeping,
  { after, process, reading }: { readonly after: string | null; readonly process: number; readonly reading: number },
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
      const seen = yield* stores.seenTasks.among(job.tenant, seenUnder(job.id, reading), ids);
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
  const compared = await comparePage(sweeping, place);
  if (compared.isErr()) return { kind: 'failed', reason: compared.error.message, retryAfterMs: null };
  const open = place.open + compared.value.open;
  const missing = place.missing + compared.value.missing.length;
  const { after, process } = compared.value;
  if (process !== null) return write(sweeping, { ...place, after, process, open, missing }, { done: 0 });
  const counts = { open, missing };
  if (!mustAsk(open, missing, place.agreed))
    return write(
      sweeping,
      { ...readingOf(place), phase: 'close', after: null, process: 0 },
      { done: 0, counts, lines: info(`${missing} of ${open} open tasks are no longer open at the engine`) },
    );
  const text = `${missing} of ${open} open tasks are not open at the engine. Resume this job to close them, or cancel it.`;
  return write(
    sweeping,
    { ...readingOf(place), phase: 'asked', missing },
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
  const compared = await comparePage(sweeping, place);
  if (compared.isErr()) return { kind: 'failed', reason: compared.error.message, retryAfterMs: null };
  const { missing, after, process } = compared.value;
  let closed = 0;
  if (missing.length > 0) {
    const closing = { source: source.code, occurredAt: place.at, taskIds: missing, missing: settings.missing };
    const report = await context.workflow.closeTasks(job.tenant, closing);
    if (report.isErr()) return { kind: 'failed', reason: report.error.message, retryAfterMs: null };
    closed = report.value.closed;
  }
  return write(sweeping, process === null ? { phase: 'clear', reading: place.reading } : { ...place, after, process }, {
    done: 0,
    counts: { closed },
    lines: closed === 0 ? [] : info(`${closed} tasks closed`),
  });
};

const clearPage = async (
  { job, step }: Sweeping,
  { reading }: Extract<SweepPlace, { readonly phase: 'clear' }>,
): Promise<StepEnd> =>
  stepEnd(
    await step.commit(job, ({ seenTasks }) =>
      seenTasks.clear(job.tenant, seenUnder(job.id, reading), forgottenAtOnce).map((gone) => {
        const next = gone < forgottenAtOnce ? reading - 1 : reading;
        return {
          progress: { checkpoint: toSweepCheckpoint({ phase: 'clear', reading: Math.max(0, next) }), done: 0 },
          finished: next < 0,
        };
      }),
    ),
  );

/** Reads the list from its beginning. */
const beginReading = async (
  sweeping: Sweeping,
  ask: NonNullable<EngineSource['open']>,
  reading: number,
  agreed: number,
): Promise<StepEnd> => {
  const now = await sweeping.context.transactor.run(({ workflow }) => workflow.now());
  if (now.isErr()) return { kind: 'failed', reason: now.error.message, retryAfterMs: null };
  return readPage(sweeping, ask, { phase: 'read', reading, agreed, at: now.value - marginMs, after: null, listed: 0 });
};

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
    if (place === null) return beginReading(sweeping, engine.open, 0, 0);
    switch (place.phase) {
      case 'read':
        return readPage(sweeping, engine.open, place);
      case 'count':
        return countPage(sweeping, place);
      case 'asked':
        // Much may have changed while somebody was asked: what they agreed to is looked at once more.
        return beginReading(sweeping, engine.open, place.reading + 1, place.missing);
      case 'close':
        return closePage(sweeping, place);
      case 'clear':
        return clearPage(sweeping, place);
    }
  },
});
