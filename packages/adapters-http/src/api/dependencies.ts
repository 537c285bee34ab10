import type { Clock, Ids, RateLimiter, Tracer } from '@portico/core';
import type { Access } from '@portico/core/access';
import type { SignIn } from '@portico/core/sign-in';
import type { Jobs } from '@portico/core/jobs';
import type { Sources } from '@portico/core/sources';
import type { Statistics } from '@portico/core/statistics';
import type { Feed, TaskCenter } from '@portico/core/task-center';
import type { Alerts } from '@portico/core/alerts';
import type { Webhooks } from '@portico/core/webhooks';
import type { Workflow } from '@portico/core/workflow';
import type { Context } from 'hono';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { SignInLinks } from '../console/sign-in-links.ts';
import type { BucketSize } from '../limits/token-buckets.ts';
import { incomingOf, type HttpEnvironment } from './environment.ts';

/** Where the API tells what its callers must not see. */
export interface HttpLog {
  /** A request ended in a defect of ours: it was answered with 500. */
  error(entry: {
    readonly requestId: string;
    readonly method: string;
    readonly route: string;
    readonly error: unknown;
  }): void;
  /** A callback was refused; counted and bounded, so that strangers cannot fill the log. */
  refused?(entry: {
    readonly tenant: string;
    readonly platform: string;
    readonly address: string;
    readonly code: string;
    readonly message: string;
    /** How many like it were left out before it. */
    readonly leftOut: number;
  }): void;
}

/** Whether the process can serve, part by part. */
export interface Readiness {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
}

export interface HttpApiOptions {
  /** Shown in the OpenAPI document. */
  readonly version: string;
  /** The address clients use, without a trailing slash; null when it is not known. */
  readonly publicUrl: string | null;
  /** IANA name; for tenants that have none. */
  readonly timezone: string;
  /** The largest body, in bytes. */
  readonly maxBodyBytes: number;
  /** Per API key; per process, too, without a rate limiter. */
  readonly requests: BucketSize;
  /** Failed authentications per address and process. */
  readonly failedSignIns: BucketSize;
  /** Bearer token that `/metrics` asks for; null: everybody may read them. */
  readonly metricsToken: string | null;
  /** The caller's address; behind trusted proxies the composition root knows better. */
  readonly addressOf: (context: Context<HttpEnvironment>) => string;
}

export const defaultHttpApiOptions: HttpApiOptions = {
  version: '0.0.0',
  publicUrl: null,
  timezone: 'Asia/Shanghai',
  maxBodyBytes: 4 * 1024 * 1024,
  requests: { perSecond: 2000, burst: 2000 },
  failedSignIns: { perSecond: 0.5, burst: 30 },
  metricsToken: null,
  addressOf: (context) => incomingOf(context)?.socket?.remoteAddress ?? 'unknown',
};

/** People who sign in, and portals that fetch. */
export interface PeopleSite {
  readonly signIn: SignIn;
  readonly feed: Feed;
  /** The address people use, without a trailing slash; known once the server listens. */
  readonly publicUrl: () => string;
}

/** What the API serves, and what it needs for that. */
export interface HttpApiDependencies {
  readonly workflow: Workflow;
  readonly taskCenter: TaskCenter;
  readonly access: Access;
  readonly webhooks: Webhooks;
  readonly alerts: Alerts;
  readonly jobs: Jobs;
  readonly sources: Sources;
  readonly statistics: Statistics;
  /** Where people sign in and portals fetch. */
  readonly people?: PeopleSite;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: HttpLog;
  /** Asked by `/readyz`; a rejection or two seconds without an answer count as not ready. */
  readonly readiness: () => Promise<Readiness>;
  /** Where answers are kept by Idempotency-Key; this process's memory when absent. */
  readonly idempotency?: IdempotencyStore;
  /** Counts requests over all processes; without one, and while it does not answer, each process counts on its own. */
  readonly rateLimiter?: RateLimiter;
  /** Where there is a console: makes links that sign in to it. */
  readonly signIn?: SignInLinks;
  /** Nothing is traced without one. */
  readonly tracer?: Tracer;
  readonly options?: Partial<HttpApiOptions>;
}
