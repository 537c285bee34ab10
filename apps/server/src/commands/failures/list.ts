import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { groupColumns } from './failure-columns.ts';

export const list = defineCommand({
  summary: 'List what is parked and what fails, put together by platform, standing and cause',
  examples: [
    'portico failures list',
    "portico failures list --json | jq -r '[.platform, .standing, .count, .cause] | @tsv'",
  ],
  run: async ({ session }) => {
    const groups = onePage(await session.api(), '/task-center/failures');
    await session.out.list(groups, groupColumns(session.language));
    return 0;
  },
});
