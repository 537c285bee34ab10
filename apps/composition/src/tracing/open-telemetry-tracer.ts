import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type Attributes,
  type Context,
  type SpanContext,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { readTraceparent, writeTraceparent, type SpanAttributes, type SpanOptions, type Tracer } from '@portico/core';

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Longer ones say no more to people, and a trace is no place for bodies. */
const longestText = 1_000;

const attributesOf = (attributes: SpanAttributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === null ? [] : [[name, typeof value === 'string' ? value.slice(0, longestText) : value]],
    ),
  );

const placeOf = (traceparent: string | null | undefined): SpanContext | null => {
  const place = readTraceparent(traceparent);
  if (place === null) return null;
  const { traceId, spanId, sampled } = place;
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  writeTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });

/** What is thrown, in words: a stack says nothing about the outside. */
const wordsOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);

/** The core's tracer over OpenTelemetry's. It keeps the current span itself and registers nothing globally. */
export const createOpenTelemetryTracer = (tracer: OtelTracer): Tracer => {
  const active = new AsyncLocalStorage<SpanContext>();

  const contextOf = ({ parent }: SpanOptions): Context => {
    const above = parent === undefined ? active.getStore() : placeOf(parent);
    return above === undefined || above === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, above);
  };

  return {
    current: () => {
      const context = active.getStore();
      return context === undefined ? null : traceparentOf(context);
    },
    span: async (name, options, work) => {
      const span = tracer.startSpan(
        name,
        {
          kind: kinds[options.kind],
          attributes: attributesOf(options.attributes ?? {}),
          links: (options.links ?? []).flatMap((link) => {
            const context = placeOf(link);
            return context === null ? [] : [{ context }];
          }),
        },
        contextOf(options),
      );
      const fail = (reason: string): void =>
        void span.setStatus({ code: SpanStatusCode.ERROR, message: reason.slice(0, longestText) });
      const context = span.spanContext();
      try {
        return await active.run(context, () =>
          work({
            trace: traceparentOf(context),
            rename: (given) => void span.updateName(given),
            set: (attributes) => void span.setAttributes(attributesOf(attributes)),
            fail,
          }),
        );
      } catch (error) {
        fail(wordsOf(error));
        throw error;
      } finally {
        span.end();
      }
    },
  };
};
