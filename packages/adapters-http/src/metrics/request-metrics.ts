import type { Metric, Sample } from './prometheus-text.ts';

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Series {
  readonly method: string;
  readonly route: string;
  readonly byStatus: Map<number, number>;
  readonly buckets: number[];
  seconds: number;
  count: number;
}

/** Counts requests by method, route and status. Routes are patterns, so that the series are as many as the routes. */
export interface RequestMetrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  metrics(): readonly Metric[];
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export const createRequestMetrics = (): RequestMetrics => {
  const series = new Map<string, Series>();
  return {
    observe(given, route, status, seconds) {
      // Anybody can make up a method.
      const method = methods.has(given) ? given : 'OTHER';
      const name = `${method} ${route}`;
      let one = series.get(name);
      if (one === undefined) {
        one = { method, route, byStatus: new Map(), buckets: bounds.map(() => 0), seconds: 0, count: 0 };
        series.set(name, one);
      }
      one.byStatus.set(status, (one.byStatus.get(status) ?? 0) + 1);
      one.seconds += seconds;
      one.count += 1;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) one.buckets[bucket] = (one.buckets[bucket] ?? 0) + 1;
    },
    metrics() {
      const requests: Sample[] = [];
      const durations: Sample[] = [];
      for (const { method, route, byStatus, buckets, seconds, count } of series.values()) {
        for (const [status, value] of byStatus)
          requests.push({ labels: { method, route, status: String(status) }, value });
        let below = 0;
        for (const [index, bound] of bounds.entries()) {
          below += buckets[index] ?? 0;
          durations.push({ suffix: '_bucket', labels: { method, route, le: String(bound) }, value: below });
        }
        durations.push({ suffix: '_bucket', labels: { method, route, le: '+Inf' }, value: count });
        durations.push({ suffix: '_sum', labels: { method, route }, value: seconds });
        durations.push({ suffix: '_count', labels: { method, route }, value: count });
      }
      return [
        {
          name: 'portico_http_requests_total',
          help: 'Requests by method, route and status.',
          type: 'counter',
          samples: requests,
        },
        {
          name: 'portico_http_request_duration_seconds',
          help: 'Time to answer.',
          type: 'histogram',
          samples: durations,
        },
      ];
    },
  };
};
