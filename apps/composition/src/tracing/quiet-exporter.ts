import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { WorkLog } from '@portico/core/work';

const sayEveryMs = 60_000;

/** An exporter that says, once a minute at most, that spans were lost. */
export const createQuietExporter = (exporter: SpanExporter, log: WorkLog, now: () => number): SpanExporter => {
  let lost = 0;
  let saidAt = -Infinity;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined) {
          lost += spans.length;
          if (now() - saidAt >= sayEveryMs) {
            saidAt = now();
            log('error', 'Traces cannot be delivered; they are dropped.', {
              spans: lost,
              reason: result.error.message,
            });
            lost = 0;
          }
        }
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
};
