import type { Tracer } from '@portico/core';
import type { WorkLog } from '@portico/core/work';
import type { Configuration } from '../configuration/configuration.ts';

/** How a process is called where its traces are looked at, unless `OTEL_SERVICE_NAME` says otherwise. */
export interface Service {
  readonly name: string;
  readonly version: string;
}

/** Traces that are being sent. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what waits, and ends; gives up after `withinMs`. Never rejects. */
  close(withinMs: number): Promise<void>;
}

/** Traces where they are configured, else null. The collector need not be there. */
export const openTracing = async (
  { traces }: Pick<Configuration, 'traces'>,
  service: Service,
  log: WorkLog,
): Promise<Tracing | null> => {
  if (traces === null) return null;
  // Loaded where it is configured only: nobody else pays for it at the start.
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(traces, service, log);
};
