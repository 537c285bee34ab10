import type { TaskCenter } from '@portico/core/task-center';
import type { Routes } from '../api/route.ts';
import { showAttention, shownAttention } from '../schemas/attention.ts';
import { pageOf } from '../schemas/fields.ts';

/** What somebody should look at. */
export const addAttentionRoutes = ({ route }: Routes, taskCenter: Pick<TaskCenter, 'attention'>): void => {
  route({
    method: 'get',
    path: '/attention',
    id: 'listAttention',
    tag: 'overview',
    summary: 'What a person should look at, the most urgent first; empty when all is well',
    scope: 'lanes:read',
    status: 200,
    data: pageOf(shownAttention),
    handle: ({ principal }) =>
      taskCenter.attention(principal.tenant).map((items) => ({ items: items.map(showAttention), nextCursor: null })),
  });
};
