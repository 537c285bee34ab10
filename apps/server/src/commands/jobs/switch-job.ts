import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand, type Command } from '../../cli/command.ts';
import { forEachId, idsOf } from '../../cli/each.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { says, type Text } from '../../cli/language.ts';
import { jobPath } from './job-columns.ts';

/** A command that turns a switch of jobs. */
export const jobCommand = (definition: {
  readonly verb: 'pause' | 'resume' | 'cancel';
  readonly summary: string;
  readonly description: string;
  readonly done: Text;
}): Command =>
  defineCommand({
    summary: definition.summary,
    description: [definition.description],
    arguments: [{ name: 'id', help: 'Jobs; - reads them from standard input.', presence: 'many' }],
    // Only what cannot be taken back is asked about.
    options: definition.verb === 'cancel' ? yesOption : {},
    examples: [`portico jobs ${definition.verb} 01JCXYZ${definition.verb === 'cancel' ? ' --yes' : ''}`],
    run: async ({ args, options, session }) => {
      const api = await session.api();
      const yes = definition.verb !== 'cancel' || ('yes' in options && options.yes === true);
      const question = says(`Cancel ${args.join(', ')}?`, `确定取消任务 ${args.join('、')}？`);
      if (!(await confirm(session, yes, question))) return exitCodes.failed;
      return forEachId(idsOf(args, session), session, async (id) => {
        const job = await api.send('POST', `${jobPath(id)}/${definition.verb}`);
        await session.out.doneOne(
          job,
          says(`Job ${id} ${definition.done.en}.`, `任务 ${id} ${definition.done['zh-CN']}。`),
        );
      });
    },
  });
