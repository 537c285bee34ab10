import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { integer, text } from '../../cli/parsing/option.ts';
import { sweepColumns } from './sweep-columns.ts';

export const list = defineCommand({
  summary: 'List sweeps, newest first',
  options: {
    platform: text('Of this platform.', 'code', 'platforms'),
    limit: integer('How many to show at most.', { min: 1, max: 200, fallback: 50 }),
  },
  examples: ['portico sweep list --platform jinzhi'],
  run: async ({ options: { platform, limit }, session }) => {
    await session.out.list(onePage(await session.api(), '/task-center/sweeps', { platform, limit }), sweepColumns);
    return 0;
  },
});
