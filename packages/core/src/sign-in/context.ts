import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Millis } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkLog } from '../work/worker-options.ts';
import type { HandOverTokens, SignInSecrets, SignInStores } from './ports.ts';
import type { ProviderRegistry } from './provider-registry.ts';

/** What the use cases share. */
export interface SignInContext {
  readonly transactor: Transactor<SignInStores>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly signInSecrets: SignInSecrets;
  readonly handOverTokens: HandOverTokens;
  readonly registry: ProviderRegistry;
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
  readonly log: WorkLog;
  readonly times: SignInTimes;
}

/** How long things last, in milliseconds. */
export interface SignInTimes {
  /** From leaving for the provider to coming back: 10 minutes. */
  readonly attempt: Millis;
  /** A session of a person: 8 hours. */
  readonly session: Millis;
  /** A token that hands somebody over: 60 seconds. */
  readonly handOver: Millis;
  /** What a provider is given to answer: 10 seconds. */
  readonly verify: Millis;
  /** How long a ticket that was taken is remembered: a day. Tickets live for seconds, codes for minutes. */
  readonly rememberTickets: Millis;
  /** How long the log of sign-ins is kept: 180 days. */
  readonly log: Millis;
}

export const defaultSignInTimes: SignInTimes = {
  attempt: 600_000,
  session: 8 * 3_600_000,
  handOver: 60_000,
  verify: 10_000,
  rememberTickets: 24 * 3_600_000,
  log: 180 * 24 * 3_600_000,
};

/** How many of them a tenant may configure. */
export const mostProviders = 20;
export const mostOrigins = 100;
