import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { silenceColumns } from './alert-columns.ts';

export const silences = defineCommand({
  summary: 'List what is kept quiet, by when that ends',
  examples: ['portico alerts silences'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/alerts/silences'), silenceColumns);
    return 0;
  },
});
