import type { Alerts } from '@portico/core/alerts';
import { z } from 'zod';
import { jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { toFailure } from '../problems/failure.ts';
import {
  alertId,
  alertSilencing,
  newSilence,
  ruleId,
  ruleSilencing,
  showAlert,
  shownAlert,
  shownPeriod,
  shownSilence,
  showPeriod,
  showSilence,
} from '../schemas/alert.ts';
import { cursor, limit, pageOf, plainText } from '../schemas/fields.ts';
import { readInstant } from './read-instants.ts';

const params = z.object({ id: alertId });

/** What fires, what fired, and what is kept quiet. */
export const addAlertRoutes = ({ route }: Routes, alerts: Alerts): void => {
  route({
    method: 'get',
    path: '/alerts',
    id: 'listAlerts',
    tag: 'alerts',
    summary: 'What fires, and what may soon',
    scope: 'alerts:read',
    query: z.strictObject({ phase: z.enum(['pending', 'firing']).optional() }),
    status: 200,
    data: pageOf(shownAlert),
    handle: ({ principal, query: { phase } }) =>
      alerts.list(principal.tenant).map((all) => ({
        items: all.filter(({ state }) => phase === undefined || state.phase === phase).map(showAlert),
        nextCursor: null,
      })),
  });

  route({
    method: 'get',
    path: '/alerts/history',
    id: 'listAlertHistory',
    tag: 'alerts',
    summary: 'Every period in which a rule fired, newest first',
    scope: 'alerts:read',
    query: z.strictObject({
      rule: ruleId.optional(),
      subject: plainText(512).optional(),
      firing: z.enum(['true', 'false']).optional(),
      limit,
      cursor,
    }),
    status: 200,
    data: pageOf(shownPeriod),
    handle: ({ principal, query }) =>
      alerts
        .history(
          principal.tenant,
          {
            rule: query.rule ?? null,
            subject: query.subject ?? null,
            firing: query.firing === undefined ? null : query.firing === 'true',
          },
          query.cursor ?? null,
          query.limit,
        )
        .map(({ items, nextCursor }) => ({ items: items.map(showPeriod), nextCursor })),
  });

  route({
    method: 'get',
    path: '/alerts/silences',
    id: 'listAlertSilences',
    tag: 'alerts',
    summary: 'What is kept quiet, by when that ends',
    scope: 'alerts:read',
    status: 200,
    data: pageOf(shownSilence),
    handle: ({ principal }) =>
      alerts.listSilences(principal.tenant).map((all) => ({ items: all.map(showSilence), nextCursor: null })),
  });

  route({
    method: 'post',
    path: '/alerts/silences',
    id: 'createAlertSilence',
    tag: 'alerts',
    summary: 'Keep a rule, a subject, or both quiet until then',
    scope: 'alerts:write',
    body: jsonBody(newSilence),
    creates: true,
    status: 201,
    data: shownSilence,
    problems: ['NOT_FOUND'],
    handle: (request) =>
      readInstant(request.body.until, '/until', request).asyncAndThen((until) => {
        const { rule, subject, reason } = request.body;
        return alerts
          .silence(request.principal.tenant, { rule, subject, until: until ?? 0, reason }, request.principal.name)
          .map(showSilence)
          .mapErr(toFailure);
      }),
  });

  route({
    method: 'delete',
    path: '/alerts/silences/:id',
    id: 'removeAlertSilence',
    tag: 'alerts',
    summary: 'Lift a silence; what still fires is told then',
    scope: 'alerts:write',
    params,
    status: 200,
    data: z.object({ id: z.string() }),
    problems: ['NOT_FOUND'],
    handle: ({ principal, params: { id } }) => alerts.removeSilence(principal.tenant, id).map(() => ({ id })),
  });

  route({
    method: 'post',
    path: '/alerts/rules/:id/silence',
    id: 'silenceAlertRule',
    tag: 'alerts',
    summary: 'Keep a rule quiet until then',
    scope: 'alerts:write',
    params,
    body: jsonBody(ruleSilencing),
    creates: true,
    status: 201,
    data: shownSilence,
    problems: ['NOT_FOUND'],
    handle: (request) =>
      readInstant(request.body.until, '/until', request).asyncAndThen((until) => {
        const { subject, reason } = request.body;
        const rule = request.params.id;
        return alerts
          .silence(request.principal.tenant, { rule, subject, until: until ?? 0, reason }, request.principal.name)
          .map(showSilence)
          .mapErr(toFailure);
      }),
  });

  route({
    method: 'post',
    path: '/alerts/:id/silence',
    id: 'silenceAlert',
    tag: 'alerts',
    summary: 'Keep the subject of an alert quiet until then, for the rule that fired',
    scope: 'alerts:write',
    params,
    body: jsonBody(alertSilencing),
    creates: true,
    status: 201,
    data: shownSilence,
    problems: ['NOT_FOUND'],
    handle: (request) =>
      readInstant(request.body.until, '/until', request).asyncAndThen((until) =>
        alerts
          .silenceAlert(
            request.principal.tenant,
            request.params.id,
            { until: until ?? 0, reason: request.body.reason },
            request.principal.name,
          )
          .map(showSilence)
          .mapErr(toFailure),
      ),
  });
};
