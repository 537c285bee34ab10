import type { Clock } from '@portico/core';
import type { Hono } from 'hono';
import type { Readiness } from './dependencies.ts';
import type { HttpEnvironment } from './environment.ts';

const patienceMs = 2_000;

/** `/healthz`: the process answers. `/readyz`: it can serve; what hinders it is named. */
export const addHealthRoutes = (
  app: Hono<HttpEnvironment>,
  readiness: () => Promise<Readiness>,
  clock: Clock,
): void => {
  app.get('/healthz', (context) => {
    context.set('route', '/healthz');
    return context.json({ status: 'ok' });
  });

  const ask = async (): Promise<Readiness> => {
    let cancel = (): void => undefined;
    const late = new Promise<Readiness>((resolve) => {
      cancel = clock.timer(patienceMs, () =>
        resolve({ checks: [{ name: 'readiness', ok: false, detail: 'no answer in time' }] }),
      );
    });
    try {
      return await Promise.race([readiness(), late]);
    } catch {
      // What went wrong is the log's, not the public's.
      return { checks: [{ name: 'readiness', ok: false, detail: 'failed' }] };
    } finally {
      cancel();
    }
  };

  app.get('/readyz', async (context) => {
    context.set('route', '/readyz');
    const { checks } = await ask();
    const ready = checks.every(({ ok }) => ok);
    return context.json(
      { status: ready ? 'ready' : 'not ready', checks },
      ready ? 200 : 503,
      ready ? {} : { 'Retry-After': '1' },
    );
  });
};
