import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { readTraceparent } from '@portico/core';
import { tracerContract, type RecordedSpan } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { samplers } from '../configuration/traces-configuration.ts';
import { createOpenTelemetryTracer } from './open-telemetry-tracer.ts';
import { createSampler } from './sampler.ts';

const kinds = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
} as const;

const recorded = (span: ReadableSpan): RecordedSpan => ({
  name: span.name,
  kind: kinds[span.kind],
  traceId: span.spanContext().traceId,
  spanId: span.spanContext().spanId,
  parentId: span.parentSpanContext?.spanId ?? null,
  links: span.links.map(({ context }) => context.spanId),
  attributes: span.attributes as RecordedSpan['attributes'],
  failure: span.status.code === SpanStatusCode.ERROR ? (span.status.message ?? '') : null,
});

const open = (sampler = createSampler({ sampler: 'parentbased_always_on', ratio: 1 })) => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = createOpenTelemetryTracer(provider.getTracer('test'));
  return {
    tracer,
    ended: async () => {
      await provider.forceFlush();
      return exporter.getFinishedSpans().map(recorded);
    },
  };
};

describe('The tracer over OpenTelemetry', () => {
  test.each(tracerContract)('$name', async ({ run }) => {
    await expect(run(open())).resolves.toBeUndefined();
  });

  test('MUST cut long texts', async () => {
    const { tracer, ended } = open();
    await tracer.span('long', { kind: 'internal', attributes: { text: 'x'.repeat(5_000) } }, async (span) =>
      span.fail('y'.repeat(5_000)),
    );
    const [span] = await ended();
    expect([span?.attributes['text'], span?.failure]).toEqual(['x'.repeat(1_000), 'y'.repeat(1_000)]);
  });

  test('MUST hand on that a trace is not recorded', async () => {
    const { tracer, ended } = open();
    const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    await tracer.span('outer', { kind: 'server', parent }, async () => {
      expect(readTraceparent(tracer.current())).toMatchObject({ traceId: 'a'.repeat(32), sampled: false });
      await tracer.span('inner', { kind: 'client' }, async () => undefined);
    });
    expect(await ended()).toEqual([]);
  });

  test.each(samplers.map((sampler) => [sampler, sampler.includes('off') ? 0 : 1] as const))(
    'MUST sample as %s says',
    async (sampler, roots) => {
      const { tracer, ended } = open(createSampler({ sampler, ratio: 1 }));
      await tracer.span('root', { kind: 'server', parent: null }, async () => undefined);
      expect(await ended()).toHaveLength(roots);
      const none = open(createSampler({ sampler, ratio: 0 }));
      await none.tracer.span('root', { kind: 'server', parent: null }, async () => undefined);
      expect(await none.ended()).toHaveLength(sampler.includes('ratio') ? 0 : roots);
    },
  );
});
