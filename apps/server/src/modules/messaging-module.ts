import { createInProcessDoorbell } from '@portico/adapters-messaging/in-process';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** How workers are woken. */
export const messagingModule = new ContainerModule(({ bind }) => {
  bind(tokens.doorbell).toDynamicValue(createInProcessDoorbell).inSingletonScope();
});
