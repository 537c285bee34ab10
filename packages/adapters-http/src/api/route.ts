import type { Principal, Scope } from '@portico/core/access';
import type { Context } from 'hono';
import type { ResultAsync } from 'neverthrow';
import type { z } from 'zod';
import type { WorkflowInput } from '../body/workflow-input.ts';
import type { CoreFailure } from '../problems/core-failure.ts';
import type { Failure } from '../problems/failure.ts';
import type { Language, ProblemCode } from '../problems/problems.ts';
import type { BodyReader } from './body-reader.ts';
import type { HttpEnvironment } from './environment.ts';

/** A request as a handler sees it: who asks, and everything parsed. */
export interface ApiRequest<Params, Query, Body> {
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly language: Language;
  /** Reads what clients tell of processes, in the tenant's zone. */
  readonly input: WorkflowInput;
  header(name: string): string | undefined;
  /** Adds a header to the answer. */
  setHeader(name: string, value: string): void;
}

/** One operation of the API: what is documented, what is checked and what is done are the same object. */
export interface RouteDefinition<Params, Query, Body, Data extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, in Hono's notation. */
  readonly path: string;
  /** The OpenAPI operation id. */
  readonly id: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** The scope that is needed; `any`: whoever is authenticated; `key`: whoever has an API key, tokens are not taken. */
  readonly scope: Scope | 'any' | 'key';
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: BodyReader<Body>;
  readonly status: 200 | 201 | 202;
  /** What `data` of the answer is. */
  readonly data: Data;
  /** It answers with `ETag`, and `If-None-Match` with 304. */
  readonly conditional?: boolean;
  /** It creates something and takes `Idempotency-Key`. */
  readonly creates?: boolean;
  /** Problems beside those that every route may answer. */
  readonly problems?: readonly ProblemCode[];
  handle(request: ApiRequest<Params, Query, Body>): ResultAsync<z.input<Data>, CoreFailure | Failure>;
}

/** An operation whose answer is a file. */
export interface DownloadDefinition<Params> extends Pick<
  RouteDefinition<Params, never, never, z.ZodType>,
  'path' | 'id' | 'tag' | 'summary' | 'description' | 'params' | 'problems'
> {
  readonly scope: Scope;
  readonly contentType: string;
  open(request: {
    readonly principal: Principal;
    readonly params: Params;
  }): ResultAsync<{ readonly fileName: string; readonly text: AsyncIterable<string> }, CoreFailure | Failure>;
}

/** An operation whose answer is a stream of server-sent events. */
export interface WatchDefinition<Params, Query> extends Pick<
  RouteDefinition<Params, Query, never, z.ZodType>,
  'path' | 'id' | 'tag' | 'summary' | 'description' | 'params' | 'query' | 'problems'
> {
  readonly scope: Scope;
  /** The events as text; null when there is nothing more to come, ever. */
  open(request: {
    readonly principal: Principal;
    readonly params: Params;
    readonly query: Query;
    /** The id of the last event that the client has seen. */
    readonly lastEventId: string | undefined;
    readonly language: Language;
  }): ResultAsync<AsyncGenerator<string> | null, CoreFailure | Failure>;
}

/** An answer in somebody else's form. */
export interface RawAnswer {
  readonly status: 200 | 202 | 204;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** An operation that takes bytes from anybody. */
export interface ReceiptDefinition<Params> extends Pick<
  RouteDefinition<Params, never, never, z.ZodType>,
  'path' | 'id' | 'tag' | 'summary' | 'description' | 'problems'
> {
  readonly params: z.ZodType<Params>;
  readonly maxBytes: number;
  handle(request: {
    readonly params: Params;
    readonly query: Readonly<Record<string, string>>;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly bytes: Uint8Array;
    readonly address: string;
  }): ResultAsync<RawAnswer, CoreFailure | Failure>;
}

export type Tag =
  | 'people'
  | 'callbacks'
  | 'events'
  | 'workflow'
  | 'todos'
  | 'platforms'
  | 'rules'
  | 'lanes'
  | 'logs'
  | 'sweeps'
  | 'repush'
  | 'sources'
  | 'jobs'
  | 'access'
  | 'webhooks'
  | 'alerts'
  | 'overview'
  | 'statistics'
  | 'sign-in'
  | 'feed';

/** Registers operations; `finish` then answers 405 wherever a path has others. */
export interface Routes {
  route<
    Params = Record<string, never>,
    Query = Record<string, never>,
    Body = undefined,
    Data extends z.ZodType = z.ZodType,
  >(
    definition: RouteDefinition<Params, Query, Body, Data>,
  ): void;
  /** A file, sent as it is read. */
  download<Params = Record<string, never>>(definition: DownloadDefinition<Params>): void;
  /** Server-sent events, for a bounded time and for a bounded number of listeners. */
  watch<Params = Record<string, never>, Query = Record<string, never>>(
    definition: WatchDefinition<Params, Query>,
  ): void;
  /** What others tell us without a key of ours: whoever handles it checks who they are. */
  receive<Params>(definition: ReceiptDefinition<Params>): void;
  finish(): void;
}

export type HttpContext = Context<HttpEnvironment>;
