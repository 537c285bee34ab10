/** Who began what a span tells of: `server` and `consumer` answer somebody, `client` and `producer` ask somebody, `internal` is ours. */
export type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'internal';

/** What is known of a span; `null` is left out. Never secrets, never bodies. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | null>>;

export interface SpanOptions {
  readonly kind: SpanKind;
  /** W3C `traceparent` of what led to it; null begins a trace; when absent, the active span. What cannot be read counts as null. */
  readonly parent?: string | null;
  /** `traceparent` of others that have to do with it. What cannot be read is left out. */
  readonly links?: readonly string[];
  readonly attributes?: SpanAttributes;
}

/** A span that lasts. */
export interface Span {
  /** Its W3C `traceparent`, version 00: 55 characters, to be given to whatever it leads to. */
  readonly trace: string;
  rename(name: string): void;
  /** Adds to what is known of it, or replaces it. */
  set(attributes: SpanAttributes): void;
  /** Marks it as failed, in words. */
  fail(reason: string): void;
}

/** Traces what leads to what, over processes. Whoever has none traces nothing; no method fails. */
export interface Tracer {
  /** The `traceparent` of the span within which this is called; null outside of any. */
  current(): string | null;
  /**
   * Runs `work` within a span, at once, and answers what it answers. The span ends when the work does, failed where the work throws
   * or rejects. It is the current one for all that the work calls and awaits.
   */
  span<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
}
