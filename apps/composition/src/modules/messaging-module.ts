import { createInProcessDoorbell } from '@portico/adapters-messaging/in-process';
import { ContainerModule } from 'inversify';
import type { Broker } from '../messaging/open-broker.ts';
import { tokens } from './tokens.ts';

/** How workers are woken, and who is told of what happened: through the broker where there is one. */
export const messagingModule = (broker: Broker | null): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(tokens.doorbell).toConstantValue(broker?.doorbell ?? createInProcessDoorbell());
    bind(tokens.publisher).toConstantValue(broker?.publisher ?? null);
  });
