import { createTransactor } from '@portico/adapters-persistence';
import { ContainerModule } from 'inversify';
import { tokens } from './tokens.ts';

/** The stores of all contexts. */
export const persistenceModule = new ContainerModule(({ bind }) => {
  bind(tokens.transactor).toResolvedValue(createTransactor, [tokens.database]).inSingletonScope();
});
