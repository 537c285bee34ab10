import { randomBytes } from 'node:crypto';
import { connect } from 'amqplib';
import { topologyNames } from '../../packages/adapters-messaging/src/rabbitmq/topology.ts';

/** Names of the benchmark's own in a RabbitMQ. */
export interface BenchBroker {
  readonly url: string;
  readonly prefix: string;
  readonly description: string;
  /** Removes everything declared under the prefix. */
  remove(): Promise<void>;
}

const brokerUrl = (): string => process.env.PORTICO_BENCH_RABBITMQ_URL ?? 'amqp://guest:guest@127.0.0.1:5672';

/** RabbitMQ at `PORTICO_BENCH_RABBITMQ_URL`, else on this machine; null when nobody answers there. */
export const openBenchBroker = async (): Promise<BenchBroker | null> => {
  const url = brokerUrl();
  const prefix = `portico-bench-${randomBytes(4).toString('hex')}`;
  let version: unknown;
  try {
    const connection = await connect(url, { timeout: 3_000 });
    version = connection.connection.serverProperties['version'];
    await connection.close();
  } catch {
    return null;
  }
  return {
    url,
    prefix,
    description: `RabbitMQ ${String(version)}`,
    remove: async () => {
      const names = topologyNames(prefix);
      const connection = await connect(url);
      const channel = await connection.createChannel();
      for (const queue of [names.doorbellQueue('all'), names.inbox, names.dead]) await channel.deleteQueue(queue);
      for (const exchange of [names.doorbell, names.events, names.dead, names.domain])
        await channel.deleteExchange(exchange);
      await connection.close();
    },
  };
};
