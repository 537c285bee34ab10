import { findProgram, listensOn, localhost, startDaemon } from './programs.mjs';

const withPort = (/** @type {number} */ port, /** @type {Record<string, string>} */ env) => async () =>
  (await listensOn(port)) ? env : undefined;

/** @type {import('./service.mjs').Service} */
export const redis = {
  name: 'Redis',
  neededBy: [],
  probe: withPort(6379, { PORTICO_TEST_REDIS_URL: `redis://${localhost}:6379` }),
  isInstalled: () => findProgram('redis-server') !== undefined,
  start: () => startDaemon('redis-server', ['--daemonize', 'yes', '--bind', localhost, '--port', '6379', '--save', '']),
  debianPackages: ['redis-server'],
  composed: 'redis',
};

/** @type {import('./service.mjs').Service} */
export const rabbitmq = {
  name: 'RabbitMQ',
  neededBy: [],
  probe: withPort(5672, { PORTICO_TEST_RABBITMQ_URL: `amqp://guest:guest@${localhost}:5672` }),
  isInstalled: () => findProgram('rabbitmq-server') !== undefined,
  start: () => startDaemon('rabbitmq-server', ['-detached']),
  debianPackages: ['rabbitmq-server'],
  composed: 'rabbitmq',
};

/** @type {import('./service.mjs').Service} */
export const libreoffice = {
  name: 'LibreOffice',
  neededBy: [],
  probe: async () => {
    const path = findProgram('soffice');
    return path === undefined ? undefined : { PORTICO_TEST_LIBREOFFICE: path };
  },
  isInstalled: () => findProgram('soffice') !== undefined,
  debianPackages: ['libreoffice-writer', 'libreoffice-calc', 'libreoffice-impress'],
};
