import { createJwtTokens } from '@portico/adapters-http';
import { createApplication } from '@portico/core';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The contexts, wired over everything else. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(tokens.jwt)
    .toResolvedValue(
      (keys, clock) => createJwtTokens({ secret: keys.jwt, issuer: 'portico', clock }),
      [tokens.keys, tokens.clock],
    )
    .inSingletonScope();
  bind(tokens.application)
    .toResolvedValue(
      (configuration, transactor, doorbell, clock, ids, random, secrets, keySecrets, jwt, kinds, log) =>
        createApplication({
          transactor,
          doorbell,
          clock,
          ids,
          random,
          secrets,
          keySecrets,
          tokens: jwt,
          kinds,
          log,
          timezone: configuration.timezone,
        }),
      [
        tokens.configuration,
        tokens.transactor,
        tokens.doorbell,
        tokens.clock,
        tokens.ids,
        tokens.random,
        tokens.secrets,
        tokens.keySecrets,
        tokens.jwt,
        tokens.kinds,
        tokens.log,
      ],
    )
    .inSingletonScope();
});
