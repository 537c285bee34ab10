import type { Statistics } from '@portico/core/statistics';
import type { TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { pages } from '../addresses.ts';
import type { ConsoleRoutes, SignedInVisit } from '../console-routes.ts';
import { statisticsPage } from '../pages/statistics.ts';
import { growthCsv, statisticsCsv } from '../statistics-csv.ts';
import { readStatisticsQuery } from '../statistics-query.ts';
import { platformNames } from './todo-routes.ts';

const growthDays = 60;

const download = ({ context }: SignedInVisit, name: string, body: string): Response => {
  context.header('Content-Type', 'text/csv; charset=utf-8');
  context.header('Content-Disposition', `attachment; filename="${name}"`);
  context.header('Cache-Control', 'no-store');
  return context.body(body);
};

/** Volume, success, durations and growth: as a page, and for spreadsheets. */
export const addStatisticsRoutes = (
  routes: ConsoleRoutes,
  statistics: Pick<Statistics, 'show' | 'growth'>,
  taskCenter: Pick<TaskCenter, 'listPlatforms'>,
): void => {
  routes.page(pages.statistics, 'lanes:read', async (visit) => {
    const { tenant } = visit.visitor;
    const { range, query } = readStatisticsQuery(visit.search, visit.view.now, visit.view.timezone);
    const found = await ResultAsync.combine([
      statistics.show(tenant, query),
      statistics.growth(growthDays),
      taskCenter.listPlatforms(tenant),
    ]);
    if (found.isErr()) return visit.fail(found.error);
    const [shown, growth, platforms] = found.value;
    return visit.show(
      visit.view.texts.statistics.title,
      statisticsPage(visit.view, { shown, growth, range, only: query.platform, names: platformNames(platforms) }),
    );
  });

  routes.page(pages.statisticsCsv, 'lanes:read', async (visit) => {
    const { range, query } = readStatisticsQuery(visit.search, visit.view.now, visit.view.timezone);
    const shown = await statistics.show(visit.visitor.tenant, query);
    return shown.isErr()
      ? visit.fail(shown.error)
      : download(visit, `portico-${query.platform ?? 'all'}-${range}.csv`, statisticsCsv(shown.value));
  });

  routes.page(pages.growthCsv, 'lanes:read', async (visit) => {
    const growth = await statistics.growth(400);
    return growth.isErr() ? visit.fail(growth.error) : download(visit, 'portico-growth.csv', growthCsv(growth.value));
  });
};
