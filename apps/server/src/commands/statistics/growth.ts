import { defineCommand } from '../../cli/command.ts';
import { integer } from '../../cli/parsing/option.ts';
import { at, listAt } from '../../cli/read-path.ts';
import { growthColumns } from './statistics-columns.ts';

export const growth = defineCommand({
  summary: 'How the tables of the installation grow, and where that leads within a week',
  options: { days: integer('Judged by so many days.', { min: 1, max: 400, fallback: 30 }) },
  examples: ['portico statistics growth'],
  run: async ({ options: { days }, session: { api, out } }) => {
    const grown = await (await api()).get('/statistics/growth', { days });
    if (out.json) await out.document(grown);
    else await out.lines(out.table([...listAt(grown, 'tables'), at(grown, 'total')], growthColumns));
    return 0;
  },
});
