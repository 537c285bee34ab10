import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'amqplib';
import type { Children } from './children.ts';
import { createService } from './create-service.ts';
import type { Programs } from './programs.ts';
import type { RunFolder } from './run-folder.ts';
import type { Service } from './service.ts';

export interface RabbitmqPorts {
  readonly amqp: number;
  readonly distribution: number;
  readonly epmd: number;
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const connection = await connect(url, { timeout: 2_000 });
    connection.on('error', () => {});
    await connection.close();
    return true;
  } catch {
    return false;
  }
};

/** A broker of this run: node name, ports, folders and cookie are its own, and so is the name server that Erlang needs. */
export const createRabbitmq = (
  children: Children,
  programs: Programs,
  folder: RunFolder,
  ports: RabbitmqPorts,
): { readonly service: Service; readonly url: string } => {
  const home = folder.folder('rabbitmq');
  const file = (name: string, text: string): string => {
    const path = join(home, name);
    writeFileSync(path, text);
    return path;
  };
  children.start({
    name: 'epmd',
    command: programs.epmd,
    args: ['-port', String(ports.epmd), '-address', '127.0.0.1'],
    env: {},
    cwd: home,
  });
  const configuration = file(
    'rabbitmq.conf',
    `listeners.tcp.local = 127.0.0.1:${ports.amqp}\ndisk_free_limit.absolute = 50MB\n`,
  );
  const url = `amqp://guest:guest@127.0.0.1:${ports.amqp}`;
  const service = createService(children, {
    program: {
      name: 'rabbitmq',
      command: programs.rabbitmq,
      args: [],
      cwd: home,
      env: {
        HOME: home,
        RABBITMQ_NODENAME: `chaos${ports.amqp}@localhost`,
        RABBITMQ_NODE_PORT: String(ports.amqp),
        RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
        RABBITMQ_DIST_PORT: String(ports.distribution),
        ERL_EPMD_PORT: String(ports.epmd),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        RABBITMQ_MNESIA_BASE: folder.folder('rabbitmq/mnesia'),
        RABBITMQ_LOG_BASE: folder.folder('rabbitmq/log'),
        RABBITMQ_LOGS: '-',
        RABBITMQ_CONF_ENV_FILE: file('rabbitmq-env.conf', ''),
        RABBITMQ_CONFIG_FILE: configuration,
        RABBITMQ_ADVANCED_CONFIG_FILE: file('advanced.config', '[].\n'),
        RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins', '[].\n'),
        RABBITMQ_PID_FILE: join(home, 'pid'),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none',
      },
    },
    answers: () => answers(url),
    withinMs: 90_000,
  });
  return { service, url };
};
