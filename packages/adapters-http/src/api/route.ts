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
  /** It creates something and takes `Idempotency-Key`. */
  readonly creates?: boolean;
  /** Problems beside those that every route may answer. */
  readonly problems?: readonly ProblemCode[];
  handle(request: ApiRequest<Params, Query, Body>): ResultAsync<z.input<Data>, CoreFailure | Failure>;
}

export type Tag =
  | 'events'
  | 'workflow'
  | 'todos'
  | 'platforms'
  | 'rules'
  | 'lanes'
  | 'logs'
  | 'sweeps'
  | 'access'
  | 'overview';

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
  finish(): void;
}

export type HttpContext = Context<HttpEnvironment>;
