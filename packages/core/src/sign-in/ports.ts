import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { IdentityProvider, PersonSession, ReturnOrigin, SignInLogEntry, SignInOutcome } from './model.ts';

export interface IdentityProviderStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(provider: IdentityProvider): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, code: string): ResultAsync<IdentityProvider | null, StoreFailure>;
  /** By code in code-point order. */
  list(tenant: string): ResultAsync<readonly IdentityProvider[], StoreFailure>;
  /** Answers whether it was there. */
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

export interface ReturnOriginStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(origin: ReturnOrigin): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, origin: string): ResultAsync<ReturnOrigin | null, StoreFailure>;
  /** By origin in code-point order. */
  list(tenant: string): ResultAsync<readonly ReturnOrigin[], StoreFailure>;
  remove(tenant: string, origin: string): ResultAsync<boolean, StoreFailure>;
}

/** A place in the list of sessions, which runs from the newest to the oldest. */
export interface SessionPlace {
  readonly createdAt: Instant;
  readonly id: string;
}

export interface PersonSessionStore {
  /** Keeps a session for that long by the store's clock; an id that is taken fails as `STORE_DATA`. Answers it as stored. */
  open(
    session: Omit<PersonSession, 'createdAt' | 'expiresAt'>,
    validForMs: Millis,
  ): ResultAsync<PersonSession, StoreFailure>;
  /** Null when it is unknown, was ended or has expired. */
  find(id: string): ResultAsync<PersonSession | null, StoreFailure>;
  /** Answers whether it was there; with a tenant, only one of that tenant's. */
  end(id: string, tenant: string | null): ResultAsync<boolean, StoreFailure>;
  /** Ends what began with this ticket; answers how many. */
  endByProof(tenant: string, provider: string, proof: string): ResultAsync<number, StoreFailure>;
  endByPerson(tenant: string, personId: string): ResultAsync<number, StoreFailure>;
  endByProvider(tenant: string, provider: string): ResultAsync<number, StoreFailure>;
  /** Those that last, newest first, then by id in code-point order; after a place. `limit` 1 to 200. */
  list(
    tenant: string,
    personId: string | null,
    after: SessionPlace | null,
    limit: number,
  ): ResultAsync<readonly PersonSession[], StoreFailure>;
  /** Forgets what has expired, at most `limit`; answers how many. */
  prune(limit: number): ResultAsync<number, StoreFailure>;
}

/** What is taken once and never again: states, tickets, handed-over tokens. */
export type OncePurpose = 'state' | 'ticket' | 'token';

export interface OnceStore {
  /** Answers true to exactly one caller of all processes; remembered for that long by the store's clock. */
  use(tenant: string, purpose: OncePurpose, hash: string, rememberForMs: Millis): ResultAsync<boolean, StoreFailure>;
  /** Forgets what need not be remembered any longer, at most `limit`; answers how many. */
  prune(limit: number): ResultAsync<number, StoreFailure>;
}

export interface SignInLogFilter {
  readonly provider: string | null;
  readonly personId: string | null;
  readonly outcome: SignInOutcome | null;
}

export interface SignInLogStore {
  /** `at` is the store's. */
  append(entry: Omit<SignInLogEntry, 'at'>): ResultAsync<void, StoreFailure>;
  /** Newest first, with ids below `beforeId`. `limit` 1 to 200. */
  list(
    tenant: string,
    filter: SignInLogFilter,
    beforeId: number | null,
    limit: number,
  ): ResultAsync<readonly (SignInLogEntry & { readonly id: number })[], StoreFailure>;
  /** Forgets what is older than that, at most `limit`; answers how many. */
  prune(olderThanMs: Millis, limit: number): ResultAsync<number, StoreFailure>;
}

/** The stores of one transaction. All times are the store's. */
export interface SignInStores {
  readonly identityProviders: IdentityProviderStore;
  readonly returnOrigins: ReturnOriginStore;
  readonly personSessions: PersonSessionStore;
  readonly once: OnceStore;
  readonly signInLog: SignInLogStore;
}

/** Randomness and hashes for what must not be guessed. */
export interface SignInSecrets {
  /** 43 characters of base64url: 256 random bits. */
  random(): string;
  /** SHA-256 in base64url without padding. */
  digest(text: string): string;
}

/** Who is handed over to whom. */
export interface HandOverClaims {
  /** The address of Portico. */
  readonly issuer: string;
  /** The origin that the token is for, and nobody else. */
  readonly audience: string;
  readonly tenant: string;
  readonly provider: string;
  readonly personId: string;
  readonly name: string | null;
  /** Of this token alone. */
  readonly id: string;
}

/** Signed, short-lived tokens that tell an engine who comes (JWT, HS256). */
export interface HandOverTokens {
  issue(claims: HandOverClaims, secret: string, validForMs: Millis): ResultAsync<string, HandOverFailure>;
  /** What it claims to be, unverified: only good for finding the secret that it is verified with. */
  peek(token: string): { readonly tenant: string; readonly audience: string } | null;
  /** A forged, altered or expired token, or one for somebody else, fails. */
  verify(token: string, secret: string, audience: string): ResultAsync<HandOverClaims, HandOverFailure>;
}

export interface HandOverFailure {
  readonly code: 'HAND_OVER_REFUSED';
  readonly message: string;
}
