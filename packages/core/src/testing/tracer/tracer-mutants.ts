import type { SpanOptions, Tracer } from '../../ports/tracer.ts';
import type { RecordingTracer } from './recording-tracer.ts';

/** Broken tracers; the contract must catch each of them. */
export interface TracerMutant {
  /** Completes "a tracer that …". */
  readonly name: string;
  readonly of: (right: RecordingTracer) => Tracer;
}

/** Spans with other options, or another way to run the work. */
const spanning = (name: string, span: (right: RecordingTracer) => Tracer['span']): TracerMutant => ({
  name,
  of: (right) => ({ current: () => right.current(), span: span(right) }),
});

const withOptions = (name: string, change: (options: SpanOptions) => SpanOptions): TracerMutant =>
  spanning(name, (right) => (called, options, work) => right.span(called, change(options), work));

export const tracerMutants: readonly TracerMutant[] = [
  spanning('begins the work later', (right) => async (name, options, work) => {
    await Promise.resolve();
    return right.span(name, options, work);
  }),
  spanning(
    'swallows what is thrown',
    (right) => (name, options, work) => right.span(name, options, (span) => work(span).catch(() => undefined as never)),
  ),
  spanning(
    'does not mark a span as failed',
    (right) => (name, options, work) => right.span(name, options, (span) => work({ ...span, fail: () => {} })),
  ),
  { name: 'never knows the current span', of: (right) => ({ ...right, current: () => null }) },
  {
    name: 'keeps the first span current for ever',
    of: (right) => {
      let first: string | null = null;
      return { ...right, current: () => (first ??= right.current()) };
    },
  },
  withOptions('ignores the parent that it is given', ({ parent: _parent, ...options }) => options),
  withOptions('begins a trace with every span', (options) => ({ ...options, parent: null })),
  withOptions('drops links', (options) => ({ ...options, links: [] })),
  withOptions('drops attributes', (options) => ({ ...options, attributes: {} })),
  withOptions('makes every span an internal one', (options) => ({ ...options, kind: 'internal' })),
  spanning(
    'shows every span at the same place',
    (right) => (name, options, work) =>
      right.span(name, options, (span) => work({ ...span, trace: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01` })),
  ),
  spanning(
    'cannot be renamed',
    (right) => (name, options, work) => right.span(name, options, (span) => work({ ...span, rename: () => {} })),
  ),
];
