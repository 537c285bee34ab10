import { setTimeout as pause } from 'node:timers/promises';
import {
  createContainer,
  createVitals,
  createWork,
  startInbox,
  tokens,
  type Opened,
  type Vitals,
} from '@portico/composition';
import type { WorkLog } from '@portico/core/work';
import type { WorkerConfiguration } from '../configuration/configuration.ts';

/** A worker at work. */
export interface Working extends Pick<Vitals, 'checks' | 'metrics'> {
  stop(boundMs: number): Promise<void>;
}

const tryAgainMs = 1_000;

/** Begins the work over what was opened, as soon as the store lets it; null when `told` to stop before. */
export const work = async (
  opened: Opened & { readonly configuration: WorkerConfiguration },
  log: WorkLog,
  told: AbortSignal,
): Promise<Working | null> => {
  const { configuration, database, broker, limits } = opened;
  const container = createContainer(opened);
  const application = container.get(tokens.application);
  const begun = createWork(application, log, { lanes: configuration.lanes, exclusive: false });
  for (;;) {
    if (told.aborted) return null;
    // A worker may well be there before the first server: what engines publish needs a tenant to go to.
    const began = await application.access.ensureDefaultTenant(configuration.timezone).andThen(() => begun.begin());
    if (began.isOk()) break;
    log('error', 'The work cannot begin yet; it is tried again until it can.', { reason: began.error.message });
    await pause(tryAgainMs, undefined, { signal: told }).catch(() => undefined);
  }
  const tracer = container.get(tokens.tracer);
  const inbox = broker !== null && configuration.inbox ? startInbox(broker, application, database, log, tracer) : null;
  const vitals = createVitals({ container, database, worker: begun.worker, broker, limits, inbox });
  return {
    checks: vitals.checks,
    metrics: vitals.metrics,
    stop: async (boundMs) => {
      await Promise.all([inbox?.stop(boundMs), begun.stop(boundMs)]);
      vitals.stop();
    },
  };
};
