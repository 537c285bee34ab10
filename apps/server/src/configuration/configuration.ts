import { commonConfiguration, readSettings, type Configuration, type ConfigurationProblem } from '@portico/composition';
import type { Result } from 'neverthrow';
import { settings } from './settings.ts';

/** What the server runs with. */
export interface ServerConfiguration extends Configuration {
  readonly port: number;
  readonly host: string;
  /** Null: the address it listens on. */
  readonly publicUrl: string | null;
  readonly worker: boolean;
  readonly sandboxes: boolean;
  /** Null: /metrics has no port of its own. */
  readonly metricsPort: number | null;
  readonly metricsHost: string;
}

/** Reads the configuration from environment variables; an empty one counts as unset. */
export const readConfiguration = (
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Result<ServerConfiguration, readonly ConfigurationProblem[]> =>
  readSettings(settings, environment).map((values) => {
    const common = commonConfiguration(values, workingDirectory);
    const sandboxes = values.PORTICO_SANDBOXES ?? values.PORTICO_DATABASE_URL === undefined;
    return {
      ...common,
      privateNetworks: { ...common.privateNetworks, loopback: sandboxes },
      port: values.PORTICO_PORT,
      host: values.PORTICO_HOST,
      publicUrl: values.PORTICO_PUBLIC_URL?.replace(/\/+$/u, '') ?? null,
      worker: values.PORTICO_WORKER,
      sandboxes,
      metricsPort: values.PORTICO_METRICS_PORT ?? null,
      metricsHost: values.PORTICO_METRICS_HOST,
    };
  });
