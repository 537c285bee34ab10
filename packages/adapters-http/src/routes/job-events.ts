import type { Clock } from '@portico/core';
import type { Jobs, JobWithLines, ShownJob } from '@portico/core/jobs';
import { showJob, showLine } from '../schemas/job.ts';

/** How often a job is looked at, and after how many looks without news a sign of life is sent. */
const lookEveryMs = 1_000;
const quietLooks = 15;
const linesAtOnce = 200;

/** One server-sent event; what is sent holds no line breaks, for JSON escapes them. */
const eventOf = (name: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Whether somebody who has seen one would see something else in the other. */
const markOf = ({ job, standing, resumesAt }: ShownJob): string => `${job.revision} ${standing} ${resumesAt}`;

const hasEnded = ({ shown }: JobWithLines): boolean => shown.job.finishedAt !== null;

/** Reads a job with the lines after a number, as many as are sent at once. */
export const lookAt = (
  jobs: Pick<Jobs, 'lines'>,
  tenant: string,
  id: string,
  after: number,
): ReturnType<Jobs['lines']> => jobs.lines(tenant, id, after, linesAtOnce);

/** There is nothing to tell somebody who has seen the lines up to this number. */
export const isOver = (seen: JobWithLines): boolean => hasEnded(seen) && seen.lines.length === 0;

/**
 * The events of a job from what was read first: `line` with the line's number as its id, `progress` whenever it stands otherwise, and
 * `end` when it has ended and every line was sent. Ends without one when the store fails or the job is forgotten; who listens comes back.
 */
export async function* jobEvents(
  jobs: Pick<Jobs, 'lines'>,
  clock: Clock,
  first: JobWithLines,
  after: number,
): AsyncGenerator<string> {
  const { tenant, id } = first.shown.job;
  let seen = after;
  let mark = '';
  let quiet = 0;
  let current = first;
  yield 'retry: 2000\n\n';
  for (;;) {
    const { shown, lines } = current;
    let text = '';
    for (const line of lines) {
      text += eventOf('line', showLine(line), line.number);
      seen = line.number;
    }
    if (markOf(shown) !== mark) {
      mark = markOf(shown);
      text += eventOf('progress', showJob(shown));
    }
    const isWhole = lines.length < linesAtOnce;
    if (isWhole && hasEnded(current)) {
      yield `${text}${eventOf('end', { state: shown.job.state })}`;
      return;
    }
    quiet = text === '' ? quiet + 1 : 0;
    if (text !== '') yield text;
    else if (quiet % quietLooks === 0) yield ': still here\n\n';
    if (isWhole) await new Promise<void>((resolve) => void clock.timer(lookEveryMs, resolve));
    const next = await lookAt(jobs, tenant, id, seen);
    if (next.isErr()) return;
    current = next.value;
  }
}
