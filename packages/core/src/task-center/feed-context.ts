import type { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkLog } from '../work/worker-options.ts';
import type { FeedStores, PortalTemplates } from './feed-ports.ts';

/** Why a credential says nothing. */
export interface CredentialRefused {
  readonly code: string;
  readonly message: string;
}

/** Turns a person's credential into the person, at an identity provider of the tenant. */
export type IdentifyPerson = (
  tenant: string,
  provider: string,
  credential: string,
  signal: AbortSignal,
) => ResultAsync<{ readonly personId: string }, StoreFailure | CredentialRefused>;

export interface FeedDependencies {
  readonly transactor: Transactor<FeedStores>;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** A one-way hash, the same for the same text. */
  readonly digest: (text: string) => string;
  readonly templates: PortalTemplates;
  /** Nobody comes with a credential unless given. */
  readonly identify?: IdentifyPerson;
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
  readonly log?: WorkLog;
}
