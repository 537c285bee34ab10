import type { JobProgress } from '../jobs/job.ts';
import type { Job } from '../jobs/job.ts';
import type { StepEnd } from '../jobs/job-kind.ts';
import type { RecordReport } from '../workflow/workflow.ts';
import type { SourcesContext } from './context.ts';
import type { EngineSource } from './ports.ts';
import type { ReadRows } from './read-rows.ts';
import type { Source } from './source.ts';

/** A job's source, open. */
export interface OpenedSource {
  readonly kind: 'opened';
  readonly source: Source;
  readonly engine: EngineSource;
}

/** Finds the source that a job works on, by the job's subject. */
export const openedSource = async (
  { transactor, opened }: SourcesContext,
  { tenant, subject }: Job,
): Promise<OpenedSource | StepEnd> => {
  const found = await transactor.run(({ sources }) => sources.find(tenant, subject ?? ''));
  if (found.isErr()) return { kind: 'failed', reason: found.error.message, retryAfterMs: null };
  const source = found.value;
  if (source === null) return { kind: 'broken', reason: 'The source is gone.' };
  const engine = opened.open(source);
  if (engine.isErr())
    return {
      kind: 'broken',
      reason: engine.error.issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
    };
  return { kind: 'opened', source, engine: engine.value };
};

/** So many of a page's mistakes are told one by one. */
const toldAtMost = 5;

/** What could not be taken, for the job's log: the first few by name. */
export const badLines = (read: ReadRows, report: RecordReport): NonNullable<JobProgress['lines']> => {
  const mistakes = [
    ...read.bad.map(({ taskId, message }) => `task ${taskId}: ${message}`),
    ...report.ignored.map(
      ({ index, code, message }) => `task ${read.tasks[index]?.task.id ?? '?'}: ${code} ${message}`,
    ),
  ];
  const more = mistakes.length - toldAtMost;
  return [
    ...mistakes.slice(0, toldAtMost).map((text) => ({ level: 'warning' as const, text: text.slice(0, 500) })),
    ...(more > 0 ? [{ level: 'warning' as const, text: `and ${more} more that could not be taken` }] : []),
  ];
};
