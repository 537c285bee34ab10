import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { ruleColumns } from './alert-columns.ts';

export const rules = defineCommand({
  summary: 'List the rules that say when somebody is told',
  examples: ['portico alerts rules'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/alerts/rules'), ruleColumns);
    return 0;
  },
});
