import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { ApiKey, Principal, Scope, Tenant } from './model.ts';

/** The key or token is missing, unknown, revoked or expired. */
export interface Unauthenticated {
  readonly code: 'UNAUTHENTICATED';
  readonly message: string;
}

/** The principal lacks a scope. */
export interface Forbidden {
  readonly code: 'FORBIDDEN';
  readonly message: string;
  readonly scope: Scope;
}

export interface InvalidAccess {
  readonly code: 'INVALID';
  /** JSON pointer to the field. */
  readonly pointer: string;
  readonly message: string;
}

export interface UnknownKey {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

export interface TenantExists {
  readonly code: 'CONFLICT';
  readonly message: string;
}

/** What the access context can do. */
export interface Access {
  /** Creates the tenant `default` when there is none, and gives it this zone; answers it. */
  ensureDefaultTenant(timezone: string): ResultAsync<Tenant, StoreFailure>;
  listTenants(): ResultAsync<readonly Tenant[], StoreFailure>;
  /** Makes a tenant with a first API key, which has all scopes there; its secret is shown this once. For administrators of the tenant `default`. */
  createTenant(
    by: Principal,
    request: { readonly id: string; readonly name: string; readonly timezone: string },
  ): ResultAsync<
    { readonly tenant: Tenant; readonly key: ApiKey; readonly secret: string },
    StoreFailure | InvalidAccess | Forbidden | TenantExists
  >;
  /** Makes an API key; its secret is shown this once. */
  createKey(
    tenant: string,
    request: { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresAt: Instant | null },
  ): ResultAsync<{ readonly key: ApiKey; readonly secret: string }, StoreFailure | InvalidAccess>;
  listKeys(tenant: string): ResultAsync<readonly ApiKey[], StoreFailure>;
  revokeKey(tenant: string, id: string): ResultAsync<void, StoreFailure | UnknownKey>;
  /** Who calls with this API key. Remembered for some seconds, so that a revocation takes as long. */
  authenticateKey(secret: string): ResultAsync<Principal, StoreFailure | Unauthenticated>;
  /** Who calls with this token. */
  authenticateToken(token: string): ResultAsync<Principal, StoreFailure | Unauthenticated>;
  /** Turns a principal into a token with the same scopes, or fewer when `scopes` says so. */
  issueToken(
    principal: Principal,
    scopes: readonly Scope[] | null,
  ): ResultAsync<{ readonly token: string; readonly expiresInMs: Millis }, StoreFailure | Forbidden>;
}
