import type {
  Application,
  Clock,
  Ids,
  PeopleDependencies,
  Random,
  RateLimiter,
  Secrets,
  Stores,
  Tracer,
  Transactor,
} from '@portico/core';
import type { KeySecrets, Tokens } from '@portico/core/access';
import type { DomainEventPublisher } from '@portico/core/domain-events';
import type { SourceKind } from '@portico/core/sources';
import type { PlatformKind } from '@portico/core/task-center';
import type { WebhookSender } from '@portico/core/webhooks';
import type { Doorbell, WorkLog } from '@portico/core/work';
import type { Database } from '@portico/adapters-persistence';
import type { ServiceIdentifier } from 'inversify';
import type { Configuration } from '../configuration/configuration.ts';
import type { Keys } from '../data-directory/keys.ts';
import type { WorkMetrics } from '../metrics/work-metrics.ts';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol.for(`portico/${name}`) as ServiceIdentifier<T>;

/** What the container knows, each by its type. */
export const tokens = {
  configuration: token<Configuration>('configuration'),
  keys: token<Keys>('keys'),
  database: token<Database>('database'),
  transactor: token<Transactor<Stores>>('transactor'),
  doorbell: token<Doorbell>('doorbell'),
  /** Null where nobody is told of what happened. */
  publisher: token<DomainEventPublisher | null>('publisher'),
  /** Null where each process keeps to its share. */
  rateLimiter: token<RateLimiter | null>('rate-limiter'),
  workMetrics: token<WorkMetrics>('work-metrics'),
  clock: token<Clock>('clock'),
  ids: token<Ids>('ids'),
  random: token<Random>('random'),
  secrets: token<Secrets>('secrets'),
  keySecrets: token<KeySecrets>('key-secrets'),
  jwt: token<Tokens>('jwt'),
  kinds: token<readonly PlatformKind[]>('kinds'),
  sourceKinds: token<readonly SourceKind[]>('sourceKinds'),
  webhookSender: token<WebhookSender>('webhook-sender'),
  log: token<WorkLog>('log'),
  /** Null where nothing is traced. */
  tracer: token<Tracer | null>('tracer'),
  /** What people who sign in and portals that fetch need. */
  people: token<PeopleDependencies>('people'),
  /** The address people use, without a trailing slash. */
  publicUrl: token<() => string>('public-url'),
  application: token<Application>('application'),
} as const;
