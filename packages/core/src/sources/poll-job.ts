import { okAsync } from 'neverthrow';
import type { JobKind, JobStep, StepEnd } from '../jobs/job-kind.ts';
import { stepEnd } from '../jobs/step-end.ts';
import type { Job, JobData, JobProgress } from '../jobs/job.ts';
import type { LaneConfig } from '../work/lane.ts';
import type { RecordReport } from '../workflow/workflow.ts';
import type { SourcesContext, Stores } from './context.ts';
import { beginRound, engineOf, fromPollCheckpoint, seenAfter, toPollCheckpoint, type PollPlace } from './poll-place.ts';
import type { EngineSource } from './ports.ts';
import { readRows, type ReadRows } from './read-rows.ts';
import type { PollSettings } from './source.ts';
import { badLines, openedSource } from './source-steps.ts';

export const pollKindName = 'poll';

/** Each source has a job that never ends; they must not wait for each other. */
export const pollLane: Partial<LaneConfig> = { concurrency: 20 };

/** How long an engine that does not answer is left alone. */
const troubleMs = 30_000;
const longestWaitMs = 60_000;
/** Pages of one round. */
const longestRound = 10_000;

const write = async (
  step: JobStep<Stores>,
  job: Job,
  place: PollPlace,
  progress: Omit<JobProgress, 'checkpoint'>,
): Promise<StepEnd> =>
  stepEnd(
    await step.commit(job, () =>
      okAsync({ progress: { ...progress, checkpoint: toPollCheckpoint(place) }, finished: false }),
    ),
  );

const inWords = (read: ReadRows, report: RecordReport): readonly JobProgressLine[] => [
  ...(report.accepted === 0
    ? []
    : [{ level: 'info' as const, text: `${report.accepted} tasks changed, ${report.todos} to-dos with them` }]),
  ...badLines(read, report),
];

type JobProgressLine = NonNullable<JobProgress['lines']>[number];

/** Whether a full page has come further; one that has not would be asked for again and again. */
const goesOn = (round: NonNullable<PollPlace['round']>, last: ReadRows['last']): boolean =>
  last !== null && last.changedAt !== null && (last.changedAt !== round.since || last.taskId !== round.after);

const pollPage = async (
  context: SourcesContext,
  job: Job,
  step: JobStep<Stores>,
  code: string,
  ask: NonNullable<EngineSource['changes']>,
  poll: PollSettings,
  before: PollPlace,
): Promise<StepEnd> => {
  const round = before.round ?? beginRound(before, poll.overlapMs, context.clock.now());
  // What an answer shows was so when it was asked for, not when it came.
  const askedAt = context.clock.now();
  const answered = await ask(round, poll.batch, step);
  const troubled = (trouble: string, text: string, place: PollPlace): Promise<StepEnd> | StepEnd =>
    before.trouble === trouble
      ? { kind: 'wait', forMs: troubleMs, reason: trouble }
      : write(
          step,
          job,
          { ...place, trouble, notBefore: context.clock.now() + troubleMs },
          { done: 0, lines: [{ level: 'warning', text }] },
        );
  if (answered.isErr()) {
    const { code: kind, message } = answered.error;
    const trouble = `${kind}: ${message}`.slice(0, 500);
    return troubled(trouble, `the engine does not answer: ${trouble}`, before);
  }
  const rows = answered.value;
  const full = rows.length >= poll.batch;
  const read = readRows(rows, !full, askedAt, context.schemas);
  if (full && (read.last === null || read.last.changedAt === null))
    return { kind: 'broken', reason: `The column ${read.last === null ? 'taskId' : 'changedAt'} is missing.` };
  const further = goesOn(round, read.last);
  if (full && !further)
    return troubled(
      'SOURCE_DATA: the same page again',
      'the question answers the same page again: it has to use :since, :after and :limit, and to be ordered by them',
      before,
    );
  const told = await context.workflow.tellTasks(job.tenant, read.tasks, code);
  if (told.isErr()) return { kind: 'failed', reason: told.error.message, retryAfterMs: null };
  const report = told.value;
  // One that runs in circles gets a pause like everybody else.
  // An engine may give less than it was asked for though there is more: only a page without anything new is the end.
  const ends = !further || before.pages >= longestRound;
  const place: PollPlace = {
    pages: ends ? 0 : before.pages + 1,
    of: before.of,
    round: ends || read.last === null ? null : { since: read.last.changedAt, after: read.last.taskId },
    seen: seenAfter(before, read.seen, context.clock.now()),
    notBefore: ends ? context.clock.now() + poll.everyMs : 0,
    trouble: null,
  };
  const recovered = before.trouble === null ? [] : [{ level: 'info' as const, text: 'the engine answers again' }];
  return write(step, job, place, {
    done: rows.length,
    counts: {
      changed: report.accepted,
      same: report.duplicates,
      refused: read.bad.length + report.ignored.length,
      rounds: ends ? 1 : 0,
    },
    lines: [...recovered, ...inWords(read, report)],
  });
};

/**
 * Asks an engine for what has changed, round after round, for as long as its source is switched on (seed: DataTableSync). Pages are bounded
 * in rows, how far it is survives every crash, and what is seen twice changes nothing.
 */
export const createPollJob = (context: SourcesContext): JobKind<Stores> => ({
  kind: pollKindName,
  lane: pollLane,
  step: async (job, step) => {
    const found = await openedSource(context, job);
    if (found.kind !== 'opened') return found;
    const { source, engine } = found;
    const stop = !source.enabled || source.poll === null || engine.changes === null;
    if (stop)
      return stepEnd(
        await step.commit(job, () =>
          okAsync({
            progress: {
              checkpoint: job.checkpoint,
              done: 0,
              lines: [{ level: 'info' as const, text: 'the source is switched off' }],
            },
            finished: true,
          }),
        ),
      );
    const place = fromPollCheckpoint(engineOf(source), job.checkpoint, job.input['after'] as JobData | undefined);
    const aheadMs = place.notBefore - context.clock.now();
    // Further ahead than any pause: the clock was set back.
    if (aheadMs > 0 && aheadMs <= Math.max(source.poll!.everyMs, troubleMs))
      return { kind: 'wait', forMs: Math.min(aheadMs, longestWaitMs), reason: place.trouble ?? 'until the next round' };
    return pollPage(context, job, step, source.code, engine.changes!, source.poll!, place);
  },
});
