import { confirm, yesOption } from '../cli/confirm.ts';
import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { says, type Text } from '../cli/language.ts';
import { choice, flag, integer } from '../cli/parsing/option.ts';
import { at, listAt, numberAt, textAt } from '../cli/read-path.ts';
import { column, numberColumn, stateColumn, type Column } from '../cli/show/column.ts';
import { idempotencyOption } from './idempotency-option.ts';
import { watchJob } from './jobs/watch-job.ts';
import { todoFilter, todoFilters } from './todo-filters.ts';

const markColumns: readonly Column[] = [
  column(says('PLATFORM', '平台'), 'platform'),
  stateColumn(says('SYNC', '同步'), 'sync'),
  numberColumn(says('COUNT', '数量'), 'count'),
];

const foundText = (preview: unknown): Text => {
  const todos = numberAt(preview, 'todos');
  const objects = numberAt(preview, 'objects');
  return at(preview, 'more') === true
    ? says(
        `At least ${todos} to-dos, at least ${objects} objects of platforms`,
        `至少 ${todos} 个待办，至少 ${objects} 个平台对象`,
      )
    : says(`${todos} to-dos, ${objects} objects of platforms`, `${todos} 个待办，${objects} 个平台对象`);
};

export const repush = defineCommand({
  summary: 'Push to-dos again',
  description: [
    'Counts first what it is about, asks, and then does it as a job, which is followed to its end; Ctrl-C stops following, not the job. What somebody decided by hand is left as it is. Without filters it is about every to-do on every enabled platform.',
  ],
  options: {
    ...todoFilters,
    mode: choice(
      'behind: what does not agree, also what was given up. all: also what agrees, once more. Default: behind.',
      ['behind', 'all'],
    ),
    'per-second': integer('To-dos a second.', { min: 1, max: 500, fallback: 50 }),
    'dry-run': flag('Only count.'),
    detach: flag('Begin, say the id of the job, and do not follow it.'),
    ...yesOption,
    ...idempotencyOption,
  },
  examples: [
    'portico repush --platform jinzhi --from 7d --dry-run',
    'portico repush --platform jinzhi --instance-status completed --mode all --per-second 20',
    'portico repush --sync exhausted --yes --detach',
  ],
  run: async ({ options, session }) => {
    const { out } = session;
    const api = await session.api();
    const about = { filter: todoFilter(options), mode: options.mode ?? 'behind' };
    const preview = await api.send('POST', '/task-center/repush/preview', about, { repeatable: true });
    const found = foundText(preview);
    if (options['dry-run']) {
      await out.done(preview, says(`${found.en} would be looked at again.`, `将重新推送：${found['zh-CN']}。`));
      if (!out.json && !out.quiet) await out.lines(out.table(listAt(preview, 'marks'), markColumns));
      return exitCodes.ok;
    }
    if (numberAt(preview, 'objects') === 0) {
      await out.done(preview, says('There is nothing to push again.', '没有需要重新推送的内容。'));
      return exitCodes.ok;
    }
    const question = says(
      `Push again (${about.mode}): ${found.en}, ${options['per-second']} to-dos a second?`,
      `确定重新推送（${about.mode}）：${found['zh-CN']}，每秒 ${options['per-second']} 个待办？`,
    );
    if (!(await confirm(session, options.yes, question))) return exitCodes.failed;
    const job = await api.send(
      'POST',
      '/task-center/repush',
      { ...about, perSecond: options['per-second'] },
      { idempotencyKey: options['idempotency-key'] },
    );
    const id = textAt(job, 'id');
    if (options.detach) {
      await out.done(
        job,
        says(
          `Job ${id} has begun; to see it: portico jobs watch ${id}`,
          `任务 ${id} 已开始，查看：portico jobs watch ${id}`,
        ),
      );
      return exitCodes.ok;
    }
    await out.note(says(`Job ${id} has begun.`, `任务 ${id} 已开始。`));
    return watchJob(session, api, id);
  },
});
