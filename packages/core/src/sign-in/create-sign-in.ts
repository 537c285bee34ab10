import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkLog } from '../work/worker-options.ts';
import { createBegin } from './begin.ts';
import { createComplete } from './complete.ts';
import { defaultSignInTimes, type SignInContext, type SignInTimes } from './context.ts';
import type { IdentityProviderKind } from './identity-providers.ts';
import {
  createFind,
  createIdentify,
  createLogoutByProvider,
  createOffered,
  createRedeem,
  createSignOut,
} from './people.ts';
import type { HandOverTokens, SignInSecrets, SignInStores } from './ports.ts';
import { createProviderRegistry } from './provider-registry.ts';
import {
  createChangeProvider,
  createCreateProvider,
  createListProviders,
  createRemoveProvider,
  createShowProvider,
} from './providers.ts';
import { createListReturnOrigins, createPutReturnOrigin, createRemoveReturnOrigin } from './return-origins.ts';
import { createEndSession, createListLog, createListSessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { createTestProvider } from './test-provider.ts';

export interface SignInDependencies {
  readonly transactor: Transactor<SignInStores>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly signInSecrets: SignInSecrets;
  readonly handOverTokens: HandOverTokens;
  /** What can be configured. */
  readonly kinds: readonly IdentityProviderKind[];
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
  /** Hears what an operator has to mend; nobody does unless given. */
  readonly log?: WorkLog;
  readonly times?: Partial<SignInTimes>;
}

/** Sign-in with what keeps it going. */
export interface RunningSignIn extends SignIn {
  /** Forgets expired sessions, used tickets and old lines of the log; to be called every few hours. Answers how many rows. */
  maintainSignIn(): ResultAsync<number, StoreFailure>;
}

const prunedAtOnce = 10_000;

/** People who sign in by an identity provider. They are kept apart from operators: nothing here makes a principal. */
export const createSignIn = (dependencies: SignInDependencies): RunningSignIn => {
  const { transactor, secrets, kinds, log = () => {} } = dependencies;
  const times = { ...defaultSignInTimes, ...dependencies.times };
  const registry = createProviderRegistry(kinds, secrets);
  const context: SignInContext = { ...dependencies, registry, log, times };
  const find = createFind(context);
  return {
    people: {
      offered: createOffered(context),
      begin: createBegin(context, find),
      complete: createComplete(context),
      find,
      signOut: createSignOut(context),
      logoutByProvider: createLogoutByProvider(context),
      redeem: createRedeem(context),
      identify: createIdentify(context),
    },
    listKinds: () => kinds,
    listProviders: createListProviders(context),
    showProvider: createShowProvider(context),
    createProvider: createCreateProvider(context),
    changeProvider: createChangeProvider(context),
    testProvider: createTestProvider(context),
    removeProvider: createRemoveProvider(context),
    listReturnOrigins: createListReturnOrigins(context),
    putReturnOrigin: createPutReturnOrigin(context),
    removeReturnOrigin: createRemoveReturnOrigin(context),
    listSessions: createListSessions(context),
    endSession: createEndSession(context),
    endSessionsOf: (tenant, personId) =>
      transactor.run((stores) => stores.personSessions.endByPerson(tenant, personId)),
    listLog: createListLog(context),
    maintainSignIn: () =>
      transactor.run((stores) =>
        safeTry(async function* () {
          const sessions = yield* stores.personSessions.prune(prunedAtOnce);
          const used = yield* stores.once.prune(prunedAtOnce);
          const lines = yield* stores.signInLog.prune(times.log, prunedAtOnce);
          return ok(sessions + used + lines);
        }),
      ),
  };
};
