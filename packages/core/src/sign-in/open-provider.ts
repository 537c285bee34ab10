import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { SignInContext } from './context.ts';
import type { OpenIdentityProvider } from './identity-providers.ts';
import type { IdentityProvider, SignInRejection } from './model.ts';
import type { ProviderUnknown } from './sign-in.ts';

const unknown: ProviderUnknown = {
  code: 'PROVIDER_UNKNOWN',
  message: 'There is no such way to sign in, or it is switched off.',
};

/** A provider that may be used now. */
export const openProvider = (
  { transactor, registry, log }: SignInContext,
  tenant: string,
  code: string,
): ResultAsync<
  { readonly provider: IdentityProvider; readonly open: OpenIdentityProvider },
  StoreFailure | ProviderUnknown | SignInRejection
> =>
  transactor
    .run((stores) => stores.identityProviders.find(tenant, code))
    .andThen(
      (
        provider,
      ): ResultAsync<
        { readonly provider: IdentityProvider; readonly open: OpenIdentityProvider },
        ProviderUnknown | SignInRejection
      > => {
        if (provider === null || !provider.enabled) return errAsync(unknown);
        const open = registry.open(provider);
        if (open.isOk()) return okAsync({ provider, open: open.value });
        const message = open.error.issues
          .map((issue) => `${issue.pointer} ${issue.message}`)
          .join('; ')
          .slice(0, 500);
        log('error', 'An identity provider cannot be opened.', { tenant, provider: code, reason: message });
        return errAsync<never, SignInRejection>({ code: 'PROVIDER_MISCONFIGURED', message });
      },
    );
