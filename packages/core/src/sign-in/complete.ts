import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { openAttempt, type Attempt } from './attempt.ts';
import type { SignInContext } from './context.ts';
import { allowReturn, handOver } from './hand-over.ts';
import { needsOperator, type Identity, type PersonSession, type SignInRejection } from './model.ts';
import { openProvider } from './open-provider.ts';
import type { AttemptUnknown, Destination, PeopleSignIn, ProviderUnknown, SignInFailed } from './sign-in.ts';

const mostAttempts = 16;

const unknownAttempt: AttemptUnknown = {
  code: 'ATTEMPT_UNKNOWN',
  message: 'This sign-in did not begin in this browser, began too long ago, or has ended already.',
};

const usedTicket: SignInRejection = { code: 'TICKET_INVALID', message: 'the ticket was presented before' };

type Failures = StoreFailure | ProviderUnknown | AttemptUnknown | SignInRejection;

const takeState = (
  { transactor, signInSecrets, times }: SignInContext,
  { tenant, state }: Attempt,
): ResultAsync<boolean, StoreFailure> =>
  transactor.run((stores) => stores.once.use(tenant, 'state', signInSecrets.digest(state), 2 * times.attempt));

/** Takes state and ticket, both at once and for ever. */
const takeOnce = (
  { transactor, signInSecrets, times }: SignInContext,
  attempt: Attempt,
  ticket: string,
): ResultAsync<void, StoreFailure | AttemptUnknown | SignInRejection> =>
  transactor
    .run((stores) =>
      safeTry(async function* () {
        const { tenant, provider, state } = attempt;
        const isNew = yield* stores.once.use(tenant, 'state', signInSecrets.digest(state), 2 * times.attempt);
        const hash = signInSecrets.digest(`${provider}:${ticket}`);
        // Also when the state is an old one: whoever stole a ticket shall not find it unused.
        const isFresh = yield* stores.once.use(tenant, 'ticket', hash, times.rememberTickets);
        // Written down either way, hence no error in here: that would take the writing back.
        return ok({ isNew, isFresh });
      }),
    )
    .andThen(({ isNew, isFresh }) => (!isNew ? err(unknownAttempt) : isFresh ? ok(undefined) : err(usedTicket)));

/** Writes down how it ended, and tells the operators' log where it takes one of them to mend it. */
const reject = (
  { transactor, log }: SignInContext,
  { tenant, provider, to }: Attempt,
  rejection: SignInRejection,
): ResultAsync<never, StoreFailure | SignInFailed> => {
  if (needsOperator(rejection.code))
    log('error', 'An identity provider does not work.', {
      tenant,
      provider,
      code: rejection.code,
      reason: rejection.message,
    });
  const entry = { tenant, provider, outcome: rejection.code, personId: null, message: rejection.message };
  return transactor.run((stores) => stores.signInLog.append(entry)).andThen(() => err({ ...rejection, to }));
};

const openSession = (
  { transactor, signInSecrets, times }: SignInContext,
  { tenant, provider }: Attempt,
  identity: Identity,
  ticket: string,
  token: string,
): ResultAsync<PersonSession, StoreFailure> =>
  transactor.run((stores) =>
    safeTry(async function* () {
      const session = yield* stores.personSessions.open(
        {
          id: signInSecrets.digest(token),
          tenant,
          provider,
          personId: identity.personId,
          name: identity.name,
          attributes: identity.attributes,
          proof: signInSecrets.digest(ticket),
        },
        times.session,
      );
      const { personId } = identity;
      yield* stores.signInLog.append({ tenant, provider, outcome: 'signed-in', personId, message: null });
      return ok(session);
    }),
  );

/** Back from the provider: finds out who it is, and where they go. */
export const createComplete =
  (context: SignInContext): PeopleSignIn['complete'] =>
  ({ tenant, provider: code, query, attempts, signal }) =>
    safeTry(async function* () {
      const { secrets, signInSecrets, clock, times } = context;
      const { provider, open } = yield* openProvider(context, tenant, code);
      const begun = attempts
        .slice(0, mostAttempts)
        .map((sealed) => openAttempt(secrets, sealed))
        .filter((found) => found !== null)
        .filter((found) => found.tenant === tenant && found.provider === code && found.until > clock.now());
      const attempt = begun.find((found) => found.state === query['state'] && found.revision === provider.revision);
      const proof = open.readProof(query);
      if (attempt === undefined) return errAsync<never, Failures>(proof.isErr() ? proof.error : unknownAttempt);
      if (proof.isErr()) {
        // Once: whoever has begun may not write into the log as often as they like.
        const isNew = yield* takeState(context, attempt);
        return isNew ? reject(context, attempt, proof.error) : errAsync(proof.error);
      }
      const { ticket } = proof.value;
      const taken = await takeOnce(context, attempt, ticket);
      if (taken.isErr()) {
        const { error } = taken;
        return error.code === 'TICKET_INVALID' ? reject(context, attempt, error) : errAsync(error);
      }
      const identity = await open.verify(ticket, attempt, { signal, timeoutMs: times.verify });
      if (identity.isErr()) return reject(context, attempt, identity.error);
      const token = signInSecrets.random();
      const session = yield* openSession(context, attempt, identity.value, ticket, token);
      // The list may have changed while the person was away: then our own page is where they end up.
      const allowed = await allowReturn(context, tenant, attempt.to);
      if (allowed.isErr() && allowed.error.code !== 'RETURN_REFUSED') return err(allowed.error);
      const to: Destination = yield* handOver(context, session, allowed.isOk() ? allowed.value : null);
      return ok({ token, session, to });
    });
