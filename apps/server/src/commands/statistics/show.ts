import { defineCommand } from '../../cli/command.ts';
import { choice, flag, instant, text } from '../../cli/parsing/option.ts';
import { at, listAt } from '../../cli/read-path.ts';
import { figureColumns } from './statistics-columns.ts';

export const show = defineCommand({
  summary: 'Attempts, success and durations by platform, of the last 24 hours unless told',
  description: ['With --json the document of the API, with every hour or day.'],
  options: {
    platform: text('Of this platform.', 'code', 'platforms'),
    from: instant('From then on.'),
    to: instant('Until then.'),
    step: choice('Default: hour; at most 31 days by the hour, 400 by the day.', ['hour', 'day']),
    periods: flag('A line for every hour or day, not only for the whole.'),
  },
  examples: ['portico statistics show', 'portico statistics show --platform jinzhi --from 30d --step day --periods'],
  run: async ({ options: { periods, ...query }, session: { api, out } }) => {
    const statistics = await (await api()).get('/statistics', query);
    if (out.json) {
      await out.document(statistics);
      return 0;
    }
    const rows = listAt(statistics, 'platforms').flatMap((one) => {
      const platform = at(one, 'platform');
      const figures = periods
        ? listAt(one, 'periods')
        : [{ at: at(statistics, 'from'), ...(at(one, 'total') as object) }];
      return figures.map((figure) => ({ platform, ...(figure as object) }));
    });
    await out.list(
      (async function* () {
        yield rows;
      })(),
      figureColumns,
    );
    return 0;
  },
});
