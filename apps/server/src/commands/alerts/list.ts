import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { choice } from '../../cli/parsing/option.ts';
import { alertColumns } from './alert-columns.ts';

export const list = defineCommand({
  summary: 'List alerts that fire, and what may soon',
  options: { phase: choice('Only those that fire, or that may soon.', ['firing', 'pending']) },
  examples: ['portico alerts list --phase firing'],
  run: async ({ options: { phase }, session }) => {
    await session.out.list(onePage(await session.api(), '/alerts', { phase }), alertColumns);
    return 0;
  },
});
