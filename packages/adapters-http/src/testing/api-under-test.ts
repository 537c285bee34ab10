import { createAccess, type AccessStores, type Scope } from '@portico/core/access';
import {
  createMemoryAccessStore,
  createMemoryDatabase,
  createMemoryTransactor,
  createMemoryWorkflowStore,
} from '@portico/core/memory';
import type { Alerts } from '@portico/core/alerts';
import type { TaskCenter } from '@portico/core/task-center';
import type { Clock, Ids, RateLimiter, Tracer } from '@portico/core';
import type { Jobs } from '@portico/core/jobs';
import type { Sources } from '@portico/core/sources';
import { createFakeClock, type FakeClock } from '@portico/core/testing';
import { createWorkflow, type Workflow, type WorkflowStores } from '@portico/core/workflow';
import type { Hono } from 'hono';
import { createHash, randomBytes } from 'node:crypto';
import type { HttpApiDependencies } from '../api/dependencies.ts';
import type { HttpEnvironment } from '../api/environment.ts';
import type { OpenApiDocument } from '../docs/openapi-document.ts';
import { createHttpApi } from '../http-api.ts';
import { createJwtTokens } from '../jwt/jwt-tokens.ts';
import { createAnswerValidator, type Answer } from './answer-validator.ts';
import { createFakeStatistics } from './fake-statistics.ts';
import { createPeopleUnderTest, type PeopleUnderTest } from './people-under-test.ts';
import { createFakeTaskCenter } from './fake-task-center.ts';
import { createJobsUnderTest } from './jobs-under-test.ts';
import { createSourcesUnderTest } from './sources-under-test.ts';
import { createAlertsUnderTest } from './alerts-under-test.ts';
import { createWebhooksUnderTest } from './webhooks-under-test.ts';

/** The clock of the world begins at 2026-11-21T08:00:30+08:00. */
export const worldStart = Date.UTC(2026, 10, 21, 0, 0, 30);

export interface CallOptions {
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: no credentials. */
  readonly key?: string | null;
}

export interface ApiUnderTest {
  readonly app: Hono<HttpEnvironment>;
  readonly clock: FakeClock;
  readonly document: OpenApiDocument;
  readonly adminKey: string;
  readonly errors: unknown[];
  readonly people: PeopleUnderTest;
  keyWith(scopes: readonly Scope[]): Promise<string>;
  /** Calls the API, holds the answer to the OpenAPI document, and parses it. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer & { readonly body: Body }>;
}

/** An answer's body, loosely: the document's schemas hold it. */
export interface Body {
  readonly success?: boolean;
  readonly data?: Readonly<Record<string, unknown>> & { readonly items?: readonly Readonly<Record<string, unknown>>[] };
  readonly detail?: string;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly { pointer: string; message: string }[];
  };
  readonly requestId?: string;
  readonly [name: string]: unknown;
}

interface Described {
  readonly document: OpenApiDocument;
  readonly validate: ReturnType<typeof createAnswerValidator>;
}

const describeApi = async (app: Hono<HttpEnvironment>): Promise<Described> => {
  const document = (await (await app.request('/openapi.json')).json()) as OpenApiDocument;
  return { document, validate: createAnswerValidator(document) };
};

/** The document is the same for every API, and costs some time to make. */
let described: Promise<Described> | undefined;

/** The API over a workflow and access of real code in memory, and a task center of literals. */
export const createApiUnderTest = async (
  given: {
    readonly taskCenter?: Partial<TaskCenter>;
    readonly workflow?: Partial<Workflow>;
    readonly alerts?: Partial<Alerts>;
    readonly jobs?: (clock: Clock, ids: Ids) => Jobs;
    readonly sources?: (clock: Clock, ids: Ids) => Sources;
    readonly options?: HttpApiDependencies['options'];
    readonly readiness?: HttpApiDependencies['readiness'];
    readonly rateLimiter?: RateLimiter;
    readonly tracer?: Tracer;
    /** The address people use. */
    readonly publicUrl?: string;
    readonly refused?: HttpApiDependencies['log']['refused'];
  } = {},
): Promise<ApiUnderTest> => {
  const clock = createFakeClock(() => new Promise((done) => setImmediate(done)), worldStart);
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<AccessStores & WorkflowStores>(database, (opened) => ({
    access: createMemoryAccessStore(opened),
    workflow: createMemoryWorkflowStore(opened),
  }));
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(8, '0')}` };
  const access = createAccess({
    transactor,
    ids,
    clock,
    secrets: {
      generate: () => `pk_${randomBytes(20).toString('hex')}`,
      hash: (secret) => createHash('sha256').update(secret).digest('hex'),
    },
    tokens: createJwtTokens({ secret: randomBytes(32), issuer: 'portico', clock }),
    rememberKeysForMs: 0,
  });
  const tenant = (await access.ensureDefaultTenant('Asia/Shanghai'))._unsafeUnwrap();
  const keyWith = async (scopes: readonly Scope[]): Promise<string> =>
    (await access.createKey(tenant.id, { name: scopes.join(' '), scopes, expiresAt: null }))._unsafeUnwrap().secret;
  const adminKey = await keyWith(['admin']);
  const errors: unknown[] = [];
  const people = createPeopleUnderTest(clock, given.publicUrl);
  const app = createHttpApi({
    people,
    workflow: {
      ...createWorkflow({ transactor, doorbell: { ring: () => undefined, listen: () => () => undefined }, ids }),
      ...given.workflow,
    },
    taskCenter: { ...createFakeTaskCenter(), ...given.taskCenter },
    statistics: createFakeStatistics(['jinzhi'], clock.now),
    access,
    webhooks: createWebhooksUnderTest(clock, ids),
    alerts: { ...createAlertsUnderTest(clock, ids), ...given.alerts },
    jobs: given.jobs?.(clock, ids) ?? createJobsUnderTest(clock, ids).jobs,
    sources: given.sources?.(clock, ids) ?? createSourcesUnderTest(clock, ids).sources,
    clock,
    ids,
    log: {
      error: ({ error }) => errors.push(error),
      ...(given.refused === undefined ? {} : { refused: given.refused }),
    },
    readiness: given.readiness ?? (() => Promise.resolve({ checks: [{ name: 'store', ok: true }] })),
    ...(given.options === undefined ? {} : { options: given.options }),
    ...(given.rateLimiter === undefined ? {} : { rateLimiter: given.rateLimiter }),
    ...(given.tracer === undefined ? {} : { tracer: given.tracer }),
  });
  described ??= describeApi(app);
  const { document, validate } = await described;
  return {
    app,
    clock,
    document,
    adminKey,
    errors,
    people,
    keyWith,
    async call(method, path, { body, headers = {}, key = adminKey } = {}) {
      const init: RequestInit = {
        method,
        headers: {
          ...(key === null ? {} : { 'X-API-Key': key }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
      };
      if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await app.request(path, init);
      const answer = { status: response.status, headers: response.headers, body: (await response.json()) as Body };
      validate(method, new URL(path, 'http://localhost').pathname, answer);
      return answer;
    },
  };
};
