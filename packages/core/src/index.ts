export type { Clock } from './ports/clock.ts';
export type { Ids } from './ports/ids.ts';
export type { Instant, Millis } from './ports/instant.ts';
export type { Random } from './ports/random.ts';
export type { RateAsk, RateBucket, RateGrant, RateLimiter, RateReturn } from './ports/rate-limiter.ts';
export type { Secrets, UnsealFailure } from './ports/secrets.ts';
export type { StoreFailure } from './ports/store-failure.ts';
export { readTraceparent, writeTraceparent, type TracePlace } from './ports/traceparent.ts';
export type { Span, SpanAttributes, SpanKind, SpanOptions, Tracer } from './ports/tracer.ts';
export type { Transactor } from './ports/transactor.ts';
export {
  createApplication,
  type Application,
  defaultRetention,
  type ApplicationDependencies,
  type Retention,
  type Stores,
} from './application.ts';
export type { PeopleDependencies } from './people.ts';
