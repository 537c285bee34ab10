import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { IdentityProviderKind, ProviderSettingsInvalid } from './identity-providers.ts';
import type {
  Identity,
  IdentityProvider,
  PersonSession,
  RejectionCode,
  ReturnOrigin,
  SignInLogEntry,
  SignInRejection,
} from './model.ts';
import type { SignInLogFilter } from './ports.ts';
import type { ReturnRefused } from './return-target.ts';

export interface SignInPage<T> {
  readonly items: readonly T[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

export interface SignInInvalid {
  readonly code: 'INVALID';
  /** JSON pointer into what was given. */
  readonly pointer: string;
  readonly message: string;
}

export interface SignInNotFound {
  readonly code: 'NOT_FOUND';
  readonly message: string;
}

/** It exists already, there are too many, or somebody else changed it meanwhile. */
export interface SignInConflict {
  readonly code: 'CONFLICT';
  readonly message: string;
}

/** A provider as its caller may see it: secrets by name only. */
export interface ShownProvider extends Omit<IdentityProvider, 'secrets'> {
  readonly secretNames: readonly string[];
  /** What has to be registered at the provider. */
  readonly callback: string;
  /** Where links lead that sign people in; `?to=` names where they go then. */
  readonly login: string;
}

/** What a provider is created or changed with. Absent fields keep what is stored, or take their default. */
export interface ProviderDraft {
  readonly code?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly enabled?: boolean;
  /** Replaces all settings but secrets. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Replaces those named; null removes one. */
  readonly secrets?: Readonly<Record<string, string | null>>;
}

export type ShownReturnOrigin = Omit<ReturnOrigin, 'secret'>;

export interface ReturnOriginDraft {
  readonly origin: string;
  readonly name?: string;
  readonly handOver?: ReturnOrigin['handOver'];
  readonly enabled?: boolean;
  /** Makes a new secret; the old one ends at once. */
  readonly newSecret?: boolean;
}

/** A try to sign in has begun. */
export interface BegunSignIn {
  readonly kind: 'at-provider';
  /** Where the browser is sent. */
  readonly redirect: string;
  /** To be kept by the browser until it comes back, and by nobody else. */
  readonly attempt: string;
  readonly until: Instant;
}

/** Nothing had to be asked: the person has signed in before. */
export interface StraightThrough {
  readonly kind: 'through';
  readonly to: Destination;
}

/** Where somebody goes who has signed in. */
export type Destination = { readonly kind: 'own-page' } | { readonly kind: 'away'; readonly url: string };

export interface SignedIn {
  /** What the browser keeps; a secret. */
  readonly token: string;
  readonly session: PersonSession;
  readonly to: Destination;
}

export interface ProviderUnknown {
  readonly code: 'PROVIDER_UNKNOWN';
  readonly message: string;
}

/** Whoever comes back did not leave from this browser, left too long ago, or comes back a second time. */
export interface AttemptUnknown {
  readonly code: 'ATTEMPT_UNKNOWN';
  readonly message: string;
}

/** A sign-in that came to nothing, with where the person wanted to go: they may begin again from there. */
export interface SignInFailed extends SignInRejection {
  readonly to: string | null;
}

/** What people who sign in and engines ask of us, as opposed to operators. */
export interface PeopleSignIn {
  /** The providers that somebody may choose among. */
  offered(tenant: string): ResultAsync<readonly { readonly code: string; readonly name: string }[], StoreFailure>;
  /** `to`: where to go then, null for our own page. `sessionToken`: what the browser holds, if anything. */
  begin(request: {
    readonly tenant: string;
    readonly provider: string;
    readonly to: string | null;
    readonly sessionToken: string | null;
  }): ResultAsync<BegunSignIn | StraightThrough, StoreFailure | ProviderUnknown | ReturnRefused | SignInRejection>;
  /** `attempts`: every sealed attempt that the browser holds. `query`: what the provider sent the browser back with. */
  complete(request: {
    readonly tenant: string;
    readonly provider: string;
    readonly query: Readonly<Record<string, string>>;
    readonly attempts: readonly string[];
    readonly signal: AbortSignal;
  }): ResultAsync<SignedIn, StoreFailure | ProviderUnknown | AttemptUnknown | SignInRejection | SignInFailed>;
  /** Who holds this; null when nobody does, or no longer. */
  find(sessionToken: string): ResultAsync<PersonSession | null, StoreFailure>;
  /** Ends the session; answers where the provider itself is signed out of. */
  signOut(sessionToken: string): ResultAsync<{ readonly providerUrl: string | null }, StoreFailure>;
  /** A provider tells that somebody signed out there; answers how many sessions ended. `body`: the form that it sent, as text. */
  logoutByProvider(tenant: string, provider: string, body: string): ResultAsync<number, StoreFailure | ProviderUnknown>;
  /** Whom a handed-over token stands for. Each is answered once; null for anything else. */
  redeem(token: string, audience: string | null): ResultAsync<RedeemedPerson | null, StoreFailure>;
  /** Whose an access token of a provider is. */
  identify(
    tenant: string,
    provider: string,
    token: string,
    signal: AbortSignal,
  ): ResultAsync<Identity, StoreFailure | ProviderUnknown | SignInRejection>;
}

export interface RedeemedPerson {
  readonly tenant: string;
  readonly provider: string;
  readonly personId: string;
  readonly name: string | null;
  readonly audience: string;
}

/** What a provider said of a ticket that nobody has issued. */
export interface ProviderTest {
  /** It refused the ticket as it should: address, protocol and credentials fit. */
  readonly ok: boolean;
  readonly code: RejectionCode;
  readonly message: string;
}

/** What the sign-in context can do. */
export interface SignIn {
  readonly people: PeopleSignIn;

  listKinds(): readonly IdentityProviderKind[];
  listProviders(tenant: string): ResultAsync<readonly ShownProvider[], StoreFailure>;
  showProvider(tenant: string, code: string): ResultAsync<ShownProvider, StoreFailure | SignInNotFound>;
  createProvider(
    tenant: string,
    draft: ProviderDraft,
  ): ResultAsync<ShownProvider, StoreFailure | SignInInvalid | SignInConflict | ProviderSettingsInvalid>;
  /** `revision` null: whatever is stored. Disabling one ends the sessions that it began. */
  changeProvider(
    tenant: string,
    code: string,
    draft: ProviderDraft,
    revision: number | null,
  ): ResultAsync<
    ShownProvider,
    StoreFailure | SignInInvalid | SignInNotFound | SignInConflict | ProviderSettingsInvalid
  >;
  /** Proves address, protocol and, for OAuth 2.0, the client's credentials; nobody signs in by it. */
  testProvider(
    tenant: string,
    code: string,
  ): ResultAsync<ProviderTest, StoreFailure | SignInNotFound | ProviderSettingsInvalid>;
  /** Ends the sessions that it began. */
  removeProvider(tenant: string, code: string): ResultAsync<void, StoreFailure | SignInNotFound>;

  listReturnOrigins(tenant: string): ResultAsync<readonly ShownReturnOrigin[], StoreFailure>;
  /** Adds or changes one. The secret is shown when it is made, and never again; null otherwise. */
  putReturnOrigin(
    tenant: string,
    draft: ReturnOriginDraft,
  ): ResultAsync<
    { readonly origin: ShownReturnOrigin; readonly secret: string | null },
    StoreFailure | SignInInvalid | SignInConflict
  >;
  removeReturnOrigin(tenant: string, origin: string): ResultAsync<void, StoreFailure | SignInNotFound>;

  listSessions(
    tenant: string,
    personId: string | null,
    cursor: string | null,
    limit: number,
  ): ResultAsync<SignInPage<PersonSession>, StoreFailure | SignInInvalid>;
  endSession(tenant: string, id: string): ResultAsync<void, StoreFailure | SignInNotFound>;
  /** Answers how many. */
  endSessionsOf(tenant: string, personId: string): ResultAsync<number, StoreFailure>;
  listLog(
    tenant: string,
    filter: SignInLogFilter,
    cursor: string | null,
    limit: number,
  ): ResultAsync<SignInPage<SignInLogEntry & { readonly id: number }>, StoreFailure | SignInInvalid>;
}
