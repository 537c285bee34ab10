import { createHandOverTokens } from '@portico/adapters-http/tokens';
import { createAddressGuard, createGuardedAgent } from '@portico/adapters-platforms/http';
import { identityProviderKinds } from '@portico/adapters-platforms/identity-providers';
import { createPortalTemplates } from '@portico/adapters-platforms/portals';
import { ContainerModule } from 'inversify';
import { signInSecrets } from '../system/sign-in-secrets.ts';
import { tokens } from './tokens.ts';

/** Identity providers, and how portals are answered. */
export const peopleModule = new ContainerModule(({ bind }) => {
  bind(tokens.people)
    .toResolvedValue(
      ({ timezone, privateNetworks: { allowed, loopback } }, clock, publicUrl, tracer) => ({
        identityProviderKinds: identityProviderKinds({
          ...(tracer === null ? {} : { tracer }),
          // Like platforms: a campus keeps its identity provider on addresses of its own.
          ...(allowed === null ? {} : { dispatcher: createGuardedAgent(createAddressGuard({ allowed, loopback })) }),
        }),
        signInSecrets,
        handOverTokens: createHandOverTokens({ clock }),
        portalTemplates: createPortalTemplates(timezone),
        publicUrl,
      }),
      [tokens.configuration, tokens.clock, tokens.publicUrl, tokens.tracer],
    )
    .inSingletonScope();
});
