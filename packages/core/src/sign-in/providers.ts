import { err, ok, safeTry } from 'neverthrow';
import { mostProviders, type SignInContext } from './context.ts';
import { changedProvider, newProvider } from './provider-draft.ts';
import { conflict, notFound, shownProvider } from './shown.ts';
import type { SignIn } from './sign-in.ts';

export const createListProviders =
  ({ transactor, publicUrl }: SignInContext): SignIn['listProviders'] =>
  (tenant) =>
    transactor
      .run((stores) => stores.identityProviders.list(tenant))
      .map((providers) => providers.map((provider) => shownProvider(provider, publicUrl())));

export const createShowProvider =
  ({ transactor, publicUrl }: SignInContext): SignIn['showProvider'] =>
  (tenant, code) =>
    transactor
      .run((stores) => stores.identityProviders.find(tenant, code))
      .andThen((found) =>
        found === null ? err(notFound(`identity provider "${code}"`)) : ok(shownProvider(found, publicUrl())),
      );

export const createCreateProvider =
  ({ transactor, registry, secrets, clock, publicUrl }: SignInContext): SignIn['createProvider'] =>
  (tenant, draft) =>
    newProvider(tenant, draft, { registry, secrets, now: clock.now() }).asyncAndThen((provider) =>
      transactor.run((stores) =>
        safeTry(async function* () {
          const present = yield* stores.identityProviders.list(tenant);
          if (present.length >= mostProviders)
            return err(conflict(`A tenant has at most ${mostProviders} identity providers.`));
          if (!(yield* stores.identityProviders.save(provider)))
            return err(conflict(`There is an identity provider "${provider.code}" already.`));
          return ok(shownProvider(provider, publicUrl()));
        }),
      ),
    );

export const createChangeProvider =
  ({ transactor, registry, secrets, clock, publicUrl }: SignInContext): SignIn['changeProvider'] =>
  (tenant, code, draft, revision) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const before = yield* stores.identityProviders.find(tenant, code);
        if (before === null) return err(notFound(`identity provider "${code}"`));
        if (revision !== null && revision !== before.revision)
          return err(conflict(`It is at revision ${before.revision}; the change was made to revision ${revision}.`));
        const changed = changedProvider(before, draft, { registry, secrets, now: clock.now() });
        if (changed.isErr()) return err(changed.error);
        if (!(yield* stores.identityProviders.save(changed.value)))
          return err(conflict('It was changed by somebody else meanwhile.'));
        if (before.enabled && !changed.value.enabled) yield* stores.personSessions.endByProvider(tenant, code);
        return ok(shownProvider(changed.value, publicUrl()));
      }),
    );

export const createRemoveProvider =
  ({ transactor }: SignInContext): SignIn['removeProvider'] =>
  (tenant, code) =>
    transactor.run((stores) =>
      safeTry(async function* () {
        if (!(yield* stores.identityProviders.remove(tenant, code)))
          return err(notFound(`identity provider "${code}"`));
        yield* stores.personSessions.endByProvider(tenant, code);
        return ok(undefined);
      }),
    );
