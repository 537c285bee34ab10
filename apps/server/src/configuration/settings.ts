import { commonSettings, host, httpUrl, onOff, port } from '@portico/composition';

const { PORTICO_DATA_DIR, PORTICO_TIMEZONE, ...others } = commonSettings;

/** Every setting of the server: its environment variable, its default, and what it means. `--help` and the reference page come from here. */
export const settings = {
  PORTICO_PORT: port.default(3000).describe('Port of the API and the console; 0 takes a free one.'),
  PORTICO_HOST: host.default('127.0.0.1').describe('Address to listen on. 0.0.0.0 opens Portico to the network.'),
  PORTICO_DATA_DIR,
  PORTICO_TIMEZONE,
  PORTICO_PUBLIC_URL: httpUrl
    .optional()
    .describe('Address under which people reach Portico, for absolute links. Default: the address it listens on.'),
  PORTICO_WORKER: onOff.default(true).describe('Whether this process also does the work (on, off).'),
  PORTICO_SANDBOXES: onOff
    .optional()
    .describe(
      'Whether this process also plays the vendors (on, off). Default: on with the embedded database, off with PORTICO_DATABASE_URL.',
    ),
  PORTICO_METRICS_PORT: port
    .optional()
    .describe('Port of /metrics, /livez and /readyz for those who run it; 0 takes a free one. Default: off.'),
  PORTICO_METRICS_HOST: host.default('127.0.0.1').describe('Address of that port. 0.0.0.0 opens it to the network.'),
  ...others,
} as const;
