import type { TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { apiPaths, pages } from '../addresses.ts';
import type { ConsoleRoutes } from '../console-routes.ts';
import { curl } from '../curl.ts';
import { field } from '../form.ts';
import { overviewPage } from '../pages/overview.ts';
import type { SampleCommand } from '../sample-command.ts';

/** The overview and the lanes' switches. */
export const addOverviewRoutes = (
  routes: ConsoleRoutes,
  taskCenter: Pick<TaskCenter, 'overview' | 'attention' | 'listPlatforms' | 'setLanePaused' | 'reopenLane'>,
  sample: SampleCommand,
): void => {
  routes.page(pages.overview, 'lanes:read', async (visit) => {
    const { tenant } = visit.visitor;
    const found = await ResultAsync.combine([
      taskCenter.overview(tenant),
      taskCenter.listPlatforms(tenant),
      taskCenter.attention(tenant),
    ]);
    if (found.isErr()) return visit.fail(found.error);
    const [overview, platforms, attention] = found.value;
    const command = curl(visit.view, { method: 'POST', path: apiPaths.events, body: sample(visit.view) });
    return visit.show(
      visit.view.texts.overview.title,
      overviewPage(visit.view, { overview, platforms, attention, command }),
    );
  });

  const actions = [
    ['pause', 'lane-paused', (tenant: string, lane: string) => taskCenter.setLanePaused(tenant, lane, true)],
    ['resume', 'lane-resumed', (tenant: string, lane: string) => taskCenter.setLanePaused(tenant, lane, false)],
    ['reopen', 'lane-reopened', (tenant: string, lane: string) => taskCenter.reopenLane(tenant, lane)],
  ] as const;
  for (const [action, notice, act] of actions) {
    routes.form(pages.lane(action), 'lanes:write', async (visit, form) => {
      const acted = await act(visit.visitor.tenant, field(form, 'lane').slice(0, 255));
      return acted.isErr() ? visit.fail(acted.error) : visit.goTo(field(form, 'next'), notice);
    });
  }
};
