import { createProcessMetrics, prometheusText, type Metric } from '@portico/adapters-http/metrics';
import { within, type Check } from './check.ts';

const patienceMs = 3_000;

export interface HealthAppDependencies {
  /** Rejecting, or not answering within three seconds, counts as not ready. */
  readonly checks: () => Promise<readonly Check[]>;
  readonly metrics: () => Promise<readonly Metric[]>;
}

const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, ...(status === 503 ? { headers: { 'Retry-After': '1' } } : {}) });

/**
 * `/livez`: the process answers. `/readyz`: it can do its part; what hinders it is named. `/metrics`: numbers for Prometheus. For
 * those who run it: nothing here asks for a key.
 */
export const createHealthApp = ({
  checks,
  metrics,
}: HealthAppDependencies): ((request: Request) => Promise<Response>) => {
  const processMetrics = createProcessMetrics();
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { status: 'method not allowed' });
    switch (new URL(request.url).pathname) {
      case '/livez':
        return json(200, { status: 'ok' });
      case '/readyz': {
        const late = [{ name: 'readiness', ok: false, detail: 'no answer in time' }];
        const found = await within(patienceMs, checks(), late);
        const ready = found.every(({ ok }) => ok);
        return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks: found });
      }
      case '/metrics':
        return new Response(prometheusText([...(await within(patienceMs, metrics(), [])), ...processMetrics()]), {
          headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
        });
      default:
        return json(404, { status: 'not found' });
    }
  };
};
