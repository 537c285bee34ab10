import type { Principal } from '@portico/core/access';
import type { Context } from 'hono';
import type { Language } from '../problems/problems.ts';

interface Incoming {
  readonly socket?: { readonly remoteAddress?: string };
}

/** What travels with a request through Hono. */
export interface HttpEnvironment {
  Variables: {
    requestId: string;
    language: Language;
    /** The pattern of the route that serves the request, for the metrics. */
    route: string | undefined;
    principal: Principal | undefined;
  };
  /** What @hono/node-server binds. */
  Bindings: { readonly incoming?: Incoming };
}

/** Node's request behind Hono's; undefined when the app is called without a server, and so without bindings. */
export const incomingOf = (context: Context<HttpEnvironment>): Incoming | undefined =>
  (context.env as HttpEnvironment['Bindings'] | undefined)?.incoming;
