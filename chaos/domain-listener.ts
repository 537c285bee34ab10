import { setTimeout as sleep } from 'node:timers/promises';
import type { AmqpLink } from './events/amqp-link.ts';

/** Hears what Portico tells of to-dos. */
export interface DomainListener {
  /** Messages heard, by type, and the different ids among them. */
  counts(): { readonly heard: number; readonly distinct: number };
  stop(): void;
}

const exchange = 'portico.domain';
const queue = 'chaos.domain';

/** Binds a durable queue of our own and hears whatever comes, anew after each loss of the broker. */
export const listenToDomain = (link: AmqpLink, stopped: AbortSignal): DomainListener => {
  const ids = new Set<string>();
  let heard = 0;
  let over = false;

  const session = async (): Promise<void> => {
    const channel = await (await link.connection()).createChannel();
    const closed = new Promise<void>((resolve) => {
      channel.on('error', () => resolve());
      channel.on('close', () => resolve());
    });
    await channel.assertExchange(exchange, 'topic', { durable: true });
    await channel.assertQueue(queue, { durable: true });
    await channel.bindQueue(queue, exchange, '#');
    await channel.prefetch(200);
    await channel.consume(queue, (message) => {
      if (message === null) return;
      heard += 1;
      ids.add(String(message.properties.messageId));
      channel.ack(message);
    });
    await closed;
  };

  const listen = async (): Promise<void> => {
    while (!over && !stopped.aborted) {
      await session().catch(() => undefined);
      await sleep(500);
    }
  };
  void listen();
  return { counts: () => ({ heard, distinct: ids.size }), stop: () => void (over = true) };
};
