import { commonConfiguration, readSettings, type Configuration, type ConfigurationProblem } from '@portico/composition';
import type { Result } from 'neverthrow';
import { settings } from './settings.ts';

/** What a worker runs with. */
export interface WorkerConfiguration extends Configuration {
  readonly databaseUrl: string;
  /** Patterns of lane names; see `servesLane`. */
  readonly lanes: readonly string[];
  readonly healthPort: number;
  readonly healthHost: string;
}

const missing = 'must be given: the PostgreSQL that the servers use too';

/** Reads the configuration from environment variables; an empty one counts as unset. */
export const readConfiguration = (
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Result<WorkerConfiguration, readonly ConfigurationProblem[]> =>
  readSettings(settings, environment)
    .map((values) => ({
      ...commonConfiguration(values, workingDirectory),
      databaseUrl: values.PORTICO_DATABASE_URL,
      lanes: values.PORTICO_WORKER_LANES,
      healthPort: values.PORTICO_HEALTH_PORT,
      healthHost: values.PORTICO_HEALTH_HOST,
    }))
    .mapErr((problems) =>
      problems.map((problem) =>
        problem.setting === 'PORTICO_DATABASE_URL' && (environment[problem.setting]?.trim() ?? '') === ''
          ? { ...problem, message: missing }
          : problem,
      ),
    );
