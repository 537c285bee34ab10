import type { Clock } from '@portico/core';
import type { TaskCenter } from '@portico/core/task-center';
import { z } from 'zod';
import type { Routes } from '../api/route.ts';
import { pageOf, plainText } from '../schemas/fields.ts';
import { showLane, shownLane } from '../schemas/lane.ts';

/** A lane's name is its family and the rest, with a slash between them, as in the path. */
const params = z.object({ family: plainText(64), name: plainText(128) });

/** Lanes and their switches. */
export const addLaneRoutes = (
  { route }: Routes,
  taskCenter: Pick<TaskCenter, 'listLanes' | 'setLanePaused' | 'reopenLane'>,
  clock: Clock,
): void => {
  route({
    method: 'get',
    path: '/lanes',
    id: 'listLanes',
    tag: 'lanes',
    summary: 'Lanes: depth, oldest, breaker, rate and recent outcomes',
    scope: 'lanes:read',
    status: 200,
    data: pageOf(shownLane),
    handle: ({ principal }) =>
      taskCenter
        .listLanes(principal.tenant)
        .map((lanes) => ({ items: lanes.map((lane) => showLane(lane, clock.now())), nextCursor: null })),
  });

  const actions = [
    ['pause', 'Pause a lane', (tenant: string, lane: string) => taskCenter.setLanePaused(tenant, lane, true)],
    ['resume', 'Resume a lane', (tenant: string, lane: string) => taskCenter.setLanePaused(tenant, lane, false)],
    [
      'reopen',
      'Open a lane that throttling, breaker or credentials closed',
      (tenant: string, lane: string) => taskCenter.reopenLane(tenant, lane),
    ],
  ] as const;
  for (const [action, summary, act] of actions) {
    route({
      method: 'post',
      path: `/lanes/:family/:name/${action}`,
      id: `${action}Lane`,
      tag: 'lanes',
      summary,
      scope: 'lanes:write',
      params,
      status: 200,
      data: shownLane,
      problems: ['NOT_FOUND'],
      handle: ({ principal, params: { family, name } }) =>
        act(principal.tenant, `${family}/${name}`).map((lane) => showLane(lane, clock.now())),
    });
  }
};
