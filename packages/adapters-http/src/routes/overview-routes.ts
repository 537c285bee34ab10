import type { Clock } from '@portico/core';
import type { TaskCenter } from '@portico/core/task-center';
import type { Routes } from '../api/route.ts';
import { showOverview, shownOverview } from '../schemas/overview.ts';

/** Everything at a glance. */
export const addOverviewRoutes = ({ route }: Routes, taskCenter: Pick<TaskCenter, 'overview'>, clock: Clock): void => {
  route({
    method: 'get',
    path: '/overview',
    id: 'showOverview',
    tag: 'overview',
    summary: 'To-dos, lanes, mirrors, and what fails and why',
    scope: 'lanes:read',
    status: 200,
    data: shownOverview,
    handle: ({ principal }) =>
      taskCenter.overview(principal.tenant).map((overview) => showOverview(overview, clock.now())),
  });
};
