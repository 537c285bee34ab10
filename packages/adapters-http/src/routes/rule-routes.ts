import type { Ids } from '@portico/core';
import type { TaskCenter } from '@portico/core/task-center';
import type { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { pageOf } from '../schemas/fields.ts';
import { newRules, showRule, shownRule } from '../schemas/rule.ts';

/** Which platforms get what. */
export const addRuleRoutes = (
  { route }: Routes,
  taskCenter: Pick<TaskCenter, 'listRules' | 'replaceRules'>,
  ids: Ids,
): void => {
  const page = (
    rules: readonly Parameters<typeof showRule>[0][],
  ): { items: z.input<typeof shownRule>[]; nextCursor: null } => ({
    items: rules.map(showRule),
    nextCursor: null,
  });

  route({
    method: 'get',
    path: '/task-center/rules',
    id: 'listRules',
    tag: 'rules',
    summary: 'Routing rules, in order',
    scope: 'platforms:read',
    status: 200,
    data: pageOf(shownRule),
    handle: ({ principal }) => taskCenter.listRules(principal.tenant).map(page),
  });

  route({
    method: 'put',
    path: '/task-center/rules',
    id: 'replaceRules',
    tag: 'rules',
    summary: 'Replace all routing rules and bring every platform into step',
    scope: 'platforms:write',
    body: jsonBody(newRules, { maxBytes: 1024 * 1024 }),
    status: 200,
    data: pageOf(shownRule),
    handle: ({ principal, body }) =>
      taskCenter
        .replaceRules(
          principal.tenant,
          body.rules.map(({ id, ...rule }) => ({ id: id ?? ids.next(), ...rule })),
        )
        .map(page),
  });
};
