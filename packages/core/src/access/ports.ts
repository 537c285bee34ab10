import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { ApiKey, Principal, Tenant } from './model.ts';

export interface AccessStore {
  /** Inserts or replaces. */
  saveTenant(tenant: Tenant): ResultAsync<void, StoreFailure>;
  findTenant(id: string): ResultAsync<Tenant | null, StoreFailure>;
  /** By id, in code-point order. */
  listTenants(): ResultAsync<readonly Tenant[], StoreFailure>;
  /** A key of an unknown tenant, or one whose id or hash is taken, fails as `STORE_DATA`. */
  insertKey(key: ApiKey, hash: string): ResultAsync<void, StoreFailure>;
  findKeyByHash(hash: string): ResultAsync<ApiKey | null, StoreFailure>;
  /** Oldest first, then by id in code-point order; revoked and expired ones, too. */
  listKeys(tenant: string): ResultAsync<readonly ApiKey[], StoreFailure>;
  /** Answers whether the tenant has such a key. The first time of revocation stays. */
  revokeKey(tenant: string, id: string, at: Instant): ResultAsync<boolean, StoreFailure>;
}

export interface AccessStores {
  readonly access: AccessStore;
}

/** Secrets of API keys: made from strong randomness, kept as a hash. */
export interface KeySecrets {
  /** A new secret: `pk_` and at least 32 characters of `[0-9A-Za-z]`. */
  generate(): string;
  /** A one-way hash of at least 128 bits, the same for the same secret. */
  hash(secret: string): string;
}

/** Signed, short-lived tokens that stand for a principal (JWT). */
export interface Tokens {
  issue(principal: Principal, validForMs: Millis): ResultAsync<string, TokenFailure>;
  /** Whom a token stands for; a forged, altered or expired one fails. */
  verify(token: string): ResultAsync<Principal, TokenFailure>;
}

export interface TokenFailure {
  readonly code: 'TOKEN_INVALID' | 'TOKEN_EXPIRED';
  readonly message: string;
}
