import { ok, safeTry } from 'neverthrow';
import { sealAttempt } from './attempt.ts';
import type { SignInContext } from './context.ts';
import { allowReturn, handOver } from './hand-over.ts';
import { openProvider } from './open-provider.ts';
import { callbackOf } from './shown.ts';
import type { BegunSignIn, PeopleSignIn, StraightThrough } from './sign-in.ts';

/** Sends a browser to the provider; or straight on when whoever holds it has signed in there before. */
export const createBegin =
  (context: SignInContext, find: PeopleSignIn['find']): PeopleSignIn['begin'] =>
  ({ tenant, provider: code, to, sessionToken }) =>
    safeTry(async function* () {
      const { secrets, signInSecrets, clock, publicUrl, times } = context;
      const { provider, open } = yield* openProvider(context, tenant, code);
      const allowed = yield* allowReturn(context, tenant, to);
      const session = sessionToken === null ? null : yield* find(sessionToken);
      if (session !== null && session.tenant === tenant && session.provider === code)
        return ok<BegunSignIn | StraightThrough>({ kind: 'through', to: yield* handOver(context, session, allowed) });
      const round = {
        callback: callbackOf(publicUrl(), tenant, code),
        state: signInSecrets.random(),
        verifier: signInSecrets.random(),
      };
      const until = clock.now() + times.attempt;
      const attempt = sealAttempt(secrets, {
        tenant,
        provider: code,
        revision: provider.revision,
        ...round,
        to: allowed === null ? null : `${allowed.target.address}${allowed.target.fragment}`,
        until,
      });
      return ok<BegunSignIn | StraightThrough>({ kind: 'at-provider', redirect: open.loginUrl(round), attempt, until });
    });
