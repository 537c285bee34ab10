import type { Principal } from '@portico/core/access';
import type { Context } from 'hono';
import type { HttpEnvironment } from '../api/environment.ts';
import type { Language } from '../problems/problems.ts';

/** What travels with a console request through Hono. */
export interface ConsoleEnvironment {
  Variables: { language: Language; visitor: Principal | undefined };
  Bindings: HttpEnvironment['Bindings'];
}

export type ConsoleContext = Context<ConsoleEnvironment>;
