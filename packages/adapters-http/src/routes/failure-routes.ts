import type { PlatformKind, TaskCenter } from '@portico/core/task-center';
import { ResultAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import {
  failureRef,
  showFailed,
  showFailureGroup,
  showFailureReport,
  shownFailed,
  shownFailureGroup,
  shownFailureReport,
} from '../schemas/failure.ts';
import { cursor, limit, pageOf } from '../schemas/fields.ts';

const decision = z
  .strictObject({
    ...failureRef,
    decision: z.enum(['push-now', 'withdraw', 'agree', 'ignore']),
    trial: z.boolean().default(false).meta({ description: 'Counts only; nothing is changed.' }),
    cursor,
  })
  .meta({ ref: 'FailureDecision' });

/** Failures by their causes, and what people decide about a whole group of them. */
export const addFailureRoutes = (
  { route }: Routes,
  taskCenter: Pick<TaskCenter, 'listFailures' | 'listFailed' | 'decideFailures' | 'listPlatforms' | 'listKinds'>,
): void => {
  const kindsOf = (tenant: string) =>
    taskCenter.listPlatforms(tenant).map((platforms) => {
      const kinds = new Map(taskCenter.listKinds().map((kind) => [kind.kind, kind]));
      return new Map<string, PlatformKind | null>(platforms.map(({ code, kind }) => [code, kinds.get(kind) ?? null]));
    });

  route({
    method: 'get',
    path: '/task-center/failures',
    id: 'listFailures',
    tag: 'todos',
    summary: 'What is parked and what fails, put together by platform, standing and cause',
    description:
      'Ids, numbers, times and addresses are masked in a cause; what was said of one object stands in `words`.',
    scope: 'todos:read',
    status: 200,
    data: pageOf(shownFailureGroup),
    handle: ({ principal: { tenant } }) =>
      ResultAsync.combine([taskCenter.listFailures(tenant), kindsOf(tenant)]).map(([groups, kinds]) => ({
        items: groups.map((group) => showFailureGroup(group, kinds.get(group.platform) ?? null)),
        nextCursor: null,
      })),
  });

  route({
    method: 'get',
    path: '/task-center/failures/objects',
    id: 'listFailed',
    tag: 'todos',
    summary: 'The objects of one group of failures, with their latest attempts',
    scope: 'todos:read',
    query: z.strictObject({ ...failureRef, cause: failureRef.cause.default(''), limit, cursor }),
    status: 200,
    data: pageOf(shownFailed),
    problems: ['NOT_FOUND'],
    handle: ({ principal, query: { platform, standing, cause, limit: wanted, cursor: after } }) =>
      taskCenter
        .listFailed(principal.tenant, { platform, standing, cause }, after ?? null, wanted)
        .map(({ items, nextCursor }) => ({ items: items.map(showFailed), nextCursor })),
  });

  route({
    method: 'post',
    path: '/task-center/failures/decisions',
    id: 'decideFailures',
    tag: 'todos',
    summary: 'Decide about a group of failures',
    description:
      'Works on a bounded number of objects at a time: at most 5,000 with `push-now`, else 200. Send it again with `nextCursor` until that is null. ' +
      'With `trial` nothing is changed, and `matched` says how many objects it would be about.',
    scope: 'todos:write',
    body: jsonBody(decision),
    status: 200,
    data: shownFailureReport,
    problems: ['NOT_FOUND'],
    handle: ({ principal, body: { platform, standing, cause, decision: decided, trial, cursor: after } }) =>
      taskCenter
        .decideFailures(
          principal.tenant,
          { platform, standing, cause },
          decided,
          { trial, cursor: after ?? null },
          principal.name,
        )
        .map(showFailureReport),
  });
};
