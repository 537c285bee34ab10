import { createAddressGuard, createGuardedAgent } from '@portico/adapters-platforms/http';
import { createHttpSourceKind, createSqlSourceKind } from '@portico/adapters-platforms/sources';
import { taskCenterKinds } from '@portico/adapters-platforms/task-centers';
import { createWebhookSender } from '@portico/adapters-platforms/webhooks';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The kinds of outside systems, and how they are called. */
export const platformsModule = new ContainerModule(({ bind }) => {
  bind(tokens.kinds)
    .toResolvedValue(
      ({ privateNetworks: { allowed, loopback } }, tracer) =>
        taskCenterKinds({
          ...(tracer === null ? {} : { tracer }),
          // Campus systems are private: they may be called unless somebody says which networks those are.
          ...(allowed === null ? {} : { dispatcher: createGuardedAgent(createAddressGuard({ allowed, loopback })) }),
        }),
      [tokens.configuration, tokens.tracer],
    )
    .inSingletonScope();
  bind(tokens.sourceKinds)
    .toResolvedValue(
      ({ privateNetworks: { allowed, loopback } }) => [
        createSqlSourceKind({ pg: () => import('pg'), mysql2: () => import('mysql2') }),
        createHttpSourceKind(
          allowed === null ? {} : { dispatcher: createGuardedAgent(createAddressGuard({ allowed, loopback })) },
        ),
      ],
      [tokens.configuration],
    )
    .inSingletonScope();
  bind(tokens.webhookSender)
    .toResolvedValue(
      ({ privateNetworks: { allowed, loopback } }, tracer) =>
        createWebhookSender({
          guard: createAddressGuard({ allowed: allowed ?? [], loopback }),
          ...(tracer === null ? {} : { tracer }),
        }),
      [tokens.configuration, tokens.tracer],
    )
    .inSingletonScope();
});
