import type { Clock, Ids } from '@portico/core';
import type { Access, Tokens } from '@portico/core/access';
import type { Alerts } from '@portico/core/alerts';
import type { Jobs } from '@portico/core/jobs';
import type { Sources } from '@portico/core/sources';
import type { Statistics } from '@portico/core/statistics';
import type { TaskCenter } from '@portico/core/task-center';
import type { Webhooks } from '@portico/core/webhooks';
import type { Workflow } from '@portico/core/workflow';
import type { Context } from 'hono';
import type { BucketSize } from '../limits/token-buckets.ts';
import type { ConsoleEnvironment } from './environment.ts';
import type { SignInLinks } from './sign-in-links.ts';

export interface ConsoleOptions {
  /** How often a page asks again while something is under way, milliseconds. */
  readonly liveMs: number;
  /** How long a page waits for a sandbox's answer, milliseconds. */
  readonly sandboxTimeoutMs: number;
  /** Failed sign-ins by API key, per address and process. */
  readonly failedSignIns: BucketSize;
  /** The caller's address; behind trusted proxies the composition root knows better. */
  readonly addressOf: (context: Context<ConsoleEnvironment>) => string;
  readonly fetch: typeof globalThis.fetch;
  /** Told of defects of ours; people see a page with the request's id. */
  readonly onDefect: (error: unknown, requestId: string) => void;
}

export interface ConsoleDependencies {
  readonly taskCenter: TaskCenter;
  readonly statistics: Statistics;
  readonly jobs: Jobs;
  readonly sources: Sources;
  readonly webhooks: Webhooks;
  readonly alerts: Alerts;
  readonly workflow: Workflow;
  readonly access: Access;
  /** Issues and verifies the session cookie. */
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signIn: SignInLinks;
  /** The address people use, without a trailing slash; known once the server listens. */
  readonly publicUrl: () => string;
  /** IANA name; times are shown in it. */
  readonly timezone: string;
  /** Sandboxes of this process, by platform code. */
  readonly sandboxes?: readonly SandboxAddress[];
  readonly options?: Partial<ConsoleOptions>;
}

export interface SandboxAddress {
  readonly code: string;
  /** Below it is `/_sandbox/…`. */
  readonly baseUrl: string;
}

export const defaultConsoleOptions: ConsoleOptions = {
  liveMs: 2_000,
  sandboxTimeoutMs: 2_000,
  failedSignIns: { perSecond: 0.2, burst: 10 },
  addressOf: (context) => context.env?.incoming?.socket?.remoteAddress ?? 'unknown',
  fetch: (input, init) => globalThis.fetch(input, init),
  onDefect: () => undefined,
};
