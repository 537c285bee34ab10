import type { Argument } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { at, numberAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { spanText } from '../../cli/show/local-time.ts';

/** Where a job is in the API. */
export const jobPath = (id: string): string => `/jobs/${segment(id)}`;

export const jobArgument: Argument = { name: 'id', help: 'The job.', presence: 'one' };

/** `120 of 500`, as far as known. */
export const doneText = (job: unknown): string => {
  const total = at(job, 'total');
  return `${numberAt(job, 'done')}${typeof total === 'number' ? ` of ${total}` : ''}`;
};

/** `pushed 12, skipped 3`: what came of it. */
export const countsText = (job: unknown): string =>
  Object.entries((at(job, 'counts') ?? {}) as object)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ');

const left = (job: unknown): string =>
  textAt(job, 'remainingMs') === '' ? '' : spanText(numberAt(job, 'remainingMs'));

export const jobColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('KIND', '类型'), 'kind'),
  column(says('SUBJECT', '对象'), 'subject'),
  stateColumn(says('STATE', '状态'), 'standing'),
  column(says('DONE', '进度'), doneText, { align: 'right' }),
  column(says('LEFT', '剩余'), left, { align: 'right', spare: true }),
  timeColumn(says('STARTED', '开始'), 'startedAt'),
  timeColumn(says('FINISHED', '结束'), 'finishedAt', { spare: true }),
  longColumn(says('RESULT', '结果'), (job) => textAt(job, 'failure') || countsText(job)),
];

export const jobFields: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('Kind', '类型'), 'kind'),
  column(says('Subject', '对象'), 'subject'),
  stateColumn(says('State', '状态'), 'standing'),
  timeColumn(says('Goes on at', '继续时间'), 'resumesAt'),
  column(says('Done', '进度'), doneText),
  column(says('A second', '每秒'), 'perSecond'),
  column(says('Left', '剩余'), left),
  column(says('Results', '结果'), countsText),
  column(says('Failure', '失败原因'), 'failure'),
  column(says('Reason', '起因'), 'reason'),
  column(says('By', '发起人'), 'by'),
  column(says('Input', '输入'), 'input'),
  column(says('Interruptions', '中断次数'), 'interruptions'),
  timeColumn(says('Started', '开始时间'), 'startedAt'),
  timeColumn(says('Sign of life', '最近心跳'), 'beatAt'),
  timeColumn(says('Finished', '结束时间'), 'finishedAt'),
];

export const lineColumns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  column(says('LEVEL', '级别'), 'level', {
    tone: (text) => (text === 'error' ? 'bad' : text === 'warning' ? 'wait' : 'dim'),
  }),
  longColumn(says('TEXT', '内容'), 'text'),
];
