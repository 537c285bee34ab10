import { defineCommand, type Command } from '../../cli/command.ts';
import { forEachId, idsOf } from '../../cli/each.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says, type Text } from '../../cli/language.ts';
import { text } from '../../cli/parsing/option.ts';
import { numberAt } from '../../cli/read-path.ts';

/** A command that decides by hand what becomes of to-dos. */
export const decideCommand = (definition: {
  readonly verb: string;
  readonly decision: 'push-now' | 'withdraw' | 'agree' | 'ignore' | 'restore';
  readonly summary: string;
  readonly description: string;
  readonly done: Text;
}): Command =>
  defineCommand({
    summary: definition.summary,
    description: [
      definition.description,
      'A decision is about the object on the platform: where one object stands for a whole task or instance, other assignees see its effect too.',
    ],
    arguments: [{ name: 'id', help: 'To-dos, taskId:assigneeId; - reads them from standard input.', presence: 'many' }],
    options: {
      platform: text('On this platform only. Default: every platform that has it or should.', 'code', 'platforms'),
    },
    examples: [
      `portico todos ${definition.verb} T-1:T001 --platform jinzhi`,
      `portico todos list --sync failing --all --json | portico todos ${definition.verb} -`,
    ],
    run: async ({ args, options: { platform }, session }) => {
      const api = await session.api();
      return forEachId(idsOf(args, session), session, async (id) => {
        const body = { decision: definition.decision, platform };
        const decided = await api.send('POST', `/task-center/todos/${segment(id)}/decisions`, body);
        const count = numberAt(decided, 'decided');
        await session.out.doneOne(
          { id, decided: count },
          says(
            `${id}: ${definition.done.en} on ${count} platform(s).`,
            `${id}：${definition.done['zh-CN']}，涉及 ${count} 个平台。`,
          ),
        );
      });
    },
  });
