import type { Database } from '@portico/adapters-persistence';
import { Container } from 'inversify';
import type { Configuration } from '../configuration/configuration.ts';
import type { Keys } from '../data-directory/keys.ts';
import type { Limits } from '../limits/open-limits.ts';
import type { Broker } from '../messaging/open-broker.ts';
import type { Tracing } from '../tracing/open-tracing.ts';
import { applicationModule } from './application-module.ts';
import { messagingModule } from './messaging-module.ts';
import { peopleModule } from './people-module.ts';
import { persistenceModule } from './persistence-module.ts';
import { platformsModule } from './platforms-module.ts';
import { systemModule } from './system-module.ts';
import { tokens } from './tokens.ts';

/** What has to be opened before everything can be wired over it. */
export interface Opened {
  readonly configuration: Configuration;
  readonly keys: Keys;
  readonly database: Database;
  /** Null where no broker is configured. */
  readonly broker: Broker | null;
  /** Null where no Redis is configured. */
  readonly limits: Limits | null;
  /** Null, like none, where nothing is traced. */
  readonly tracing?: Tracing | null;
  /** The address people use, without a trailing slash; a process that serves nobody has none. */
  readonly publicUrl?: () => string;
}

/** Wires everything over what had to be opened first. */
export const createContainer = ({
  configuration,
  keys,
  database,
  broker,
  limits,
  tracing,
  publicUrl = () => '',
}: Opened): Container => {
  const container = new Container();
  container.bind(tokens.publicUrl).toConstantValue(publicUrl);
  container.bind(tokens.configuration).toConstantValue(configuration);
  container.bind(tokens.keys).toConstantValue(keys);
  container.bind(tokens.database).toConstantValue(database);
  container.bind(tokens.rateLimiter).toConstantValue(limits?.rateLimiter ?? null);
  container.bind(tokens.tracer).toConstantValue(tracing?.tracer ?? null);
  container.load(
    systemModule,
    persistenceModule,
    messagingModule(broker),
    platformsModule,
    peopleModule,
    applicationModule,
  );
  return container;
};
