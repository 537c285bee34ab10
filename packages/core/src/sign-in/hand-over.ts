import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { SignInContext } from './context.ts';
import type { PersonSession, ReturnOrigin } from './model.ts';
import { readReturnTarget, withToken, type ReturnRefused, type ReturnTarget } from './return-target.ts';
import type { Destination } from './sign-in.ts';

/** Where somebody may be sent, with the origin as it is configured now. */
interface AllowedReturn {
  readonly target: ReturnTarget;
  readonly origin: ReturnOrigin;
}

const refused: ReturnRefused = {
  code: 'RETURN_REFUSED',
  message: 'its origin is not on the list of origins that people are sent back to',
};

/** The one gate that every address away from here goes through; null stands for our own page. */
export const allowReturn = (
  { transactor }: Pick<SignInContext, 'transactor'>,
  tenant: string,
  to: string | null,
): ResultAsync<AllowedReturn | null, StoreFailure | ReturnRefused> =>
  safeTry(async function* () {
    if (to === null) return ok(null);
    const target = yield* readReturnTarget(to);
    const origin = yield* transactor.run((stores) => stores.returnOrigins.find(tenant, target.origin));
    if (origin === null || !origin.enabled || origin.origin !== target.origin) return err(refused);
    return ok({ target, origin });
  });

/** The address that a person is sent to, with a token of a minute where the origin takes one. */
export const handOver = (
  context: SignInContext,
  session: PersonSession,
  allowed: AllowedReturn | null,
): ResultAsync<Destination, StoreFailure> =>
  safeTry(async function* () {
    const { secrets, handOverTokens, ids, publicUrl, times, log } = context;
    if (allowed === null) return ok<Destination>({ kind: 'own-page' });
    const { target, origin } = allowed;
    if (origin.handOver === 'none')
      return ok<Destination>({ kind: 'away', url: `${target.address}${target.fragment}` });
    const secret = secrets.open(origin.secret);
    if (secret.isErr()) {
      log('error', 'The secret of a return origin cannot be opened; make a new one.', { origin: origin.origin });
      return ok<Destination>({ kind: 'own-page' });
    }
    const claims = {
      issuer: publicUrl(),
      audience: origin.origin,
      tenant: session.tenant,
      provider: session.provider,
      personId: session.personId,
      name: session.name,
      id: ids.next(),
    };
    const token = yield* handOverTokens
      .issue(claims, secret.value, times.handOver)
      .mapErr(({ message }): StoreFailure => ({ code: 'STORE_UNAVAILABLE', message }));
    return ok<Destination>({ kind: 'away', url: withToken(target, token) });
  });
