import { commonSettings, host, laneSelection, port } from '@portico/composition';

const { PORTICO_DATABASE_URL, PORTICO_DATA_DIR, PORTICO_SECRET_KEY, PORTICO_LOG, ...others } = commonSettings;

/** Every setting of the worker: its environment variable, its default, and what it means. `--help` and the reference page come from here. */
export const settings = {
  PORTICO_DATABASE_URL: PORTICO_DATABASE_URL.unwrap().describe(
    'The PostgreSQL that the servers use too, 15 or newer. Must be given: the embedded database belongs to one server.',
  ),
  PORTICO_SECRET_KEY: PORTICO_SECRET_KEY.describe(
    "Key that opens stored secrets: the servers' own, 32 bytes in base64. Default: the key file that a server made in the data directory.",
  ),
  PORTICO_WORKER_LANES: laneSelection
    .default(['*'])
    .describe(
      'Which lanes this worker serves: names divided by commas, in which * stands for anything; those after ! are left out. For example push/*,!push/jinzhi.',
    ),
  PORTICO_HEALTH_PORT: port.default(9464).describe('Port of /livez, /readyz and /metrics; 0 takes a free one.'),
  PORTICO_HEALTH_HOST: host
    .default('127.0.0.1')
    .describe('Address of /livez, /readyz and /metrics. 0.0.0.0 opens them to the network.'),
  ...others,
  PORTICO_DATA_DIR: PORTICO_DATA_DIR.describe('Directory with the key file of a server; nothing is written there.'),
  PORTICO_LOG: PORTICO_LOG.unwrap()
    .default('info')
    .describe(PORTICO_LOG.description ?? ''),
} as const;
