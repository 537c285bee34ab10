import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { SignInContext } from './context.ts';
import type { Identity, PersonSession, SignInRejection } from './model.ts';
import { openProvider } from './open-provider.ts';
import type { PeopleSignIn, ProviderUnknown, RedeemedPerson } from './sign-in.ts';

/** What a session token looks like; anything else is not worth asking the store. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/u;

const longestToken = 4_096;

export const createOffered =
  ({ transactor }: SignInContext): PeopleSignIn['offered'] =>
  (tenant) =>
    transactor
      .run((stores) => stores.identityProviders.list(tenant))
      .map((providers) => providers.filter(({ enabled }) => enabled).map(({ code, name }) => ({ code, name })));

export const createFind =
  ({ transactor, signInSecrets }: SignInContext): PeopleSignIn['find'] =>
  (token): ResultAsync<PersonSession | null, StoreFailure> =>
    tokenForm.test(token)
      ? transactor.run((stores) => stores.personSessions.find(signInSecrets.digest(token)))
      : okAsync(null);

export const createSignOut =
  (context: SignInContext): PeopleSignIn['signOut'] =>
  (token) =>
    safeTry(async function* () {
      const { transactor, signInSecrets, registry } = context;
      if (!tokenForm.test(token)) return ok({ providerUrl: null });
      const id = signInSecrets.digest(token);
      const provider = yield* transactor.run((stores) =>
        safeTry(async function* () {
          const session = yield* stores.personSessions.find(id);
          yield* stores.personSessions.end(id, null);
          return session === null ? ok(null) : stores.identityProviders.find(session.tenant, session.provider);
        }),
      );
      return ok({
        providerUrl:
          provider === null
            ? null
            : registry
                .open(provider)
                .map((open) => open.logoutUrl)
                .unwrapOr(null),
      });
    });

export const createLogoutByProvider =
  (context: SignInContext): PeopleSignIn['logoutByProvider'] =>
  (tenant, code, body) =>
    openProvider(context, tenant, code)
      .mapErr((failure): StoreFailure | ProviderUnknown =>
        // What cannot be opened can end nobody's session.
        'code' in failure && (failure.code === 'PROVIDER_UNKNOWN' || failure.code.startsWith('STORE_'))
          ? (failure as StoreFailure | ProviderUnknown)
          : { code: 'PROVIDER_UNKNOWN', message: 'This way to sign in does not work at present.' },
      )
      .andThen(({ open }) => {
        const ticket = open.readLogout(body);
        if (ticket === null) return okAsync<number, StoreFailure>(0);
        const { transactor, signInSecrets } = context;
        return transactor.run((stores) => stores.personSessions.endByProof(tenant, code, signInSecrets.digest(ticket)));
      });

export const createRedeem =
  ({ transactor, secrets, signInSecrets, handOverTokens, times }: SignInContext): PeopleSignIn['redeem'] =>
  (token, audience) =>
    safeTry(async function* () {
      const claimed = token.length > longestToken ? null : handOverTokens.peek(token);
      if (claimed === null || (audience !== null && audience !== claimed.audience))
        return ok<RedeemedPerson | null>(null);
      const origin = yield* transactor.run((stores) => stores.returnOrigins.find(claimed.tenant, claimed.audience));
      if (origin === null || !origin.enabled) return ok<RedeemedPerson | null>(null);
      const secret = secrets.open(origin.secret);
      if (secret.isErr()) return ok<RedeemedPerson | null>(null);
      const verified = await handOverTokens.verify(token, secret.value, origin.origin);
      if (verified.isErr() || verified.value.tenant !== origin.tenant) return ok<RedeemedPerson | null>(null);
      const { tenant, provider, personId, name, id } = verified.value;
      const first = yield* transactor.run((stores) =>
        stores.once.use(tenant, 'token', signInSecrets.digest(id), 10 * times.handOver),
      );
      return ok<RedeemedPerson | null>(first ? { tenant, provider, personId, name, audience: origin.origin } : null);
    });

export const createIdentify =
  (context: SignInContext): PeopleSignIn['identify'] =>
  (tenant, code, token, signal) =>
    openProvider(context, tenant, code).andThen(({ open }): ResultAsync<Identity, SignInRejection> => {
      if (open.identify === null)
        return errAsync({ code: 'PROVIDER_MISCONFIGURED', message: 'this kind cannot tell whose an access token is' });
      return open.identify(token, { signal, timeoutMs: context.times.verify });
    });
