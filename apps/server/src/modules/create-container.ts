import type { Database } from '@portico/adapters-persistence';
import { Container } from 'inversify';
import type { Configuration } from '../configuration/configuration.ts';
import type { Keys } from '../data-directory/keys.ts';
import { applicationModule } from './application-module.ts';
import { messagingModule } from './messaging-module.ts';
import { persistenceModule } from './persistence-module.ts';
import { platformsModule } from './platforms-module.ts';
import { systemModule } from './system-module.ts';
import { tokens } from './tokens.ts';

/** Wires everything over what had to be opened first. */
export const createContainer = (configuration: Configuration, keys: Keys, database: Database): Container => {
  const container = new Container();
  container.bind(tokens.configuration).toConstantValue(configuration);
  container.bind(tokens.keys).toConstantValue(keys);
  container.bind(tokens.database).toConstantValue(database);
  container.load(systemModule, persistenceModule, messagingModule, platformsModule, applicationModule);
  return container;
};
