import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel } from 'amqplib';
import type { OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';
import type { AmqpLink } from './amqp-link.ts';

/** Publishes events until the broker has confirmed that it has put them into a queue. */
export interface AmqpFeed {
  send(events: readonly OutsideEvent[]): Promise<void>;
  /** Messages that had to be published again so far. */
  repeated(): number;
}

const exchange = 'portico.events';
const tenant = 'default';
const confirmedWithinMs = 10_000;
const pauseMs = 300;

type Fate = 'confirmed' | 'unconfirmed';

export const createAmqpFeed = (link: AmqpLink, stopped: AbortSignal): AmqpFeed => {
  let channel: ConfirmChannel | null = null;
  let number = 0;
  let repeated = 0;
  const returned = new Set<string>();

  const open = async (): Promise<ConfirmChannel> => {
    if (channel !== null) return channel;
    const made = await (await link.connection()).createConfirmChannel();
    const gone = (): void => {
      if (channel === made) channel = null;
    };
    made.on('error', gone);
    made.on('close', gone);
    // Comes before the confirm: nobody has bound a queue, so the message is nowhere.
    made.on('return', ({ properties }) => void returned.add(String(properties.messageId)));
    channel = made;
    return made;
  };

  const publish = async (content: Buffer): Promise<Fate> => {
    const on = await open();
    number += 1;
    const messageId = `chaos-${number}`;
    return new Promise((resolve) => {
      const settle = (fate: Fate): void => {
        clearTimeout(timer);
        on.removeListener('close', lost);
        resolve(fate);
      };
      const lost = (): void => settle('unconfirmed');
      const timer = setTimeout(lost, confirmedWithinMs);
      on.once('close', lost);
      const options = { persistent: true, mandatory: true, messageId, contentType: 'application/json' };
      on.publish(exchange, tenant, content, options, (error) =>
        settle(error === null && !returned.delete(messageId) ? 'confirmed' : 'unconfirmed'),
      );
    });
  };

  return {
    send: async (events) => {
      const content = Buffer.from(JSON.stringify(events.length === 1 ? events[0] : events));
      for (;;) {
        stopped.throwIfAborted();
        // A broken channel throws; what it carried is published once more.
        const fate = await publish(content).catch((): Fate => 'unconfirmed');
        if (fate === 'confirmed') return;
        repeated += 1;
        await sleep(pauseMs);
      }
    },
    repeated: () => repeated,
  };
};
