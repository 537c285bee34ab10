import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { ruleColumns } from './rule-columns.ts';

export const list = defineCommand({
  summary: 'List the rules that say which platform gets what, in order',
  examples: ['portico rules list', 'portico rules list --json > rules.ndjson'],
  run: async ({ session }) => {
    await session.out.list(onePage(await session.api(), '/task-center/rules'), ruleColumns);
    return 0;
  },
});
