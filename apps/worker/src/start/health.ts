import { createHealthApp, type Check, type HealthAppDependencies } from '@portico/composition';

/** What the worker's health port says; it answers from the start, long before there is a worker. */
export interface Health {
  fetch(request: Request): Promise<Response>;
  /** From now on these are asked. */
  show(dependencies: HealthAppDependencies): void;
  stopping(): void;
}

const only = (check: Check): HealthAppDependencies => ({ checks: async () => [check], metrics: async () => [] });
const waiting = only({ name: 'store', ok: false, detail: 'waiting for it' });

export const createHealth = (): Health => {
  let shown = waiting;
  let ending = false;
  const app = createHealthApp({
    checks: async () => [
      ...(ending ? [{ name: 'worker', ok: false, detail: 'stopping' }] : []),
      ...(await shown.checks()),
    ],
    metrics: () => shown.metrics(),
  });
  return {
    fetch: app,
    show: (dependencies) => void (shown = dependencies),
    stopping: () => void (ending = true),
  };
};
