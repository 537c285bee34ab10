import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Secrets } from './ports/secrets.ts';
import type { Transactor } from './ports/transactor.ts';
import { createSignIn, type RunningSignIn } from './sign-in/create-sign-in.ts';
import type { IdentityProviderKind } from './sign-in/identity-providers.ts';
import type { HandOverTokens, SignInSecrets, SignInStores } from './sign-in/ports.ts';
import { createFeed } from './task-center/create-feed.ts';
import type { FeedStores, PortalTemplates } from './task-center/feed-ports.ts';
import type { Feed } from './task-center/feed.ts';
import type { WorkLog } from './work/worker-options.ts';

/** What people who sign in and portals that fetch need from outside. */
export interface PeopleDependencies {
  readonly identityProviderKinds: readonly IdentityProviderKind[];
  readonly signInSecrets: SignInSecrets;
  readonly handOverTokens: HandOverTokens;
  readonly portalTemplates: PortalTemplates;
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
}

interface Ports {
  readonly transactor: Transactor<SignInStores & FeedStores>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly log?: WorkLog | undefined;
}

/** Sign-in, and the feed that portals and people's own pages read. */
export const createPeople = (
  { transactor, clock, ids, secrets, log = () => {} }: Ports,
  people: PeopleDependencies,
): { readonly signIn: RunningSignIn; readonly feed: Feed } => {
  const { signInSecrets, handOverTokens, portalTemplates, publicUrl, identityProviderKinds: kinds } = people;
  const signIn = createSignIn({
    transactor,
    clock,
    ids,
    secrets,
    signInSecrets,
    handOverTokens,
    kinds,
    publicUrl,
    log,
  });
  const { digest } = signInSecrets;
  const { identify } = signIn.people;
  const feed = createFeed({ transactor, clock, secrets, digest, templates: portalTemplates, identify, publicUrl, log });
  return { signIn, feed };
};
