import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { openRabbit, type RabbitOptions } from '../open-rabbit.ts';
import type { Rabbit } from '../rabbit.ts';
import { topologyNames, type TopologyNames } from '../topology.ts';
import { openBrokerProxy, type BrokerProxy } from './broker-proxy.ts';

/** Polls until it is so; throws when 15 s, or `withinMs`, have passed. */
export const eventually = async (what: string, isSo: () => unknown, withinMs = 15_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while ((await isSo()) !== true) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(5);
  }
};

/** A broker with names that nobody else uses, a way to it on which things go wrong, and a hand of one's own. */
export interface BrokerBed {
  readonly prefix: string;
  readonly names: TopologyNames;
  readonly proxy: BrokerProxy;
  /** A channel straight to the broker; it comes back when it was closed for an error. */
  hand(): Promise<Channel>;
  /** What was logged by whatever the bed opened. */
  readonly log: {
    readonly level: string;
    readonly message: string;
    readonly details: Readonly<Record<string, unknown>>;
  }[];
  /** Opens through the proxy; closed with the bed. */
  open(options?: Partial<RabbitOptions>): Rabbit;
  /** Opens and waits for the connection. */
  connected(options?: Partial<RabbitOptions>): Promise<Rabbit>;
  /** Collects everything that an exchange gives away from now on. */
  collect(exchange: string, pattern?: string): Promise<ConsumeMessage[]>;
  /** What stands in a queue, taken out of it. */
  drain(queue: string): Promise<ConsumeMessage[]>;
  /** Closes everything, and deletes what was declared. */
  close(groups?: readonly string[]): Promise<void>;
}

export const openBrokerBed = async (url: string): Promise<BrokerBed> => {
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const names = topologyNames(prefix);
  const proxy = await openBrokerProxy(url);
  const connection: ChannelModel = await connect(url);
  connection.on('error', () => {});
  const opened: Rabbit[] = [];
  const log: BrokerBed['log'] = [];
  let channel: Channel | null = null;

  const hand = async (): Promise<Channel> => {
    if (channel !== null) return channel;
    const fresh = await connection.createChannel();
    fresh.on('error', () => {});
    fresh.on('close', () => void (channel = null));
    channel = fresh;
    return fresh;
  };
  const open = (options: Partial<RabbitOptions> = {}): Rabbit => {
    const rabbit = openRabbit({
      url: proxy.url,
      prefix,
      log: (level, message, details) => void log.push({ level, message, details }),
      ...options,
    });
    opened.push(rabbit);
    return rabbit;
  };
  return {
    prefix,
    names,
    proxy,
    hand,
    log,
    open,
    connected: async (options) => {
      const rabbit = open(options);
      await eventually('a connection', () => rabbit.state().status === 'connected');
      return rabbit;
    },
    collect: async (exchange, pattern = '#') => {
      const collected: ConsumeMessage[] = [];
      const to = await hand();
      const { queue } = await to.assertQueue('', { exclusive: true });
      await to.bindQueue(queue, exchange, pattern);
      await to.consume(queue, (message) => void (message === null || collected.push(message)), { noAck: true });
      return collected;
    },
    drain: async (queue) => {
      const found: ConsumeMessage[] = [];
      const from = await hand();
      for (;;) {
        const message = await from.get(queue, { noAck: true });
        if (message === false) return found;
        found.push({ ...message, fields: { ...message.fields, consumerTag: '' } });
      }
    },
    close: async (groups = []) => {
      proxy.thaw();
      await Promise.all(opened.map((rabbit) => rabbit.close(2_000)));
      const from = await hand();
      for (const queue of [names.inbox, names.dead, ...groups.map(names.doorbellQueue)]) await from.deleteQueue(queue);
      for (const exchange of [names.doorbell, names.events, names.dead, names.domain])
        await from.deleteExchange(exchange);
      await connection.close();
      await proxy.close();
    },
  };
};
