import type { Instant } from '../ports/instant.ts';

/** How an identity provider is asked: CAS 1.0, 2.0 and 3.0 by service ticket, OAuth 2.0 by authorization code with PKCE. */
export type IdentityProviderKindName = 'cas1' | 'cas2' | 'cas3' | 'oauth2';

/** A configured server that knows who somebody is. */
export interface IdentityProvider {
  readonly tenant: string;
  /** 1 to 63 characters of `[a-z0-9-]`, unique in the tenant; never changes. */
  readonly code: string;
  readonly kind: IdentityProviderKindName;
  readonly name: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Nobody signs in by one that is not enabled. */
  readonly enabled: boolean;
  /** Grows by one with each change. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Who somebody is, as a provider says. */
export interface Identity {
  /** 1 to 128 characters: the id by which the engine knows the person. */
  readonly personId: string;
  readonly name: string | null;
  /** At most 50, each with at most 20 values of at most 500 characters. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** A place that people are sent back to: nothing else is ever redirected to. */
export interface ReturnOrigin {
  readonly tenant: string;
  /** Scheme, host and port as browsers write an origin: `https://oa.example.edu`. */
  readonly origin: string;
  readonly name: string;
  /** `token`: the address gets a signed token that says who comes. `none`: the address as it is. */
  readonly handOver: 'token' | 'none';
  /** Sealed; signs the tokens for this origin alone. */
  readonly secret: string;
  readonly enabled: boolean;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Somebody who has signed in. They are no operator: nothing of the API or the console opens to them. */
export interface PersonSession {
  /** A hash of what the browser holds. */
  readonly id: string;
  readonly tenant: string;
  readonly provider: string;
  readonly personId: string;
  readonly name: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** A hash of the ticket that it began with, by which a provider may end it. */
  readonly proof: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** How a try to sign in ended. */
export type SignInOutcome = 'signed-in' | RejectionCode | 'RETURN_REFUSED';

/**
 * Why a provider's answer lets nobody in.
 * - `TICKET_INVALID`: unknown, used or expired; the person begins again.
 * - `SERVICE_MISMATCH`: the provider takes our address for another one's; an operator has to look.
 * - `PROVIDER_MISCONFIGURED`: address, credentials or settings do not fit; an operator has to look.
 * - `PROVIDER_UNREACHABLE`: no answer, or one that says it is out of order.
 * - `ANSWER_UNREADABLE`: it answered, but not in its protocol.
 * - `SIGN_IN_DENIED`: the provider, or the person there, refused.
 */
export type RejectionCode =
  | 'TICKET_INVALID'
  | 'SERVICE_MISMATCH'
  | 'PROVIDER_MISCONFIGURED'
  | 'PROVIDER_UNREACHABLE'
  | 'ANSWER_UNREADABLE'
  | 'SIGN_IN_DENIED';

export interface SignInRejection {
  readonly code: RejectionCode;
  /** For operators, in English, at most 500 characters; holds neither tickets nor secrets. */
  readonly message: string;
}

/** One line of the log of sign-ins. */
export interface SignInLogEntry {
  readonly tenant: string;
  readonly at: Instant;
  readonly provider: string;
  readonly outcome: SignInOutcome;
  /** Null where nobody was found out. */
  readonly personId: string | null;
  readonly message: string | null;
}

/** What needs an operator, and not the person again. */
export const needsOperator = (code: RejectionCode): boolean =>
  code === 'SERVICE_MISMATCH' || code === 'PROVIDER_MISCONFIGURED' || code === 'ANSWER_UNREADABLE';
