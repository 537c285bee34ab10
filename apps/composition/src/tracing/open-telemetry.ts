import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { WorkLog } from '@portico/core/work';
import type { TracesConfiguration } from '../configuration/traces-configuration.ts';
import { createOpenTelemetryTracer } from './open-telemetry-tracer.ts';
import type { Service, Tracing } from './open-tracing.ts';
import { createQuietExporter } from './quiet-exporter.ts';
import { createSampler } from './sampler.ts';

/** Spans that wait for the exporter at most; more are dropped. */
const mostWaiting = 8_192;
const sendEveryMs = 1_000;

/** Starts to send traces as OTLP over HTTP. A collector that is away slows nothing: spans wait in a bounded queue, and drop. */
export const openTelemetry = (traces: TracesConfiguration, service: Service, log: WorkLog): Tracing => {
  const own = resourceFromAttributes({ 'service.name': service.name, 'service.version': service.version });
  const provider = new TracerProvider({
    // What the variables say goes over what we say.
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: createSampler(traces),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: createQuietExporter(new OTLPTraceExporter(), log, () => performance.now()),
        maxQueueSize: mostWaiting,
        scheduledDelayMillis: sendEveryMs,
      }),
    ],
  });
  return {
    tracer: createOpenTelemetryTracer(provider.getTracer('portico', service.version)),
    close: async (withinMs) => {
      let late: NodeJS.Timeout | undefined;
      const bound = new Promise<void>((resolve) => void (late = setTimeout(resolve, withinMs)));
      await Promise.race([bound, provider.shutdown().catch(() => undefined)]);
      clearTimeout(late);
    },
  };
};
