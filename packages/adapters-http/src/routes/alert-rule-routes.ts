import type { AlertRule, Alerts } from '@portico/core/alerts';
import { errAsync } from 'neverthrow';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import { readIfMatch } from '../api/if-match.ts';
import type { ApiRequest, Routes } from '../api/route.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { alertRuleChange, newAlertRule, ruleId, showRule, shownRule, toRuleDraft } from '../schemas/alert.ts';
import { pageOf } from '../schemas/fields.ts';

const params = z.object({ id: ruleId });

/** When somebody is told, of what. */
export const addAlertRuleRoutes = ({ route }: Routes, alerts: Alerts): void => {
  const showWithTag =
    (request: Pick<ApiRequest<unknown, unknown, unknown>, 'setHeader'>) =>
    (rule: AlertRule): z.input<typeof shownRule> => {
      request.setHeader('ETag', `"${rule.revision}"`);
      return showRule(rule);
    };

  route({
    method: 'get',
    path: '/alerts/rules',
    id: 'listAlertRules',
    tag: 'alerts',
    summary: 'Rules, by id',
    scope: 'alerts:read',
    status: 200,
    data: pageOf(shownRule),
    handle: ({ principal }) =>
      alerts.listRules(principal.tenant).map((rules) => ({ items: rules.map(showRule), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/alerts/rules',
    id: 'createAlertRule',
    tag: 'alerts',
    summary: 'Have somebody told of something',
    scope: 'alerts:write',
    body: jsonBody(newAlertRule),
    creates: true,
    status: 201,
    data: shownRule,
    problems: ['CONFLICT'],
    handle: (request) =>
      alerts.createRule(request.principal.tenant, toRuleDraft(request.body)).map((rule) => {
        request.setHeader('Location', `/api/v1/alerts/rules/${rule.id}`);
        return showWithTag(request)(rule);
      }),
  });

  route({
    method: 'patch',
    path: '/alerts/rules/:id',
    id: 'changeAlertRule',
    tag: 'alerts',
    summary: 'Change a rule; what is absent stays',
    description:
      'With `If-Match` (the revision that `ETag` gave) a change by somebody else meanwhile is answered with 412. Disabling a rule ends what fires for it.',
    scope: 'alerts:write',
    params,
    body: jsonBody(alertRuleChange),
    status: 200,
    data: shownRule,
    problems: ['NOT_FOUND', 'CONFLICT', 'PRECONDITION_FAILED'],
    handle: (request) => {
      const { principal, params: at, body, language } = request;
      const revision = readIfMatch(request.header('if-match'), language);
      if (revision.isErr()) return errAsync(revision.error);
      return alerts
        .changeRule(principal.tenant, at.id, toRuleDraft(body), revision.value)
        .map(showWithTag(request))
        .mapErr((failure): Failure =>
          failure.code === 'CONFLICT' && revision.value !== null
            ? { problem: 'PRECONDITION_FAILED' }
            : toFailure(failure),
        );
    },
  });

  route({
    method: 'delete',
    path: '/alerts/rules/:id',
    id: 'removeAlertRule',
    tag: 'alerts',
    summary: 'Remove a rule; what fires for it ends',
    scope: 'alerts:write',
    params,
    status: 200,
    data: z.object({ id: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) => alerts.removeRule(principal.tenant, id).map(() => ({ id })),
  });
};
