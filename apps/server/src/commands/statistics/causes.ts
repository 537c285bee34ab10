import { defineCommand } from '../../cli/command.ts';
import { onePage } from '../../cli/list-options.ts';
import { integer } from '../../cli/parsing/option.ts';
import { platformArgument } from '../platforms/platform-argument.ts';
import { causeColumns } from './statistics-columns.ts';

export const causes = defineCommand({
  summary: 'Why attempts at a platform failed lately, the most frequent first',
  description: ['Of hours that are over; ids, numbers, times and addresses are masked in a cause.'],
  arguments: [platformArgument],
  options: { days: integer('Of so many days.', { min: 1, max: 90, fallback: 7 }) },
  examples: ['portico statistics causes jinzhi --days 30'],
  run: async ({ args: [platform = ''], options: { days }, session }) => {
    await session.out.list(onePage(await session.api(), '/statistics/causes', { platform, days }), causeColumns);
    return 0;
  },
});
