import { z } from 'zod';

const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

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

const httpUrl = z.url({ protocol: /^https?$/u, error: 'must be an http or https address' });

/** Every setting of the server: its environment variable, its default, and what it means. `--help` and the reference page come from here. */
export const settings = {
  PORTICO_PORT: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(65_535, 'must be at most 65535')
    .default(3000)
    .describe('Port of the API and the console; 0 takes a free one.'),
  PORTICO_HOST: z
    .string()
    .min(1)
    .max(255)
    .default('127.0.0.1')
    .describe('Address to listen on. 0.0.0.0 opens Portico to the network.'),
  PORTICO_DATA_DIR: z
    .string()
    .min(1)
    .max(4096)
    .default('.portico')
    .describe('Directory for the embedded database, keys and sandboxes.'),
  PORTICO_TIMEZONE: timezone
    .default('Asia/Shanghai')
    .describe('Timestamps without offset are read in this zone, and vendors get its local time.'),
  PORTICO_PUBLIC_URL: httpUrl
    .optional()
    .describe('Address under which people reach Portico, for absolute links. Default: the address it listens on.'),
  PORTICO_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/u, error: 'must be a postgres:// address' })
    .optional()
    .describe('PostgreSQL 15 or newer. Default: an embedded database in the data directory.'),
  PORTICO_WORKER: onOff.default(true).describe('Whether this process also does the work (on, off).'),
  PORTICO_SANDBOXES: onOff
    .optional()
    .describe(
      'Whether this process also plays the vendors (on, off). Default: on with the embedded database, off with PORTICO_DATABASE_URL.',
    ),
  PORTICO_SECRET_KEY: z
    .string()
    .regex(/^[0-9A-Za-z+/_-]{43}=?$/u, 'must be 32 bytes in base64')
    .optional()
    .describe(
      'Key that seals secrets at rest: 32 bytes in base64. Default: made at the first start and kept in the data directory.',
    ),
  PORTICO_LOG: z
    .enum(['silent', 'error', 'info', 'debug'])
    .default('error')
    .describe('How much is written to standard error, as JSON lines.'),
} as const;

/** Which settings must never be printed. */
export const secretSettings: ReadonlySet<string> = new Set(['PORTICO_SECRET_KEY', 'PORTICO_DATABASE_URL']);

export type SettingName = keyof typeof settings;
