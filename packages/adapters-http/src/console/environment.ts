import type { Context } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';

/** What travels with a console request through Hono; the app around it may have set some of it. */
export interface ConsoleEnvironment {
  Variables: Partial<HttpEnvironment['Variables']>;
  Bindings: HttpEnvironment['Bindings'];
}

export type ConsoleContext = Context<ConsoleEnvironment>;
