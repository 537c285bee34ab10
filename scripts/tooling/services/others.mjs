import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { findProgram, listensOn, localhost, runProgram, startDaemon } from './programs.mjs';

const withPort = (/** @type {number} */ port, /** @type {Record<string, string>} */ env) => async () =>
  (await listensOn(port)) ? env : undefined;

/** @type {import('./service.mjs').Service} */
export const redis = {
  name: 'Redis',
  neededBy: ['contract', 'service'],
  probe: withPort(6379, { PORTICO_TEST_REDIS_URL: `redis://${localhost}:6379` }),
  isInstalled: () => findProgram('redis-server') !== undefined,
  start: () => startDaemon('redis-server', ['--daemonize', 'yes', '--bind', localhost, '--port', '6379', '--save', '']),
  debianPackages: ['redis-server'],
  composed: 'redis',
};

/** @type {import('./service.mjs').Service} */
export const rabbitmq = {
  name: 'RabbitMQ',
  neededBy: ['contract', 'service'],
  probe: withPort(5672, { PORTICO_TEST_RABBITMQ_URL: `amqp://guest:guest@${localhost}:5672` }),
  isInstalled: () => findProgram('rabbitmq-server') !== undefined,
  start: () => startDaemon('rabbitmq-server', ['-detached']),
  debianPackages: ['rabbitmq-server'],
  composed: 'rabbitmq',
};

const asRoot = ['--protocol=tcp', `--host=${localhost}`, '--user=root', '--connect-timeout=3'];

/** @type {import('./service.mjs').Service} */
export const mariadb = {
  name: 'MariaDB',
  neededBy: ['service'],
  // Whoever runs one of their own for other purposes has a password.
  probe: async () =>
    (await listensOn(3306)) && runProgram('mariadb', [...asRoot, '--execute=select 1']).ok
      ? { PORTICO_TEST_MYSQL_URL: `mysql://root@${localhost}:3306` }
      : undefined,
  isInstalled: () => findProgram('mariadbd') !== undefined,
  start: () => {
    mkdirSync('/run/mysqld', { recursive: true });
    startDaemon('mariadbd-safe', ['--no-watch', `--bind-address=${localhost}`]);
  },
  prepare: () => {
    for (let tries = 0; tries < 30; tries += 1)
      if (runProgram('mariadb', ['--execute=alter user root@localhost identified by ""']).ok) return;
      else spawnSync('sleep', ['1']);
  },
  debianPackages: ['mariadb-server'],
  composed: 'mariadb',
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

/**
 * What the examples of docs/reference/amqp.md are written for.
 * @param {string} name
 * @param {string} program
 * @param {string} file where Debian puts the library
 * @param {readonly string[]} packages
 * @returns {import('./service.mjs').Service}
 */
const clientLibrary = (name, program, file, packages) => {
  const isInstalled = () => findProgram(program) !== undefined && existsSync(file);
  return {
    name,
    neededBy: ['service'],
    probe: async () => (isInstalled() ? {} : undefined),
    isInstalled,
    debianPackages: packages,
  };
};

export const javaClient = clientLibrary('the Java client of RabbitMQ', 'javac', '/usr/share/java/amqp-client.jar', [
  ...(findProgram('javac') === undefined ? ['default-jdk-headless'] : []),
  'librabbitmq-client-java',
  'libslf4j-java',
]);

export const phpClient = clientLibrary('the PHP client of RabbitMQ', 'php', '/usr/share/php/PhpAmqpLib/autoload.php', [
  'php-cli',
  'php-amqplib',
]);
