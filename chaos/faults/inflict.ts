import { setTimeout as sleep } from 'node:timers/promises';
import type { AmqpLink } from '../events/amqp-link.ts';
import type { Service } from '../processes/service.ts';
import type { World } from '../world.ts';
import type { Fault } from './fault.ts';

/** When a worker was killed or frozen, epoch milliseconds. */
export interface LossOfWorker {
  readonly at: number;
  readonly how: 'killed' | 'frozen';
}

export interface InflictDependencies {
  readonly world: World;
  /** Lets what is done to the broker take turns. */
  readonly atBroker: <T>(step: () => Promise<T>) => Promise<T>;
  /** A connection of our own, for what only a client of the broker can do. */
  readonly link: AmqpLink;
  /** Told of each process that was killed with SIGKILL. */
  readonly killed: () => void;
  /** Told right after a worker was lost. */
  readonly lost: (loss: LossOfWorker) => void;
  /** Told when the inbox is gone, with what was in it. */
  readonly inboxGone: () => void;
}

const inbox = 'portico.events.inbox';
const doorbells = 'portico.doorbell.all';

const again = async (service: Service, signal: NodeJS.Signals, awayMs: number): Promise<void> => {
  await service.down(signal);
  await sleep(awayMs);
  await service.up();
};

/** Deleting a queue while it looks for its leader breaks it for good (RabbitMQ 3.10), which is another test. */
const brokerSettlesMs = 2_000;

const deleteQueue = async (link: AmqpLink, name: string): Promise<void> => {
  const channel = await (await link.connection()).createChannel();
  // A queue that is not there closes the channel of whoever deletes it, in some versions.
  channel.on('error', () => {});
  await channel.deleteQueue(name).catch(() => undefined);
  await channel.close().catch(() => undefined);
};

/** Does it, and resolves when whatever was ended is there again. */
export const inflict = async (fault: Fault, dependencies: InflictDependencies): Promise<void> => {
  const { world, atBroker, link, killed, lost, inboxGone } = dependencies;
  const kill = (which: 0 | 1): void => {
    if (!world.workers[which].kill('SIGKILL')) return;
    killed();
    lost({ at: Date.now(), how: 'killed' });
  };
  const killService = async (service: Service, awayMs = 0): Promise<void> => {
    killed();
    await again(service, 'SIGKILL', awayMs);
  };
  switch (fault.kind) {
    case 'kill a worker':
      return kill(fault.which);
    case 'kill both workers':
      kill(0);
      return kill(1);
    case 'kill the server':
      if (world.server.kill('SIGKILL')) killed();
      return undefined;
    case 'kill RabbitMQ':
      return atBroker(async () => {
        await killService(world.rabbitmq);
        await sleep(brokerSettlesMs);
      });
    case 'kill PostgreSQL':
      return killService(world.postgres);
    case 'stop PostgreSQL at once':
      return again(world.postgres, 'SIGQUIT', 0);
    case 'kill Redis':
      return killService(world.redis, fault.awayMs);
    case 'empty Redis':
      await world.redisCommand('FLUSHALL');
      return undefined;
    case 'freeze Redis':
      world.redis.signal('SIGSTOP');
      await sleep(fault.forMs);
      return world.redis.signal('SIGCONT');
    case 'freeze a worker': {
      const worker = world.workers[fault.which];
      worker.signal('SIGSTOP');
      lost({ at: Date.now(), how: 'frozen' });
      await sleep(fault.forMs);
      return worker.signal('SIGCONT');
    }
    case 'delete the doorbells':
      return atBroker(() => deleteQueue(link, doorbells));
    case 'delete the inbox':
      return atBroker(async () => {
        await deleteQueue(link, inbox);
        inboxGone();
      });
  }
};
