const shape = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/u;

/** A place in a trace. */
export interface TracePlace {
  /** 32 hexadecimal digits in lower case. */
  readonly traceId: string;
  /** 16 hexadecimal digits in lower case. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/**
 * Reads a W3C `traceparent` (Trace Context, section 3.2); null when it is not one. Later versions are read as far as version 00 goes,
 * as the recommendation asks.
 */
export const readTraceparent = (text: string | null | undefined): TracePlace | null => {
  if (text === null || text === undefined || text.length > 512) return null;
  const [, version, traceId, spanId, flags, more] = shape.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  if (version === '00' && more !== undefined) return null;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

/** A place as a `traceparent` of version 00. */
export const writeTraceparent = ({ traceId, spanId, sampled }: TracePlace): string =>
  `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`;
