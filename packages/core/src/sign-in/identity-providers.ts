import type { Result, ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { Identity, IdentityProviderKindName, SignInRejection } from './model.ts';

/** One setting of a kind of provider. */
export interface ProviderField {
  readonly name: string;
  readonly label: { readonly 'zh-CN': string; readonly en: string };
  readonly help: { readonly 'zh-CN': string; readonly en: string } | null;
  readonly type: 'string' | 'url' | 'integer' | 'boolean' | 'secret' | 'choice' | 'expression';
  readonly required: boolean;
  readonly default: unknown;
  readonly choices: readonly string[] | null;
}

/** What a provider is opened with. Secrets are in the clear here and nowhere else. */
export interface ProviderConnection {
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ProviderSettingsInvalid {
  readonly code: 'SETTINGS_INVALID';
  /** `pointer` leads into the provider's document: `/settings/clientId`. */
  readonly issues: readonly { readonly pointer: string; readonly message: string }[];
}

/** One try to sign in, the same at its beginning and at its end. */
export interface SignInRound {
  /** Our own address that the provider sends people back to, without a query. */
  readonly callback: string;
  /** Random, of this try alone. */
  readonly state: string;
  /** Random, of this try alone: the code verifier of PKCE (RFC 7636). */
  readonly verifier: string;
}

/** What a browser brings back from a provider: a CAS ticket or an authorization code. It is a secret. */
export interface Proof {
  readonly state: string;
  readonly ticket: string;
}

export interface VerifyContext {
  readonly signal: AbortSignal;
  readonly timeoutMs: Millis;
}

/** A provider that is ready to be asked. */
export interface OpenIdentityProvider {
  /** Where a browser is sent to sign in. Pure: the same round gives the same address, byte for byte. */
  loginUrl(round: SignInRound): string;
  /** What came back in the query of the callback; the provider may also have refused right there. */
  readProof(query: Readonly<Record<string, string>>): Result<Proof, SignInRejection>;
  /** Asks the provider whose ticket it is. Never rejects. A ticket is asked for once: what may have reached the provider is not sent again. */
  verify(ticket: string, round: SignInRound, context: VerifyContext): ResultAsync<Identity, SignInRejection>;
  /** The ticket that a back-channel logout names; null when it is none. */
  readLogout(body: string): string | null;
  /** Where people sign out of the provider itself; null where it has no such page. */
  readonly logoutUrl: string | null;
  /** Whose an access token of the provider is, for portals that name people by one. Null: this kind cannot tell. */
  readonly identify: ((token: string, context: VerifyContext) => ResultAsync<Identity, SignInRejection>) | null;
}

/** A kind of provider that can be configured. */
export interface IdentityProviderKind {
  readonly kind: IdentityProviderKindName;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly fields: readonly ProviderField[];
  /** Checks everything, then opens. Nothing is sent. */
  open(connection: ProviderConnection): Result<OpenIdentityProvider, ProviderSettingsInvalid>;
}
