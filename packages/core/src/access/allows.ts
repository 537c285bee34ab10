import type { Principal, Scope } from './model.ts';

/** Whether somebody may do what the scope stands for; `admin` may do everything. */
export const allows = (principal: Pick<Principal, 'scopes'>, scope: Scope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes('admin');
