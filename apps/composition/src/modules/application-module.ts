import { createJwtTokens } from '@portico/adapters-http/tokens';
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
      (
        configuration,
        transactor,
        doorbell,
        publisher,
        rateLimiter,
        clock,
        ids,
        random,
        secrets,
        keySecrets,
        jwt,
        kinds,
        sourceKinds,
        log,
        workMetrics,
        tracer,
        webhookSender,
        people,
      ) =>
        createApplication({
          transactor,
          doorbell,
          ...(publisher === null ? {} : { publisher }),
          ...(rateLimiter === null ? {} : { rateLimiter }),
          clock,
          ids,
          random,
          secrets,
          keySecrets,
          tokens: jwt,
          kinds,
          sourceKinds,
          webhookSender,
          people,
          log,
          ...(tracer === null ? {} : { tracer }),
          workObserver: workMetrics,
          timezone: configuration.timezone,
        }),
      [
        tokens.configuration,
        tokens.transactor,
        tokens.doorbell,
        tokens.publisher,
        tokens.rateLimiter,
        tokens.clock,
        tokens.ids,
        tokens.random,
        tokens.secrets,
        tokens.keySecrets,
        tokens.jwt,
        tokens.kinds,
        tokens.sourceKinds,
        tokens.log,
        tokens.workMetrics,
        tokens.tracer,
        tokens.webhookSender,
        tokens.people,
      ],
    )
    .inSingletonScope();
});
