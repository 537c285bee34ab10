import type { AsyncScope } from '../../memory/memory-transactor.ts';
import { readTraceparent, writeTraceparent, type TracePlace } from '../../ports/traceparent.ts';
import type { SpanAttributes, SpanKind, Tracer } from '../../ports/tracer.ts';

/** A span as it was recorded. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly traceId: string;
  readonly spanId: string;
  /** Null: it begins its trace. */
  readonly parentId: string | null;
  /** The ids of the spans that it links to. */
  readonly links: readonly string[];
  readonly attributes: SpanAttributes;
  /** What went wrong, in words; null when nothing did. */
  readonly failure: string | null;
}

/** A tracer that keeps its spans. */
export interface RecordingTracer extends Tracer {
  /** The spans that have ended, in that order. */
  ended(): readonly RecordedSpan[];
  /** The spans that have begun, in that order, as they are now. */
  begun(): readonly RecordedSpan[];
}

type Draft = { -readonly [Field in keyof RecordedSpan]: RecordedSpan[Field] };

/** `scope` lets it know the current span wherever code runs (Node's `AsyncLocalStorage` fits); without one, it never knows any. */
export const createRecordingTracer = (scope?: AsyncScope): RecordingTracer => {
  const begun: Draft[] = [];
  const ended: Draft[] = [];
  let ids = 0;
  const nextId = (digits: number): string => (ids += 1).toString(16).padStart(digits, '0');
  const current = (): string | null => (scope?.getStore() as { readonly trace: string } | undefined)?.trace ?? null;
  return {
    current,
    ended: () => ended,
    begun: () => begun,
    span: async (name, { kind, parent = current(), links = [], attributes = {} }, work) => {
      const above = readTraceparent(parent);
      const place: TracePlace = { traceId: above?.traceId ?? nextId(32), spanId: nextId(16), sampled: true };
      const draft: Draft = {
        name,
        kind,
        traceId: place.traceId,
        spanId: place.spanId,
        parentId: above?.spanId ?? null,
        links: links.flatMap((link) => readTraceparent(link)?.spanId ?? []),
        attributes: known(attributes),
        failure: null,
      };
      begun.push(draft);
      const span = {
        trace: writeTraceparent(place),
        rename: (given: string) => void (draft.name = given),
        set: (more: SpanAttributes) => void (draft.attributes = { ...draft.attributes, ...known(more) }),
        fail: (reason: string) => void (draft.failure = reason),
      };
      try {
        return await (scope === undefined ? work(span) : scope.run({ trace: span.trace }, () => work(span)));
      } catch (error) {
        draft.failure = String(error);
        throw error;
      } finally {
        ended.push(draft);
      }
    },
  };
};

const known = (attributes: SpanAttributes): SpanAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
