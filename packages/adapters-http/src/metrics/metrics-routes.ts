import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@portico/core';
import type { Access } from '@portico/core/access';
import type { TaskCenter } from '@portico/core/task-center';
import type { Hono } from 'hono';
import { answerFailure } from '../api/answer.ts';
import type { HttpEnvironment } from '../api/environment.ts';
import { readLaneMetrics } from './lane-metrics.ts';
import { createProcessMetrics } from './process-metrics.ts';
import { prometheusText, type Metric } from './prometheus-text.ts';
import type { RequestMetrics } from './request-metrics.ts';

const rememberedForMs = 2_000;

const sameText = (a: string, b: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
};

/** `/metrics` for Prometheus; the lanes are two seconds stale at most, so that scraping cannot burden the store. */
export const addMetricsRoute = (
  app: Hono<HttpEnvironment>,
  dependencies: {
    readonly access: Access;
    readonly taskCenter: TaskCenter;
    readonly clock: Clock;
    readonly requests: RequestMetrics;
    readonly token: string | null;
  },
): void => {
  const { access, taskCenter, clock, requests, token } = dependencies;
  const processMetrics = createProcessMetrics();
  let lanes: readonly Metric[] = [];
  let readAt = Number.NEGATIVE_INFINITY;

  app.get('/metrics', async (context) => {
    context.set('route', '/metrics');
    if (token !== null && !sameText(context.req.header('authorization') ?? '', `Bearer ${token}`)) {
      return answerFailure(context, { problem: 'UNAUTHENTICATED' }, clock.now());
    }
    let up = 1;
    if (clock.monotonic() - readAt >= rememberedForMs) {
      readAt = clock.monotonic();
      const read = await readLaneMetrics(access, taskCenter, clock.now());
      up = read.isOk() ? 1 : 0;
      lanes = read.unwrapOr([]);
    }
    const store: Metric = {
      name: 'portico_store_up',
      help: '1 when the store answered this scrape.',
      type: 'gauge',
      samples: [{ value: up }],
    };
    const text = prometheusText([store, ...lanes, ...requests.metrics(), ...processMetrics()]);
    return context.body(text, 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
};
