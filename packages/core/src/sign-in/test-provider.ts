import { err, ok, safeTry } from 'neverthrow';
import type { SignInContext } from './context.ts';
import { callbackOf, notFound } from './shown.ts';
import type { ProviderTest, SignIn } from './sign-in.ts';

/** Presents a ticket that nobody has issued: a provider that works says just that. */
export const createTestProvider =
  ({ transactor, registry, signInSecrets, publicUrl, times }: SignInContext): SignIn['testProvider'] =>
  (tenant, code) =>
    safeTry(async function* () {
      const provider = yield* transactor.run((stores) => stores.identityProviders.find(tenant, code));
      if (provider === null) return err(notFound(`identity provider "${code}"`));
      const open = yield* registry.open(provider);
      const round = {
        callback: callbackOf(publicUrl(), tenant, code),
        state: signInSecrets.random(),
        verifier: signInSecrets.random(),
      };
      const context = { signal: new AbortController().signal, timeoutMs: times.verify };
      const verdict = await open.verify(`ST-0-test-${signInSecrets.random()}`, round, context);
      if (verdict.isOk())
        return ok<ProviderTest>({
          ok: false,
          code: 'ANSWER_UNREADABLE',
          message: 'the provider takes a ticket for valid that nobody has issued',
        });
      const { code: found, message } = verdict.error;
      return ok<ProviderTest>({ ok: found === 'TICKET_INVALID', code: found, message });
    });
