import { exitCodes, interrupted } from '../../cli/exit-codes.ts';
import type { ApiClient } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { at, listAt, numberAt, textAt } from '../../cli/read-path.ts';
import type { Session } from '../../cli/session.ts';
import { cleanText } from '../../cli/show/clean-text.ts';
import { localTime, spanText } from '../../cli/show/local-time.ts';
import { countsText, jobPath } from './job-columns.ts';

const everyMs = 1_000;
const linesAtOnce = 200;

const lineText = (line: unknown): string => {
  const level = textAt(line, 'level');
  return `${localTime(textAt(line, 'at'))}  ${level === 'info' ? '' : `${level}: `}${textAt(line, 'text')}`;
};

const remark = (job: unknown): string => {
  const left = textAt(job, 'remainingMs') === '' ? '' : `, ${spanText(numberAt(job, 'remainingMs'))} left`;
  const standing = textAt(job, 'standing');
  return `${numberAt(job, 'done').toLocaleString('en')}${left}${standing === 'running' ? '' : ` (${standing})`}`;
};

/**
 * Shows the log of a job and how far it is until it ends, from the line after `after` on; answers the exit code: 0 when it finished, 1 when it
 * failed or was cancelled. Whoever stops watching does not stop the job. With `--json` each line is a document of type `line`, the end one
 * of type `job`.
 */
export const watchJob = async (session: Session, api: ApiClient, id: string): Promise<number> => {
  const { out, terminal } = session;
  let after = 0;
  for (;;) {
    // The job before its lines: a line that is written in between is read at the next look, unless this was the last.
    const job = await api.get(jobPath(id));
    const ended =
      textAt(job, 'finishedAt') !== '' || ['finished', 'failed', 'cancelled'].includes(textAt(job, 'state'));
    for (;;) {
      const lines = listAt(await api.get(`${jobPath(id)}/lines`, { after, limit: linesAtOnce }), 'items');
      after = lines.reduce<number>((most, line) => Math.max(most, numberAt(line, 'number')), after);
      if (lines.length > 0)
        await out.lines(
          lines.map((line) =>
            out.json ? JSON.stringify({ type: 'line', ...(line as object) }) : cleanText(lineText(line)),
          ),
        );
      if (lines.length < linesAtOnce) break;
    }
    if (ended) {
      await out.progress.clear();
      const state = textAt(job, 'state');
      if (out.json) await out.lines([JSON.stringify({ type: 'job', ...(job as object) })]);
      else {
        const result = textAt(job, 'failure') || countsText(job);
        await out.note(
          says(
            `The job ${state}: ${result || numberAt(job, 'done')}.`,
            `任务 ${state}：${result || numberAt(job, 'done')}。`,
          ),
        );
      }
      return state === 'finished' ? exitCodes.ok : exitCodes.failed;
    }
    const total = at(job, 'total');
    await out.progress.at(numberAt(job, 'done'), typeof total === 'number' ? total : null, remark(job));
    if (!terminal.signal.aborted) await terminal.pause(everyMs, terminal.signal);
    if (terminal.signal.aborted) {
      await out.note(
        says(`The job goes on; to see it: portico jobs watch ${id}`, `任务仍在继续，查看：portico jobs watch ${id}`),
      );
      return interrupted;
    }
  }
};
