import { defineCommand } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { flag } from '../../cli/parsing/option.ts';
import { listAt } from '../../cli/read-path.ts';
import { timelineLines } from './timeline-lines.ts';
import { markColumns, todoFields } from './todo-columns.ts';

export const show = defineCommand({
  summary: 'Show a to-do: how it stands on each platform, and its timeline with every attempt',
  arguments: [{ name: 'id', help: 'Task and assignee: taskId:assigneeId.', presence: 'one' }],
  options: { exchanges: flag('Show the request and the answer of each attempt.', 'x') },
  examples: ['portico todos show T-1:T001', 'portico todos show T-1:T001 --exchanges'],
  run: async ({ args: [id = ''], options, session }) => {
    const { out, language } = session;
    const todo = await (await session.api()).get(`/task-center/todos/${segment(id)}`);
    if (out.json) {
      await out.document(todo);
      return 0;
    }
    const heading = (text: string): readonly string[] => ['', out.paint('strong', text)];
    const timeline = timelineLines(listAt(todo, 'timeline'), out, options.exchanges);
    await out.lines([
      ...out.sheet(todo, todoFields),
      ...heading(says('Platforms', '平台')[language]),
      ...out.table(listAt(todo, 'platforms'), markColumns),
      ...heading(says('Timeline', '时间线')[language]),
      ...timeline,
    ]);
    return 0;
  },
});
