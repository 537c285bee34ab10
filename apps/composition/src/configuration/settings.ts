import { isNetwork } from '@portico/adapters-platforms/http';
import { z } from 'zod';
import { samplers } from './traces-configuration.ts';

/** A switch. */
export const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** A TCP port; 0 takes a free one. */
export const port = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(0, 'must be at least 0')
  .max(65_535, 'must be at most 65535');

/** An address to listen on. */
export const host = z.string().min(1).max(255);

/** An http or https address. */
export const httpUrl = z.url({ protocol: /^https?$/u, error: 'must be an http or https address' });

const lanePattern = /^!?[^\s,!]+$/u;

/** Patterns of lane names, divided by commas; see `servesLane` of the core. */
export const laneSelection = z
  .string()
  .max(4096)
  .transform((text) =>
    text
      .split(',')
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== ''),
  )
  .refine((patterns) => patterns.length > 0 && patterns.every((pattern) => lanePattern.test(pattern)), {
    error: 'must be lane names divided by commas, in which * stands for anything, with ! before those left out',
  });

/** Addresses and networks, divided by commas. */
const networks = z
  .string()
  .max(4096)
  .transform((text) =>
    text
      .split(',')
      .map((network) => network.trim())
      .filter((network) => network !== ''),
  )
  .refine((all) => all.length > 0 && all.every((network) => network === 'none' || isNetwork(network)), {
    error: 'must be addresses and networks divided by commas, for example 10.0.0.0/8,fd00::/8, or all, or none',
  });

const timezone = z.string().refine(
  (name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    } catch {
      return false;
    }
  },
  { error: 'is not an IANA time zone, for example Asia/Shanghai' },
);

/** The settings that every process of Portico understands. */
export const commonSettings = {
  PORTICO_DATA_DIR: z
    .string()
    .min(1)
    .max(4096)
    .default('.portico')
    .describe('Directory for the embedded database, keys and sandboxes.'),
  PORTICO_TIMEZONE: timezone
    .default('Asia/Shanghai')
    .describe('Timestamps without offset are read in this zone, and vendors get its local time.'),
  PORTICO_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/u, error: 'must be a postgres:// address' })
    .optional()
    .describe('PostgreSQL 15 or newer. Default: an embedded database in the data directory.'),
  PORTICO_DATABASE_POOL: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(2, 'must be at least 2')
    .max(200, 'must be at most 200')
    .default(10)
    .describe('How many connections a process opens to PostgreSQL at most.'),
  PORTICO_RABBITMQ_URL: z
    .url({ protocol: /^amqps?$/u, error: 'must be an amqp:// or amqps:// address' })
    .optional()
    .describe(
      'RabbitMQ 3.10 or newer, for waking workers, taking events in and telling of what happened. Give it to all processes of an installation or to none. Default: none.',
    ),
  PORTICO_RABBITMQ_PREFIX: z
    .string()
    .regex(/^[0-9A-Za-z._-]{1,64}$/u, 'must be 1 to 64 letters, digits, dots, hyphens or underscores')
    .default('portico')
    .describe('What the names of exchanges and queues begin with; one for each installation on a broker.'),
  PORTICO_INBOX: onOff
    .optional()
    .describe(
      'Whether this process takes in the events that engines publish (on, off). Default: on with PORTICO_RABBITMQ_URL.',
    ),
  PORTICO_REDIS_URL: z
    .url({ protocol: /^rediss?$/u, error: 'must be a redis:// or rediss:// address' })
    .optional()
    .describe('Redis 7 or newer, for rates that hold over all processes. Default: each worker keeps to its share.'),
  PORTICO_REDIS_PREFIX: z
    .string()
    .regex(/^[0-9A-Za-z._-]{1,64}$/u, 'must be 1 to 64 letters, digits, dots, hyphens or underscores')
    .default('portico')
    .describe('What the names of keys in Redis begin with; one for each installation on a server.'),
  PORTICO_ALLOW_PRIVATE_NETWORKS: networks
    .optional()
    .describe(
      'Addresses and networks that are not public and that Portico may call all the same: divided by commas, for example 10.0.0.0/8,fd00::/8; all or none. Default: any for platforms, none for webhooks; this machine too where the server plays the vendors.',
    ),
  PORTICO_SECRET_KEY: z
    .string()
    .regex(/^[0-9A-Za-z+/_-]{43}=?$/u, 'must be 32 bytes in base64')
    .optional()
    .describe(
      'Key that seals secrets at rest: 32 bytes in base64. Default: made at the first start and kept in the data directory.',
    ),
  PORTICO_STOP_WITHIN: z.coerce
    .number({ error: 'must be a number' })
    .min(1, 'must be at least 1')
    .max(300, 'must be at most 300')
    .default(10)
    .describe('Seconds that work under way may take to end when the process is told to stop.'),
  PORTICO_LOG: z
    .enum(['silent', 'error', 'info', 'debug'])
    .default('error')
    .describe('How much is written to standard error, as JSON lines.'),
  PORTICO_TRACES: onOff
    .optional()
    .describe('Whether traces are sent (on, off). Default: on with OTEL_EXPORTER_OTLP_ENDPOINT.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('Where traces are sent to as OTLP over HTTP; /v1/traces is added. Default: http://localhost:4318.'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .max(16_384)
    .optional()
    .describe('Headers that go with them: name=value, divided by commas.'),
  OTEL_SERVICE_NAME: z
    .string()
    .max(255)
    .optional()
    .describe('How this process is called in traces. Default: portico-server, portico-worker.'),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers)
    .default('parentbased_always_on')
    .describe(`What is traced: ${samplers.join(', ')}.`),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number' })
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .default(1)
    .describe('The share that is traced, from 0 to 1, for the samplers that go by a ratio.'),
} as const;

/** Which settings must never be printed. */
export const secretSettings: ReadonlySet<string> = new Set([
  'PORTICO_SECRET_KEY',
  'PORTICO_DATABASE_URL',
  'PORTICO_RABBITMQ_URL',
  'PORTICO_REDIS_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
]);
