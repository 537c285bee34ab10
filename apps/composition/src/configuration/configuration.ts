import { resolve } from 'node:path';
import type { z } from 'zod';
import type { commonSettings } from './settings.ts';
import type { TracesConfiguration } from './traces-configuration.ts';

/** What every process of Portico runs with. */
export interface Configuration {
  /** Absolute. */
  readonly dataDir: string;
  /** IANA name. */
  readonly timezone: string;
  /** Null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  /** Null: processes do not wake each other, and events come and go over HTTP only. */
  readonly rabbitmqUrl: string | null;
  /** What the names of exchanges and queues begin with. */
  readonly rabbitmqPrefix: string;
  /** Whether events are taken in from the broker; never without one. */
  readonly inbox: boolean;
  /** Null: rates are divided among the workers. */
  readonly redisUrl: string | null;
  /** What the names of keys begin with. */
  readonly redisPrefix: string;
  /** What is not public and may be called all the same. */
  readonly privateNetworks: PrivateNetworks;
  /** Base64; null: the key file in the data directory. */
  readonly secretKey: string | null;
  readonly stopWithinMs: number;
  readonly log: 'silent' | 'error' | 'info' | 'debug';
  /** Null: nothing is traced. */
  readonly traces: TracesConfiguration | null;
}

export interface PrivateNetworks {
  /** Null: any for platforms, none for webhooks. */
  readonly allowed: readonly string[] | null;
  /** Whether this machine itself may be called in any case. */
  readonly loopback: boolean;
}

type CommonValues = z.output<z.ZodObject<typeof commonSettings>>;

/** The part of a configuration that all processes have in common. */
export const commonConfiguration = (values: CommonValues, workingDirectory: string): Configuration => ({
  dataDir: resolve(workingDirectory, values.PORTICO_DATA_DIR),
  timezone: values.PORTICO_TIMEZONE,
  databaseUrl: values.PORTICO_DATABASE_URL ?? null,
  databasePool: values.PORTICO_DATABASE_POOL,
  rabbitmqUrl: values.PORTICO_RABBITMQ_URL ?? null,
  rabbitmqPrefix: values.PORTICO_RABBITMQ_PREFIX,
  inbox: values.PORTICO_RABBITMQ_URL !== undefined && (values.PORTICO_INBOX ?? true),
  redisUrl: values.PORTICO_REDIS_URL ?? null,
  redisPrefix: values.PORTICO_REDIS_PREFIX,
  privateNetworks: {
    allowed: values.PORTICO_ALLOW_PRIVATE_NETWORKS?.filter((network) => network !== 'none') ?? null,
    loopback: false,
  },
  secretKey: values.PORTICO_SECRET_KEY ?? null,
  stopWithinMs: values.PORTICO_STOP_WITHIN * 1_000,
  log: values.PORTICO_LOG,
  traces: tracesOf(values),
});

const tracesOf = (values: CommonValues): TracesConfiguration | null =>
  (values.PORTICO_TRACES ?? values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined)
    ? { sampler: values.OTEL_TRACES_SAMPLER, ratio: values.OTEL_TRACES_SAMPLER_ARG }
    : null;
